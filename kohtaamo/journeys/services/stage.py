from __future__ import annotations

from django.db import transaction

from kohtaamo.journeys.models import Journey, Moment, Stage
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Event, Member

from .order import clean_name, hold, moved, number
from .removal import record_removal


@transaction.atomic
def add_stage(
    *, journey: Journey, name: str, phase: str = "", position: int | None = None, actor: Member | None = None
) -> Stage:
    """A new stage with its first, nameless moment. Without a phase it takes that of the stage before it."""
    held = hold(journey.pk)
    rows = list(held.stages.all())
    place = len(rows) if position is None else max(0, min(position, len(rows)))
    before = rows[place - 1].phase if place else Stage.Phase.PRE
    stage = Stage.objects.create(
        organisation_id=held.organisation_id,
        journey=held,
        name=clean_name(name),
        phase=Stage.Phase(phase or before),
        position=place,
    )
    Moment.objects.create(organisation_id=held.organisation_id, stage=stage)
    number(moved(rows, stage, place))
    record(
        "journeys.stage_added",
        subject_id=stage.pk,
        data={"journey": held.pk, "name": stage.name},
        actor=actor,
    )
    return stage


@transaction.atomic
def change_stage(*, stage: Stage, name: str, phase: str, actor: Member | None = None) -> Stage:
    hold(stage.journey_id)
    stage.name, stage.phase = clean_name(name), Stage.Phase(phase)
    stage.save(update_fields=["name", "phase"])
    record(
        "journeys.stage_changed",
        subject_id=stage.pk,
        data={"journey": stage.journey_id, "name": stage.name, "phase": stage.phase},
        actor=actor,
    )
    return stage


@transaction.atomic
def move_stage(*, stage: Stage, position: int, actor: Member | None = None) -> Stage:
    """Only the place changes: the phase is what the stage is, not where it stands."""
    held = hold(stage.journey_id)
    number(moved(held.stages.all(), stage, position))
    record(
        "journeys.stage_moved",
        subject_id=stage.pk,
        data={"journey": held.pk, "name": stage.name, "position": stage.position},
        actor=actor,
    )
    return stage


@transaction.atomic
def remove_stage(*, stage: Stage, actor: Member | None = None) -> Event:
    """Returns the event that `restore_removed` undoes. Touchpoints stay, only their places go."""
    held = hold(stage.journey_id)
    event = record_removal(
        "journeys.stage_removed",
        subject_id=stage.pk,
        name=stage.name,
        journey=held,
        stages=Stage.objects.filter(pk=stage.pk),
        moments=stage.moments.all(),
        actor=actor,
    )
    Stage.objects.filter(pk=stage.pk).delete()
    number(held.stages.all())
    return event
