"""The pages behind a message: no more of these, and back again. Opening one changes nothing."""

from __future__ import annotations

from base64 import b64decode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.sending import has_left, invitation_of, note_visit, opt_in_again, opt_out
from kohtaamo.organisation.access import public

from .refusing import trouble
from .respond import of_survey, surroundings

ONE_PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


# No CSRF check: mail programs post here themselves (RFC 8058), and the signed key says whose wish it is.
@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def leaving(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    key = request.GET.get("k", "")
    invitation = invitation_of(survey, key)
    if invitation is None:
        return trouble(request, "unknown", 404)
    if request.method == "POST":
        if "back" in request.POST:
            opt_in_again(invitation)
        else:
            opt_out(invitation)
    found = {
        **surroundings(survey, version, language),
        "has_left": has_left(invitation),
        "came_back": request.method == "POST" and "back" in request.POST,
        "address": request.get_full_path(),
    }
    return render(request, "feedback/leaving.html", found)


@public
@never_cache
@require_GET
@of_survey
def opened(request: HttpRequest, survey: Survey, _version: SurveyVersion, _language: str) -> HttpResponse:
    """The picture that tells that a message was opened; only in mails of those who chose to know."""
    invitation = invitation_of(survey, request.GET.get("k", ""))
    if invitation is not None:
        note_visit(invitation)
    return HttpResponse(ONE_PIXEL, content_type="image/gif")
