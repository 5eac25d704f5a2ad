from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from kohtaamo.organisation.access import public
from kohtaamo.organisation.models import User
from kohtaamo.organisation.services import prefer

YEAR = 60 * 60 * 24 * 365


@public
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Kept on this device, and on the person when she is signed in."""
    answer = back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        keep(answer, settings.LANGUAGE_COOKIE_NAME, language)
        if isinstance(request.user, User):
            prefer(user=request.user, language=language)
    return answer


@public
@require_POST
def switch_theme(request: HttpRequest) -> HttpResponse:
    answer = back(request)
    theme = request.POST.get("theme", "")
    if theme in User.Theme.values:
        keep(answer, "theme", theme)
        if isinstance(request.user, User):
            prefer(user=request.user, theme=theme)
    return answer


def keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page one came from, never to another site."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe else "/")
