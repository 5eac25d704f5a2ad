from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, UnreadablePostError
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from .models import Member, Organisation, User
from .tenancy import across_organisations, working_for

Answer = Callable[[HttpRequest], HttpResponseBase]

PREFIX = re.compile(r"^/o/(?P<slug>[a-z0-9-]+)(?P<rest>/.*)$")


class WithoutNul:
    """NUL, which PostgreSQL keeps in no text, never reaches a page: addresses, cookies and forms lose it here.

    Doors without the check of forms (the API, respondents' pages) clean each text where they read it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for header, nul in (("QUERY_STRING", "%00"), ("HTTP_COOKIE", "\\000")):
            while nul in request.META.get(header, ""):
                request.META[header] = request.META[header].replace(nul, "")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _keywords: Any
    ) -> HttpResponseBase | None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        try:
            fields = list(request.POST.lists())
        except UnreadablePostError:  # the browser left halfway; nobody waits for the answer
            return None
        if any("\0" in name or any("\0" in str(text) for text in texts) for name, texts in fields):
            cleaned = request.POST.copy()
            cleaned.clear()
            for name, texts in fields:
                cleaned.setlist(name.replace("\0", ""), [str(text).replace("\0", "") for text in texts])
            request.POST = cleaned  # type: ignore[assignment]
        return None


class PersonLanguage:
    """The language of the page: the person's own choice, then the cookie, the browser, the default."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and isinstance(request.user, User):
            language = request.user.language or language
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class PrivatePages:
    """What a member sees is kept by her own browser only, which asks again each time.

    One address may answer with a page or, for htmx, with a fragment: a browser going back must not mix them.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(request.user, User):
            patch_vary_headers(response, ["HX-Request"])
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, private=True, no_cache=True)
        return response


class WorkingOrganisation:
    """Opens the scope of the organisation named in the address: `/o/<slug>/...`.

    The prefix becomes the script prefix, so that pages and links never carry the slug themselves.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.organisation = None  # type: ignore[attr-defined]
        request.member = None  # type: ignore[attr-defined]
        found = PREFIX.match(request.path_info)
        if found is None:
            return self.get_response(request)
        if not isinstance(request.user, User):
            return self.within_prefix(request, found)
        member = membership(request.user, found["slug"])
        if member is None:
            raise Http404
        request.organisation = member.organisation  # type: ignore[attr-defined]
        request.member = member  # type: ignore[attr-defined]
        with working_for(member.organisation):
            return self.within_prefix(request, found)

    def within_prefix(self, request: HttpRequest, found: re.Match[str]) -> HttpResponseBase:
        outside = get_script_prefix()
        request.path_info = found["rest"]
        set_script_prefix(f"/o/{found['slug']}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(outside)


def address_outside(name: str, *args: str) -> str:
    """The address of a page that stands outside organisations, also while one is in force."""
    return "/" + reverse(name, args=args).removeprefix(get_script_prefix())


def membership(user: User, slug: str) -> Member | None:
    with across_organisations():
        return (
            Member.objects.select_related("organisation", "user", "unit")
            .filter(user=user, organisation__slug=slug, is_active=True)
            .first()
        )


def organisations_of(user: User) -> list[Organisation]:
    with across_organisations():
        members = Member.objects.select_related("organisation").filter(user=user, is_active=True)
        return [member.organisation for member in members.order_by("organisation__name", "pk")]
