from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kohtaamo.journeys.models import Moment, Stage
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Event, Member

from .order import clean_name, hold, moved, number
from .removal import record_removal


@transaction.atomic
def add_moment(*, stage: Stage, name: str, actor: Member | None = None) -> Moment:
    held = hold(stage.journey_id)
    moment = Moment.objects.create(
        organisation_id=held.organisation_id,
        stage=stage,
        name=clean_name(name),
        position=stage.moments.count(),
    )
    record(
        "journeys.moment_added",
        subject_id=moment.pk,
        data={"journey": held.pk, "name": moment.name},
        actor=actor,
    )
    return moment


@transaction.atomic
def name_moment(*, moment: Moment, name: str, actor: Member | None = None) -> Moment:
    """An empty name is allowed: the moment then stands without a heading."""
    held = hold(moment.stage.journey_id)
    moment.name = clean_name(name, may_be_empty=True)
    moment.save(update_fields=["name"])
    record(
        "journeys.moment_named",
        subject_id=moment.pk,
        data={"journey": held.pk, "name": moment.name},
        actor=actor,
    )
    return moment


@transaction.atomic
def mark_moment_of_truth(*, moment: Moment, is_moment_of_truth: bool, actor: Member | None = None) -> Moment:
    held = hold(moment.stage.journey_id)
    moment.is_moment_of_truth = is_moment_of_truth
    moment.save(update_fields=["is_moment_of_truth"])
    record(
        "journeys.moment_of_truth_marked",
        subject_id=moment.pk,
        data={"journey": held.pk, "name": moment.name, "is_moment_of_truth": is_moment_of_truth},
        actor=actor,
    )
    return moment


@transaction.atomic
def move_moment(*, moment: Moment, stage: Stage, position: int, actor: Member | None = None) -> Moment:
    """To a place in its own stage or in another stage of the same journey; its touchpoints go along."""
    held = hold(moment.stage.journey_id)
    if stage.journey_id != held.pk:
        raise ValidationError(_("A service moment moves only within its own journey."))
    left = moment.stage
    if stage.pk != left.pk:
        keep_one_moment(left)
        moment.stage = stage
        moment.save(update_fields=["stage"])
    number(moved(stage.moments.all(), moment, position))
    if stage.pk != left.pk:
        number(left.moments.all())
    record(
        "journeys.moment_moved",
        subject_id=moment.pk,
        data={"journey": held.pk, "name": moment.name, "stage": stage.pk, "position": moment.position},
        actor=actor,
    )
    return moment


@transaction.atomic
def remove_moment(*, moment: Moment, actor: Member | None = None) -> Event:
    """Returns the event that `restore_removed` undoes."""
    held = hold(moment.stage.journey_id)
    keep_one_moment(moment.stage)
    rows = Moment.objects.filter(pk=moment.pk)
    event = record_removal(
        "journeys.moment_removed",
        subject_id=moment.pk,
        name=moment.name,
        journey=held,
        moments=rows,
        actor=actor,
    )
    rows.delete()
    number(moment.stage.moments.all())
    return event


def keep_one_moment(stage: Stage) -> None:
    """Touchpoints stand in moments, so a stage without one could hold nothing."""
    if stage.moments.count() <= 1:
        raise ValidationError(_("This is the only service moment of its stage, so it stays."))
