from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.forms import TEMPLATES, JourneyForm
from kohtaamo.journeys.models import Journey, Moment
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.panel import panels_at

from .board import board_context, carried, map_context, states_context


@requires("journeys.read")
@require_GET
def journey_list(request: MemberRequest) -> HttpResponse:
    removed = whole_number(request.GET.get("removed", ""))
    gone = Journey.objects.filter(pk=removed).first() if removed else None
    return render(
        request,
        "journeys/journey_list.html",
        {
            "overviews": queries.overviews(),
            "gone": gone if gone and gone.removed_at else None,
            "can_change": may(request.member, "journeys.write"),
        },
    )


@requires("journeys.write")
@require_http_methods(["GET", "POST"])
def journey_new(request: MemberRequest) -> HttpResponse:
    names = queries.service_names()
    form = JourneyForm(request.POST or None, initial={"service": names[0] if len(names) == 1 else ""})
    if request.method == "POST" and form.is_valid():
        journey = services.draw_journey(
            name=form.cleaned_data["name"],
            service_name=form.cleaned_data["service"],
            stages=form.new_stages(),
            actor=request.member,
        )
        return redirect(f"{reverse('journeys:map', args=[journey.pk])}?focus={first_field(journey)}")
    chosen = form["stages"].value()
    templates = [(key, template, key == chosen) for key, template in TEMPLATES.items()]
    return render(
        request, "journeys/journey_new.html", {"form": form, "service_names": names, "templates": templates}
    )


def first_field(journey: Journey) -> str:
    """Where one goes on after drawing: the first place for a touchpoint, or for a stage."""
    first = Moment.objects.filter(stage__journey=journey).order_by("stage__position", "position").first()
    return f"add-{first.pk}" if first else "add-stage"


@requires("journeys.read")
@require_GET
def journey_map(request: MemberRequest, pk: int) -> HttpResponse:
    journey = found(pk)
    if is_removed(journey):
        return removed_page(request, journey)
    return render(request, "journeys/journey_map.html", map_context(request, journey))


@requires("journeys.read")
@require_GET
def cards(request: MemberRequest, pk: int) -> HttpResponse:
    """What other packages say in the cards, for every card of the map at once."""
    journey = found(pk)
    context = board_context(request, journey)
    return render(request, "journeys/_cards.html", {**context, "swaps_lead": True})


@requires("journeys.read")
@require_GET
def ideal(request: MemberRequest, pk: int) -> HttpResponse:
    """To the ideal state; where there is none yet, what it is and the way to draw it."""
    journey = found(pk)
    if is_removed(journey):
        return removed_page(request, journey)
    standing = queries.ideal_of(journey.ideal_of or journey)
    if standing is not None:
        return redirect("journeys:map", standing.pk)
    return without_ideal(request, journey, "ideal")


@requires("journeys.write")
@require_POST
def ideal_drawing(request: MemberRequest, pk: int) -> HttpResponse:
    journey = found(pk)
    if is_removed(journey):
        return redirect("journeys:map", journey.pk)
    drawn = services.copy_as_ideal(journey=journey, actor=request.member)
    return redirect("journeys:map", drawn.pk)


@requires("journeys.read")
@require_GET
def comparison(request: MemberRequest, pk: int) -> HttpResponse:
    """Both states under each other, their columns in line, with what differs marked."""
    journey = found(pk)
    if is_removed(journey):
        return removed_page(request, journey)
    if queries.ideal_of(journey.ideal_of or journey) is None:
        return without_ideal(request, journey, "both")
    return render(request, "journeys/journey_comparison.html", comparison_context(request, journey))


def comparison_context(request: MemberRequest, journey: Journey) -> dict[str, Any]:
    context = states_context(request, journey)
    now, then = queries.stages_of(context["current"]), queries.stages_of(context["ideal"])
    difference = queries.compare(now, then)
    touchpoints = {one.pk: one for one in [*queries.touchpoints_in(now), *queries.touchpoints_in(then)]}
    panels = panels_at("touchpoint.card", request, list(touchpoints.values()))
    missing = dict.fromkeys(difference.missing, "missing")
    added = dict.fromkeys(difference.new, "new") | dict.fromkeys(difference.moved, "moved")
    return {
        **context,
        "journey": context["current"],
        "state": "both",
        "difference": difference,
        "stage_count": len(now),
        "touchpoint_count": len(queries.touchpoints_in(now)),
        "lead_panels": panels_at("journey.lead", request, [journey])[journey.pk],
        "boards": [
            (
                "current",
                queries.lay_out(
                    now,
                    panels=panels,
                    marks=missing,
                    stage_marks=dict.fromkeys(difference.missing_stages, "missing"),
                ),
            ),
            (
                "ideal",
                queries.lay_out(
                    then, panels=panels, marks=added, stage_marks=dict.fromkeys(difference.new_stages, "new")
                ),
            ),
        ],
        "can_change": False,
        **carried(request),
    }


def found(pk: int) -> Journey:
    return get_object_or_404(Journey.objects.select_related("service", "ideal_of"), pk=pk)


def is_removed(journey: Journey) -> bool:
    """An ideal state goes with its current one."""
    return bool(journey.removed_at or (journey.ideal_of and journey.ideal_of.removed_at))


def removed_page(request: MemberRequest, journey: Journey) -> HttpResponse:
    gone = journey if journey.removed_at else journey.ideal_of
    return render(
        request,
        "journeys/journey_removed.html",
        {"journey": gone, "can_change": may(request.member, "journeys.write")},
        status=410,
    )


def without_ideal(request: MemberRequest, journey: Journey, state: str) -> HttpResponse:
    context = states_context(request, journey)
    stages = queries.stages_of(journey)
    can_change = may(request.member, "journeys.write")
    return render(
        request,
        "journeys/journey_without_ideal.html",
        {
            **context,
            "journey": journey,
            "state": state,
            "stage_count": len(stages),
            "touchpoint_count": len(queries.touchpoints_in(stages)),
            "can_change": can_change,
            **carried(request),
        },
    )
