from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.forms import TouchpointForm
from kohtaamo.journeys.models import Placement, Touchpoint
from kohtaamo.organisation.access import may, requires
from kohtaamo.organisation.panel import panels_at

from .board import board_context, carried, map_context
from .pages import comparison_context


@requires("journeys.read")
@require_http_methods(["GET"])
def touchpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """The chosen touchpoint: beside its map as a page, alone as a fragment for htmx."""
    chosen = found(pk)
    context = side_context(request, chosen)
    if wants_fragment(request):
        return render(request, "journeys/_touchpoint_side.html", context)
    return page(request, context)


@requires("journeys.read")
@require_GET
def panels(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what other packages say of it, to be fetched again when something has changed."""
    chosen = found(pk)
    html = panels_at("touchpoint.side", request, [chosen])[chosen.pk]
    context = {"touchpoint": chosen, "side_panels": html, **carried(request)}
    return render(request, "journeys/_touchpoint_panels.html", context)


@requires("journeys.write")
@require_http_methods(["POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
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


def changed(request: HttpRequest, chosen: Touchpoint, form: TouchpointForm) -> bool:
    try:
        services.change_touchpoint(
            touchpoint=chosen,
            **form.cleaned_data,
            actor=request.member,  # type: ignore[attr-defined]
        )
    except ValidationError as problem:
        form.add_error("name", problem.messages[0])
        return False
    return True


def found(pk: int) -> Touchpoint:
    return get_object_or_404(Touchpoint.objects.select_related("owner", "unit"), pk=pk)


def wants_fragment(request: HttpRequest) -> bool:
    """The browser's way back asks by htmx too, but wants the whole page."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request


def side_context(request: HttpRequest, chosen: Touchpoint) -> dict[str, Any]:
    places = list(queries.places_of(chosen))
    wanted = request.GET.get("place", "")
    place = next((row for row in places if str(row.pk) == wanted), places[0] if places else None)
    can_change = may(getattr(request, "member", None), "journeys.write")
    return {
        "touchpoint": chosen,
        "place": place,
        "other_places": [row for row in places if row is not place],
        "side_panels": panels_at("touchpoint.side", request, [chosen])[chosen.pk],
        "form": TouchpointForm(touchpoint=chosen) if can_change else None,
        "can_change": can_change,
        "is_both": "both" in request.GET,
        **carried(request),
    }


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    place: Placement | None = context["place"]
    if place is None:
        return render(request, "journeys/touchpoint_alone.html", context)
    journey = place.moment.stage.journey
    if context["is_both"] and queries.ideal_of(journey.ideal_of or journey) is not None:
        around = comparison_context(request, journey)
        return render(request, "journeys/journey_comparison.html", {**context, **around, "chosen": place.pk})
    around = map_context(request, journey)
    return render(request, "journeys/journey_map.html", {**context, **around, "chosen": place.pk})
