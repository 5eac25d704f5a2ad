from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kohtaamo.feedback.questionnaire.schema import schema
from kohtaamo.organisation.access import public


@public
@require_GET
@cache_control(public=True, max_age=3600)
def questionnaire_schema(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  the same for everybody
    return JsonResponse(schema(), content_type="application/schema+json", json_dumps_params={"indent": 2})
