"""Removing without asking "are you sure": the event of a removal carries what is needed to undo it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kohtaamo.journeys.models import Journey, Moment, Placement, Stage
from kohtaamo.journeys.queries import RESTORED
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Event, Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .order import hold, number

STAGE = ("id", "journey_id", "name", "phase", "position")
MOMENT = ("id", "stage_id", "name", "is_moment_of_truth", "position")
PLACEMENT = ("id", "moment_id", "touchpoint_id", "position")


def record_removal(
    verb: str,
    *,
    subject_id: int,
    name: str,
    journey: Journey,
    stages: QuerySet[Stage] | None = None,
    moments: QuerySet[Moment] | None = None,
    placements: QuerySet[Placement] | None = None,
    actor: Member | None,
) -> Event:
    """Writes down the rows before they go; a moment's placements go with it."""
    if placements is None:
        placements = Placement.objects.filter(moment__in=[row.pk for row in moments or ()])
    data: dict[str, Any] = {
        "journey": journey.pk,
        "name": name,
        "stages": list(stages.values(*STAGE)) if stages is not None else [],
        "moments": list(moments.values(*MOMENT)) if moments is not None else [],
        "placements": list(placements.values(*PLACEMENT)),
    }
    return record(verb, subject_id=subject_id, data=data, actor=actor)


@transaction.atomic
def restore_removed(*, event: Event, actor: Member | None = None) -> Journey:
    """Brings back what the event removed, as the same rows in the same places. Undoing twice changes nothing.

    Raises `ValidationError` when the place it stood in has itself been removed since.
    """
    if event.verb not in RESTORED:
        raise ValidationError(_("This can't be undone."))
    journey = hold(event.data["journey"])
    stages, moments, placements = (event.data[key] for key in ("stages", "moments", "placements"))
    check_standing(moments, known={row["id"] for row in stages}, table=Stage, key="stage_id")
    check_standing(placements, known={row["id"] for row in moments}, table=Moment, key="moment_id")
    organisation = current_organisation_id()
    Stage.objects.bulk_create(
        [Stage(organisation_id=organisation, **row) for row in stages], ignore_conflicts=True
    )
    Moment.objects.bulk_create(
        [Moment(organisation_id=organisation, **row) for row in moments], ignore_conflicts=True
    )
    Placement.objects.bulk_create(
        [Placement(organisation_id=organisation, **row) for row in placements], ignore_conflicts=True
    )
    settle_order(journey, stages, moments, placements)
    data = {"journey": journey.pk, "name": event.data.get("name", "")}
    record(RESTORED[event.verb], subject_id=event.subject_id, data=data, actor=actor)
    return journey


def check_standing(
    rows: list[dict[str, Any]], *, known: set[int], table: type[Stage | Moment], key: str
) -> None:
    needed = {row[key] for row in rows} - known
    if len(needed) != table.objects.filter(pk__in=needed).count():
        raise ValidationError(_("The place it stood in has been removed too. Bring that back first."))


def settle_order(
    journey: Journey,
    stages: list[dict[str, Any]],
    moments: list[dict[str, Any]],
    placements: list[dict[str, Any]],
) -> None:
    """What came back takes its old position; a neighbour that had moved there steps aside."""
    if stages:
        number(back_first(journey.stages.all(), stages))
    for key in {row["stage_id"] for row in moments}:
        number(back_first(Moment.objects.filter(stage=key), moments))
    for key in {row["moment_id"] for row in placements}:
        number(back_first(Placement.objects.filter(moment=key), placements))


def back_first(rows: QuerySet[Any], back: list[dict[str, Any]]) -> list[Any]:
    returned = {row["id"] for row in back}
    return sorted(rows, key=lambda row: (row.position, row.pk not in returned, row.pk))
