"""Who may do what: one table of roles, one mark on every page and route."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from .models import Member, Organisation, User

Page = TypeVar("Page", bound=Callable[..., Any])


class MemberRequest(HttpRequest):
    """What a page marked `requires` is given: the middleware has set who and where."""

    user: User
    member: Member
    organisation: Organisation
    htmx: HtmxDetails


PUBLIC = "public"
SIGNED_IN = "signed_in"

READ = frozenset(
    {"home.read", "journeys.read", "feedback.read", "insight.read", "conversations.read", "improvement.read"}
)
WRITE = frozenset(
    {"journeys.write", "feedback.write", "insight.write", "conversations.write", "improvement.write"}
)
# whose cases are whose, and how soon they are to be looked at
LEAD = frozenset({"conversations.rule"})
# who our customers are by name; to take a copy of all that is known of one, and to erase her
MEET = frozenset({"people.read"})
# to open what names a person in somebody's own words; it is hidden until then, and opening is written in the log
PERSONAL = frozenset({"feedback.personal"})
ERASE = frozenset({"people.erase"})
RULE = frozenset({"organisation.read", "organisation.write"})
PERMISSIONS: dict[str, frozenset[str]] = {
    Member.Role.ADMINISTRATOR: READ | WRITE | LEAD | MEET | PERSONAL | ERASE | RULE,
    Member.Role.MANAGER: READ | WRITE | LEAD | MEET | PERSONAL | ERASE | {"organisation.read"},
    Member.Role.DESIGNER: READ | {"journeys.write", "feedback.write", "improvement.write"},
    Member.Role.AGENT: READ | MEET | PERSONAL | {"conversations.write", "improvement.write"},
    Member.Role.ANALYST: READ | {"insight.write", "feedback.write"},
}
EVERY_PERMISSION = frozenset().union(*PERMISSIONS.values())


def may(member: Member | None, permission: str) -> bool:
    return member is not None and member.is_active and permission in PERMISSIONS[member.role]


def requires(permission: str) -> Callable[[Page], Page]:
    """The page is for members with this permission: others meet 404 (no member) or 403 (another role)."""
    if permission not in EVERY_PERMISSION:
        raise ValueError(f"no role has the permission {permission!r}")

    def mark(page: Page) -> Page:
        @functools.wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            member: Member | None = getattr(request, "member", None)
            if member is None:
                raise Http404
            if not may(member, permission):
                raise PermissionDenied
            response: HttpResponseBase = page(request, *args, **kwargs)
            return response

        return declare(guarded, permission)  # type: ignore[return-value]

    return mark


def public(page: Page) -> Page:
    """Anyone may open this page, signed in or not."""
    return declare(page, PUBLIC)


def signed_in(page: Page) -> Page:
    """Anyone signed in may open this page, whatever the organisation."""

    @functools.wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        response: HttpResponseBase = page(request, *args, **kwargs)
        return response

    return declare(guarded, SIGNED_IN)  # type: ignore[return-value]


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page and then back; for htmx as a whole page, never inside the fragment asked for."""
    answer = redirect_to_login(standing_page(request))
    return HttpResponseClientRedirect(answer.url) if "HX-Request" in request.headers else answer


def standing_page(request: HttpRequest) -> str:
    """The page open in the browser: what a form or a fragment was asked at may not be opened by itself."""
    standing = request.headers.get("HX-Current-URL")
    if standing is None and request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    address = standing or request.headers.get("Referer", "")
    return "/" + address.partition("://")[2].partition("/")[2].partition("#")[0]


def declare(page: Page, permission: str) -> Page:
    """Only names the permission, for pages that guard themselves (a library's, or the API's token check)."""
    page.permission = permission  # type: ignore[attr-defined]
    return page
