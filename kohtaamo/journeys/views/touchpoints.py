from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.forms import TouchpointForm
from kohtaamo.journeys.models import Placement, Touchpoint
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.panel import panels_at

from .board import board_context, carried, map_context
from .pages import comparison_context


@requires("journeys.read")
@require_GET
def touchpoint(request: MemberRequest, pk: int) -> HttpResponse:
    """The chosen touchpoint: beside its map as a page, alone as a fragment for htmx."""
    chosen = found(pk)
    context = side_context(request, chosen)
    if wants_fragment(request):
        return render(request, "journeys/_touchpoint_side.html", context)
    return page(request, context)


@requires("journeys.read")
@require_GET
def panels(request: MemberRequest, pk: int) -> HttpResponse:
    """Only what other packages say of it, to be fetched again when something has changed."""
    chosen = found(pk)
    html = panels_at("touchpoint.side", request, [chosen])[chosen.pk]
    context = {"touchpoint": chosen, "side_panels": html, **carried(request)}
    return render(request, "journeys/_touchpoint_panels.html", context)


@requires("journeys.write")
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    chosen = found(pk)
    form = TouchpointForm(request.POST, touchpoint=chosen)
    is_changed = form.is_valid() and changed(request, chosen, form)
    if not is_changed:
        context = {**side_context(request, found(pk)), "form": form, "is_editing": True}
        template = "journeys/_touchpoint_side.html"
        return render(request, template, context) if wants_fragment(request) else page(request, context)
    if not wants_fragment(request):
        return redirect(f"{reverse('journeys:touchpoint', args=[pk])}?{request.GET.urlencode()}")
    context = side_context(request, found(pk))
    if context["place"] and not context["is_both"]:
        context |= {**board_context(request, context["place"].moment.stage.journey), "swaps_board": True}
    return render(request, "journeys/_touchpoint_changed.html", context)


def changed(request: MemberRequest, chosen: Touchpoint, form: TouchpointForm) -> bool:
    try:
        services.change_touchpoint(
            touchpoint=chosen,
            **form.cleaned_data,
            actor=request.member,
        )
    except ValidationError as problem:
        form.add_error("name", problem.messages[0])
        return False
    return True


def found(pk: int) -> Touchpoint:
    return get_object_or_404(Touchpoint.objects.select_related("owner", "unit"), pk=pk)


def wants_fragment(request: MemberRequest) -> bool:
    """The browser's way back asks by htmx too, but wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def side_context(request: MemberRequest, chosen: Touchpoint) -> dict[str, Any]:
    places = list(queries.places_of(chosen))
    wanted = request.GET.get("place", "")
    place = next((row for row in places if str(row.pk) == wanted), places[0] if places else None)
    can_change = may(request.member, "journeys.write")
    return {
        "touchpoint": chosen,
        "place": place,
        "other_places": [row for row in places if row is not place],
        "side_panels": panels_at("touchpoint.side", request, [chosen])[chosen.pk],
        "form": TouchpointForm(touchpoint=chosen) if can_change else None,
        "can_change": can_change,
        "is_both": "both" in request.GET,
        "way_out": way_out(request, place),
        **carried(request),
    }


def way_out(request: MemberRequest, place: Placement | None) -> str:
    """Where the panel is closed to: the map it stands beside, looked at the same way."""
    if place is None:
        return ""
    journey = place.moment.stage.journey
    address = reverse("journeys:map", args=[journey.pk])
    if "both" in request.GET:
        address = reverse("journeys:comparison", args=[journey.ideal_of_id or journey.pk])
    return address + carried(request)["query"]


def page(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    place: Placement | None = context["place"]
    if place is None:
        return render(request, "journeys/touchpoint_alone.html", context)
    journey = place.moment.stage.journey
    if context["is_both"] and queries.ideal_of(journey.ideal_of or journey) is not None:
        around = comparison_context(request, journey)
        return render(request, "journeys/journey_comparison.html", {**context, **around, "chosen": place.pk})
    around = map_context(request, journey)
    return render(request, "journeys/journey_map.html", {**context, **around, "chosen": place.pk})
