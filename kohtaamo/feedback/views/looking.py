"""The organisation's colour and logo on the pages of its surveys."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.visit import look_of
from kohtaamo.organisation.access import public
from kohtaamo.organisation.models import Look
from kohtaamo.organisation.services import style_of

from .respond import of_survey

# Addresses carry the look's own mark, so they may be kept for long.
KEPT_SECONDS = 30 * 24 * 3600


@public
@require_GET
@cache_control(public=True, max_age=KEPT_SECONDS)
@of_survey
def style(
    _request: HttpRequest, _survey: Survey, _version: SurveyVersion, _language: str, mark: str
) -> HttpResponse:
    look = look_of()
    if look is None or not look.accent or look.mark != mark:
        raise Http404
    return HttpResponse(style_of(look.accent), content_type="text/css")


@public
@require_GET
@cache_control(public=True, max_age=KEPT_SECONDS)
@of_survey
def logo(
    _request: HttpRequest, _survey: Survey, _version: SurveyVersion, _language: str, mark: str
) -> HttpResponse:
    look = look_of()
    if look is None or not look.has_logo or look.mark != mark:
        raise Http404
    kept = Look.objects.get()
    response = HttpResponse(bytes(kept.logo or b""), content_type=kept.logo_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
