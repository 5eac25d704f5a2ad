"""Every change of a map: one address a change, the same for a mouse, a keyboard and a browser without scripts."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.journeys import queries, services
from kohtaamo.journeys.models import Journey, Moment, Placement, Stage
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import Event

from .board import Outcome, answer

Row = TypeVar("Row", Stage, Moment, Placement)
Page = Callable[..., HttpResponse]

WAY_TO_JOURNEY: dict[type, tuple[str, str]] = {
    Stage: ("journey", "stages"),
    Moment: ("stage__journey", "moments"),
    Placement: ("moment__stage__journey", "placements"),
}


class GoneError(Exception):
    """Somebody removed the row while this page stood open."""


def changes(act: Callable[..., Outcome]) -> Page:
    """A change of one journey, as a page: what went wrong is told in words, and the board stays usable."""

    @functools.wraps(act)
    def page(request: MemberRequest, pk: int, **keys: int) -> HttpResponse:
        journey = get_object_or_404(Journey, pk=pk)
        try:
            outcome = act(request, journey, **keys)
        except ValidationError as problem:
            outcome = Outcome(problem.messages[0], is_trouble=True, refreshes=False)
        except GoneError:
            text = _("Somebody removed that while your page was open. Nothing was changed.")
            outcome = Outcome(text, is_trouble=True)
        except Journey.DoesNotExist:
            address = reverse("journeys:map", args=[pk])
            return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
        return answer(request, journey, outcome)

    return requires("journeys.write")(require_POST(page))


def standing(journey: Journey, table: type[Row], key: int) -> Row:
    """The row of this journey; `GoneError` when it once stood there, 404 when it never did."""
    path, noun = WAY_TO_JOURNEY[table]
    row = table.objects.select_related(path).filter(pk=key, **{path: journey}).first()
    if row is not None:
        return row
    if queries.was_removed(journey, noun, key):
        raise GoneError
    raise Http404


def place_of(text: str) -> int:
    place = whole_number(text)
    if place is None:
        raise ValidationError(_("That is no place on the map."))
    return place


@changes
def stage_add(request: MemberRequest, journey: Journey) -> Outcome:
    stage = services.add_stage(journey=journey, name=request.POST.get("name", ""), actor=request.member)
    return Outcome(_("Stage “%(name)s” added.") % {"name": stage.name}, focus="add-stage")


@changes
def stage_change(request: MemberRequest, journey: Journey, stage: int) -> Outcome:
    row = standing(journey, Stage, stage)
    phase = request.POST.get("phase", row.phase)
    if phase not in Stage.Phase.values:
        raise ValidationError(_("There is no such part of a service."))
    services.change_stage(stage=row, name=request.POST.get("name", ""), phase=phase, actor=request.member)
    return Outcome(_("Stage “%(name)s” saved.") % {"name": row.name}, focus=f"menu-stage-{row.pk}")


@changes
def stage_move(request: MemberRequest, journey: Journey, stage: int) -> Outcome:
    """One step by `direction`, or to a `position`."""
    row = standing(journey, Stage, stage)
    if "position" in request.POST:
        position = place_of(request.POST["position"])
    else:
        order = list(journey.stages.values_list("pk", flat=True))
        position = max(0, order.index(row.pk) + (1 if request.POST.get("direction") == "right" else -1))
    services.move_stage(stage=row, position=position, actor=request.member)
    place = {"name": row.name, "place": row.position + 1, "count": journey.stages.count()}
    return Outcome(
        _("Stage “%(name)s” is now number %(place)d of %(count)d.") % place, focus=f"menu-stage-{row.pk}"
    )


@changes
def stage_remove(request: MemberRequest, journey: Journey, stage: int) -> Outcome:
    row = standing(journey, Stage, stage)
    event = services.remove_stage(stage=row, actor=request.member)
    return Outcome(_("Stage “%(name)s” removed.") % {"name": row.name}, focus="add-stage", undo=event)


@changes
def moment_add(request: MemberRequest, journey: Journey, stage: int) -> Outcome:
    row = standing(journey, Stage, stage)
    moment = services.add_moment(stage=row, name=request.POST.get("name", ""), actor=request.member)
    return Outcome(_("Service moment “%(name)s” added.") % {"name": moment.name}, focus=f"add-{moment.pk}")


@changes
def moment_name(request: MemberRequest, journey: Journey, moment: int) -> Outcome:
    row = standing(journey, Moment, moment)
    services.name_moment(moment=row, name=request.POST.get("name", ""), actor=request.member)
    return Outcome(_("Service moment saved."), focus=f"menu-moment-{row.pk}")


@changes
def moment_truth(request: MemberRequest, journey: Journey, moment: int) -> Outcome:
    row = standing(journey, Moment, moment)
    is_true = request.POST.get("is_moment_of_truth") == "yes"
    services.mark_moment_of_truth(moment=row, is_moment_of_truth=is_true, actor=request.member)
    text = _("Marked as a moment of truth.") if is_true else _("No longer a moment of truth.")
    return Outcome(text, focus=f"menu-moment-{row.pk}")


@changes
def moment_move(request: MemberRequest, journey: Journey, moment: int) -> Outcome:
    row = standing(journey, Moment, moment)
    direction = request.POST.get("direction")
    stages = list(journey.stages.all())
    at = [one.pk for one in stages].index(row.stage_id)
    stage, position = row.stage, row.position
    if direction in {"left", "right"}:
        stage = stages[max(0, min(at + (1 if direction == "right" else -1), len(stages) - 1))]
    else:
        position = max(0, position + (1 if direction == "down" else -1))
    services.move_moment(moment=row, stage=stage, position=position, actor=request.member)
    return Outcome(
        _("The service moment is now in stage “%(stage)s”.") % {"stage": stage.name},
        focus=f"menu-moment-{row.pk}",
    )


@changes
def moment_remove(request: MemberRequest, journey: Journey, moment: int) -> Outcome:
    row = standing(journey, Moment, moment)
    event = services.remove_moment(moment=row, actor=request.member)
    return Outcome(_("Service moment “%(name)s” removed.") % {"name": row}, undo=event)


@changes
def touchpoint_place(request: MemberRequest, journey: Journey, moment: int) -> Outcome:
    row = standing(journey, Moment, moment)
    placed = services.place_touchpoint(moment=row, name=request.POST.get("name", ""), actor=request.member)
    name = {"name": placed.placement.touchpoint.name}
    focus = f"add-{row.pk}"
    if not placed.is_new_place:
        return Outcome(_("“%(name)s” is here already.") % name, focus=focus, is_said_aloud=True)
    if not placed.is_new_touchpoint:
        text = _("“%(name)s” was there already, so the same one stands here too, with its answers.") % name
        return Outcome(text, focus=focus, is_said_aloud=True)
    return Outcome(_("“%(name)s” added.") % name, focus=focus)


@changes
def placement_move(request: MemberRequest, journey: Journey, placement: int) -> Outcome:
    """One step by `direction` (left, right, up, down), or to a `position` in a `moment`."""
    row = standing(journey, Placement, placement)
    target: tuple[Moment, int] | None
    if "moment" in request.POST:
        moment = standing(journey, Moment, place_of(request.POST["moment"]))
        target = moment, place_of(request.POST.get("position", ""))
    else:
        target = one_step(journey, row, request.POST.get("direction", ""))
    if target is None:
        raise ValidationError(_("It is already at the edge of the map."))
    services.move_placement(placement=row, moment=target[0], position=target[1], actor=request.member)
    place = {
        "name": row.touchpoint.name,
        "stage": row.moment.stage.name,
        "place": row.position + 1,
        "count": Placement.objects.filter(moment=row.moment_id).count(),
    }
    text = _("“%(name)s” is now in stage “%(stage)s”, number %(place)d of %(count)d.") % place
    return Outcome(text, focus=f"place-{row.pk}" if request.POST.get("from") != "side" else "")


def one_step(journey: Journey, row: Placement, direction: Any) -> tuple[Moment, int] | None:
    if direction not in get_args(queries.Direction):
        raise ValidationError(_("That is no place on the map."))
    return queries.neighbour(queries.stages_of(journey), row, direction)


@changes
def placement_remove(request: MemberRequest, journey: Journey, placement: int) -> Outcome:
    row = standing(journey, Placement, placement)
    name = {"name": row.touchpoint.name}
    focus = f"add-{row.moment_id}"
    event = services.unplace(placement=row, actor=request.member)
    return Outcome(
        _("“%(name)s” was taken off the map. Its answers are safe.") % name,
        focus=focus,
        undo=event,
        closes_side=True,
    )


@changes
def undo(request: MemberRequest, journey: Journey, event: int) -> Outcome:
    row = get_object_or_404(Event, pk=event, verb__in=queries.RESTORED, data__journey=journey.pk)
    services.restore_removed(event=row, actor=request.member)
    return Outcome(_("It is back where it was."), focus=first_back(row))


def first_back(event: Event) -> str:
    data = event.data
    if data["stages"]:
        return f"menu-stage-{data['stages'][0]['id']}"
    if data["moments"]:
        return f"menu-moment-{data['moments'][0]['id']}"
    return f"place-{data['placements'][0]['id']}"


@changes
def journey_rename(request: MemberRequest, journey: Journey) -> Outcome:
    services.rename_journey(journey=journey, name=request.POST.get("name", ""), actor=request.member)
    return Outcome(_("The journey is now called “%(name)s”.") % {"name": journey.name})


@requires("journeys.write")
@require_POST
def journey_remove(request: MemberRequest, pk: int) -> HttpResponse:
    journey = get_object_or_404(Journey, pk=pk)
    services.remove_journey(journey=journey, actor=request.member)
    return redirect(f"{reverse('journeys:list')}?removed={journey.pk}")


@requires("journeys.write")
@require_POST
def journey_restore(request: MemberRequest, pk: int) -> HttpResponse:
    journey = get_object_or_404(Journey, pk=pk)
    services.restore_journey(journey=journey, actor=request.member)
    return redirect("journeys:map", journey.pk)
