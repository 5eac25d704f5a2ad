from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kohtaamo.journeys.models import Journey, Moment, Placement, Service, Stage
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .order import Ordered, clean_name, hold


@dataclass(frozen=True, slots=True)
class NewStage:
    name: str
    phase: str = Stage.Phase.CORE


@transaction.atomic
def draw_journey(
    *, name: str, service_name: str, stages: Sequence[NewStage] = (), actor: Member | None = None
) -> Journey:
    service = service_of_name(clean_name(service_name))
    journey = Journey.objects.create(
        organisation_id=service.organisation_id, service=service, name=clean_name(name)
    )
    rows = Stage.objects.bulk_create(
        Stage(
            organisation_id=journey.organisation_id,
            journey=journey,
            name=clean_name(stage.name),
            phase=Stage.Phase(stage.phase),
            position=position,
        )
        for position, stage in enumerate(stages)
    )
    Moment.objects.bulk_create(Moment(organisation_id=row.organisation_id, stage=row) for row in rows)
    record("journeys.journey_drawn", subject_id=journey.pk, data={"name": journey.name}, actor=actor)
    return journey


def service_of_name(name: str) -> Service:
    """The service of this name, whatever its capitals; a new one if there is none."""
    wanted = name.casefold()
    found = next((one for one in Service.objects.all() if one.name.casefold() == wanted), None)
    if found is None:
        found = Service(name=name)
        found.save()
    return found


@transaction.atomic
def rename_journey(*, journey: Journey, name: str, actor: Member | None = None) -> Journey:
    """The current and the ideal state are one journey to people: they share the name."""
    tidy = clean_name(name)
    held = hold(journey.pk)
    root = held.ideal_of_id or held.pk
    Journey.objects.filter(pk=root).update(name=tidy)
    Journey.objects.filter(ideal_of=root).update(name=tidy)
    record("journeys.journey_renamed", subject_id=held.pk, data={"name": tidy, "was": held.name}, actor=actor)
    journey.name = tidy
    return journey


@transaction.atomic
def remove_journey(*, journey: Journey, actor: Member | None = None) -> Journey:
    """Puts the journey away; its touchpoints and what was heard at them stay. Doing it twice is no error."""
    journey = Journey.objects.select_for_update().get(pk=journey.pk)
    if journey.removed_at is None:
        journey.removed_at = timezone.now()
        journey.save(update_fields=["removed_at"])
        record("journeys.journey_removed", subject_id=journey.pk, data={"name": journey.name}, actor=actor)
    return journey


@transaction.atomic
def restore_journey(*, journey: Journey, actor: Member | None = None) -> Journey:
    journey = Journey.objects.select_for_update().get(pk=journey.pk)
    if journey.removed_at is not None:
        journey.removed_at = None
        journey.save(update_fields=["removed_at"])
        record("journeys.journey_restored", subject_id=journey.pk, data={"name": journey.name}, actor=actor)
    return journey


@transaction.atomic
def copy_as_ideal(*, journey: Journey, actor: Member | None = None) -> Journey:
    """The ideal state begins as a copy of the current one, with the same touchpoints in its own places.

    A journey has one ideal state: when it stands already, it is returned as it is.
    """
    current = hold(journey.ideal_of_id or journey.pk)
    standing = Journey.objects.filter(ideal_of=current, removed_at=None).first()
    if standing is not None:
        return standing
    ideal = Journey.objects.create(
        organisation_id=current.organisation_id,
        service_id=current.service_id,
        name=current.name,
        kind=Journey.Kind.IDEAL,
        ideal_of=current,
    )
    copy_places(current, ideal)
    record(
        "journeys.ideal_drawn",
        subject_id=ideal.pk,
        data={"journey": current.pk, "name": ideal.name},
        actor=actor,
    )
    return ideal


def copy_places(source: Journey, target: Journey) -> None:
    stages = list(Stage.objects.filter(journey=source))
    moments = list(Moment.objects.filter(stage__journey=source))
    placements = list(Placement.objects.filter(moment__stage__journey=source))
    new_stages = {row.pk: copied(row, journey_id=target.pk) for row in stages}
    Stage.objects.bulk_create(new_stages.values())
    new_moments = {row.pk: copied(row, stage_id=new_stages[row.stage_id].pk) for row in moments}
    Moment.objects.bulk_create(new_moments.values())
    Placement.objects.bulk_create(copied(row, moment_id=new_moments[row.moment_id].pk) for row in placements)


def copied(row: Ordered, **changes: int) -> Ordered:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001
    return type(row)(**{**values, "id": None, **changes})
