from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kohtaamo.feedback.models import AnswerFile
from kohtaamo.organisation.access import MemberRequest, requires


@requires("feedback.read")
@never_cache
@require_GET
def answer_file(_request: MemberRequest, key: str) -> HttpResponse:
    """To be kept, never to be opened within our pages. What employees gave is nobody's to look at."""
    kept = AnswerFile.objects.filter(key=key, answer__is_from_staff=False).first()
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.contents), content_type=kept.type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": [""]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response
