"""The map as a page shows it, and the answer to every change of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kohtaamo.journeys import queries
from kohtaamo.journeys.models import Journey
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.panel import panels_at

# What concerns one look at the page only; everything else in the address (the metric, the days) is carried along.
OF_ONE_LOOK = {"place", "focus", "removed", "both"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change led to. `focus` is the id of the element that goes on; `undo` the event to undo.

    A `trouble` leaves the page as it stands, so that what was typed is not lost, unless it `refreshes`.
    """

    text: str
    focus: str = ""
    undo: Event | None = None
    is_said_aloud: bool = False
    is_trouble: bool = False
    refreshes: bool = True
    closes_side: bool = False


def carried(request: MemberRequest) -> dict[str, str]:
    """What of the address goes along: as the beginning of a query, and to be added to one."""
    kept = [(key, value) for key, values in request.GET.lists() for value in values if key not in OF_ONE_LOOK]
    text = urlencode(kept)
    return {"query": f"?{text}" if text else "", "more_query": f"&{text}" if text else ""}


def board_context(request: MemberRequest, journey: Journey) -> dict[str, Any]:
    stages = queries.stages_of(journey)
    panels = panels_at("touchpoint.card", request, queries.touchpoints_in(stages))
    can_change = may(request.member, "journeys.write")
    return {
        "journey": journey,
        "columns": queries.lay_out(stages, panels=panels),
        "stage_count": len(stages),
        "touchpoint_count": len(panels),
        "lead_panels": panels_at("journey.lead", request, [journey])[journey.pk],
        "names": queries.touchpoint_names() if can_change else [],
        "can_change": can_change,
        **carried(request),
    }


def map_context(request: MemberRequest, journey: Journey) -> dict[str, Any]:
    """The whole page: the board, what surrounds it, and the two states."""
    return {
        **board_context(request, journey),
        **states_context(request, journey),
        "focus": request.GET.get("focus", ""),
        "undo": removal_of(request),
    }


def states_context(request: MemberRequest, journey: Journey) -> dict[str, Any]:
    current = journey.ideal_of or journey
    return {
        "current": current,
        "ideal": journey if journey.ideal_of_id else queries.ideal_of(current),
        "toolbar_panels": panels_at("journey.toolbar", request, [journey])[journey.pk],
    }


def removal_of(request: MemberRequest) -> Event | None:
    """The removal just made by a browser without scripts, to be offered for undoing."""
    key = whole_number(request.GET.get("removed", ""))
    return Event.objects.filter(pk=key, verb__in=queries.RESTORED).first() if key else None


def answer(request: MemberRequest, journey: Journey, outcome: Outcome) -> HttpResponse:
    """The changed board for htmx; for a plain form the map again, with a message."""
    if not request.htmx:
        return redirect_to_map(request, journey, outcome)
    context: dict[str, Any] = {"outcome": outcome, "journey": journey}
    if outcome.refreshes:
        context |= {**board_context(request, journey), "focus": outcome.focus, "swaps_lead": True}
    response = render(request, "journeys/_board_answer.html", context)
    response["HX-Retarget"] = "#board"
    response["HX-Reswap"] = "outerHTML" if outcome.refreshes else "none"
    if outcome.closes_side:
        response["HX-Push-Url"] = reverse("journeys:map", args=[journey.pk]) + carried(request)["query"]
    return response


def redirect_to_map(request: MemberRequest, journey: Journey, outcome: Outcome) -> HttpResponse:
    messages.add_message(request, messages.ERROR if outcome.is_trouble else messages.SUCCESS, outcome.text)
    look = {"focus": outcome.focus, "removed": str(outcome.undo.pk) if outcome.undo else ""}
    query = (
        "?" + urlencode({key: value for key, value in look.items() if value}) + carried(request)["more_query"]
    )
    return redirect(reverse("journeys:map", args=[journey.pk]) + query.rstrip("?"))
