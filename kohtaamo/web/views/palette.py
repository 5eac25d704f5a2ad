"""The command palette: places, journeys, touchpoints, surveys, themes and actions, found by a few letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Survey
from kohtaamo.improvement.models import Intervention
from kohtaamo.insight.themes.taxonomy import names_in_each, themes_now
from kohtaamo.journeys.models import Journey, Touchpoint
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.models import Member
from kohtaamo.web.navigation import PLACES

MOST = 6


@dataclass(frozen=True, slots=True)
class Hit:
    label: str
    kind: str
    icon: str
    url: str


@requires("home.read")
@require_GET
def palette(request: MemberRequest) -> HttpResponse:
    """The fragment under the search field; without JavaScript a page of its own."""
    asked = request.GET.get("q", "").strip()[:80]
    member = request.member
    found = (*rows(asked, member), *themes(asked, member)) if asked else ()
    hits = [*places(asked, member), *found]
    template = "web/_palette.html" if request.headers.get("HX-Request") else "web/palette.html"
    return render(request, template, {"hits": hits, "asked": asked})


def places(asked: str, member: Member) -> Iterator[Hit]:
    acts = [
        (_("New journey"), "journeys:new", "map-plus", "journeys.write"),
        (_("New survey"), "feedback:new", "message-square-plus", "feedback.write"),
        (_("Import answers"), "feedback:import-new", "file-up", "feedback.write"),
        (_("New action"), "improvement:new", "flask-conical", "improvement.write"),
    ]
    pages = [(str(place.label), place.page, place.icon, place.permission) for place in PLACES]
    for label, page, icon, permission in [*pages, *acts]:
        if asked.casefold() in label.casefold() and may(member, permission):
            yield Hit(label, _("page"), icon, reverse(page))


def rows(asked: str, member: Member) -> Iterator[Hit]:
    kinds: list[tuple[str, Any, str, str, str, str]] = [
        (
            "journeys.read",
            Journey.objects.filter(removed_at=None),
            "name",
            "journeys:map",
            "map",
            _("journey"),
        ),
        ("journeys.read", Touchpoint.objects, "name", "journeys:touchpoint", "map-pin", _("touchpoint")),
        ("feedback.read", Survey.objects, "name", "feedback:results", "message-square", _("survey")),
        (
            "people.read",
            Customer.objects.filter(erased_at=None),
            "name",
            "encounters:customer",
            "user-round",
            _("customer"),
        ),
        ("improvement.read", Intervention.objects, "title", "improvement:show", "flask-conical", _("action")),
    ]
    for permission, found, field, page, icon, kind in kinds:
        if may(member, permission):
            for row in found.filter(**{f"{field}__icontains": asked}).order_by(field, "pk")[:MOST]:
                yield Hit(str(row), kind, icon, reverse(page, args=[row.pk]))


def themes(asked: str, member: Member) -> Iterator[Hit]:
    """By their name in any language, whichever the page is in."""
    if not may(member, "insight.read"):
        return
    wanted, kind = asked.casefold(), pgettext("of open text", "theme")
    found = [one for one in themes_now() if any(wanted in name.casefold() for name in names_in_each(one))]
    for theme in found[:MOST]:
        yield Hit(theme.name, kind, "tags", reverse("insight:theme", args=[theme.key]))
