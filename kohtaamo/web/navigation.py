from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.conversations.queries import how_many_late
from kohtaamo.insight.alerting.handling import waiting
from kohtaamo.organisation.access import may
from kohtaamo.organisation.middleware import organisations_of
from kohtaamo.organisation.models import Member, User

from .process.stream import stream_address

reverse_lazily = lazy(reverse, str)


@dataclass(frozen=True, slots=True)
class Place:
    """One stop of the loop in the left rail."""

    label: Any
    page: str
    icon: str
    permission: str
    # where six stand side by side on a phone
    brief: Any = ""


PLACES = (
    Place(_("Home"), "home", "house", "home.read"),
    Place(_("Journeys"), "journeys:list", "map", "journeys.read", pgettext_lazy("in brief", "Journeys")),
    Place(_("Feedback"), "feedback:list", "message-square-heart", "feedback.read"),
    Place(_("Insight"), "insight:overview", "chart-spline", "insight.read"),
    Place(
        _("Customer cases"),
        "conversations:list",
        "handshake",
        "conversations.read",
        pgettext_lazy("in brief", "Cases"),
    ),
    Place(
        _("Improvement"),
        "improvement:list",
        "flask-conical",
        "improvement.read",
        pgettext_lazy("in brief", "Improve"),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page needs. A page is drawn of hundreds of fragments, each of which asks for it anew."""
    known: dict[str, Any] | None = getattr(request, "shell", None)
    if known is None:
        known = request.shell = whereabouts(request)  # type: ignore[attr-defined]  # kept as long as the request
    return known


def whereabouts(request: HttpRequest) -> dict[str, Any]:
    """Where one is, where one may go, who one is."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return {"theme": theme_of(request), "organisation": None, "member": None}
    return {
        "theme": theme_of(request),
        "organisation": member.organisation,
        "member": member,
        "navigation": [entry(place, request) for place in PLACES if may(member, place.permission)],
        "may_rule": may(member, "organisation.read"),
        "may_meet": may(member, "people.read"),
        "may_open_personal": may(member, "feedback.personal"),
        "palette_url": reverse_lazily("palette"),
        "stream_url": stream_address(member),
        "other_organisations": lazy(lambda: others(member), list)(),
    }


def entry(place: Place, request: HttpRequest) -> dict[str, Any]:
    url = reverse(place.page)
    active = request.path == url if place.page == "home" else request.path.startswith(url)
    # alerts and cases that ask for somebody; counted when the page is drawn with its rail, not for a fragment
    badge = SimpleLazyObject(BADGES[place.page]) if place.page in BADGES else ""
    brief = place.brief or place.label
    return {
        "label": place.label,
        "brief": brief,
        "url": url,
        "icon": place.icon,
        "active": active,
        "badge": badge,
    }


def alerts_waiting() -> str:
    return str(waiting(timezone.now()) or "")


def cases_late() -> str:
    return str(how_many_late(timezone.now()) or "")


# what waits at each place
BADGES = {"insight:overview": alerts_waiting, "conversations:list": cases_late}


def others(member: Member) -> list[Any]:
    return (
        [one for one in organisations_of(member.user) if one.pk != member.organisation_id]
        if member.user
        else []
    )


def theme_of(request: HttpRequest) -> str:
    """A value of `User.Theme`: the cookie of this device first, then the person's own choice."""
    chosen = request.COOKIES.get("theme", "")
    if chosen in User.Theme.values:
        return chosen
    user = getattr(request, "user", None)
    return user.theme if isinstance(user, User) else User.Theme.SYSTEM
