"""What a person does with an alert. Each step can be taken back; the log keeps them all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.insight.models import Alert
from kohtaamo.insight.where import midnight, today
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .wording import rule_name

State = Alert.State
LONGEST_SNOOZE_DAYS = 366


class WrongStateError(ValueError):
    """The step does not follow from where the alert stands now."""


@transaction.atomic
def acknowledge(*, alert: Alert, actor: Member | None) -> Alert:
    """Somebody has it in hand."""
    kept = locked(alert, State.OPEN)
    kept.state, kept.acknowledged_by, kept.acknowledged_at = State.ACKNOWLEDGED, actor, timezone.now()
    kept.snoozed_until = None
    return keep(kept, "insight.alert_acknowledged", actor)


@transaction.atomic
def snooze(*, alert: Alert, until: date, actor: Member | None) -> Alert:
    """Out of sight until the morning of that day. `ValueError` for a day that has come, or too far away."""
    if not 0 < (until - today()).days <= LONGEST_SNOOZE_DAYS:
        raise ValueError("snooze until a day that is still to come, within a year")
    kept = locked(alert, State.OPEN, State.ACKNOWLEDGED)
    kept.snoozed_until = midnight(until)
    return keep(kept, "insight.alert_snoozed", actor, until=until.isoformat())


@transaction.atomic
def close(*, alert: Alert, done: str, actor: Member | None) -> Alert:
    """`done` tells what was done, or why nothing was."""
    kept = locked(alert, State.OPEN, State.ACKNOWLEDGED)
    kept.done, kept.state, kept.closed_at = done.strip(), State.CLOSED, timezone.now()
    kept.snoozed_until = None
    return keep(kept, "insight.alert_closed", actor, done=kept.done)


@transaction.atomic
def tell_what_was_done(*, alert: Alert, done: str, actor: Member | None) -> Alert:
    kept = locked(alert, *State)
    kept.done = done.strip()
    return keep(kept, "insight.alert_noted", actor, done=kept.done)


@transaction.atomic
def step_back(*, alert: Alert, actor: Member | None) -> Alert:
    """Awake again, or one state back: closed to where it was, in hand to open. What was written stays."""
    kept = locked(alert, *State)
    was = kept.state
    if kept.state == State.CLOSED:
        kept.state = State.ACKNOWLEDGED if kept.acknowledged_at else State.OPEN
        kept.closed_at = None
    elif kept.snoozed_until is not None:
        kept.snoozed_until = None
    elif kept.state == State.ACKNOWLEDGED:
        kept.state, kept.acknowledged_by, kept.acknowledged_at = State.OPEN, None, None
    else:
        raise WrongStateError(kept.state)
    return keep(kept, "insight.alert_reopened", actor, was=was)


def locked(alert: Alert, *states: str) -> Alert:
    kept = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if kept.state not in states:
        raise WrongStateError(kept.state)
    return kept


def keep(alert: Alert, verb: str, actor: Member | None, **facts: Any) -> Alert:
    alert.save()
    data = {"name": rule_name(alert.rule), "rule": alert.rule_id, "state": alert.state, **facts}
    record(verb, subject_id=alert.pk, data=data, actor=actor)
    return alert


def waiting(now: datetime) -> int:
    """How many alerts ask for somebody."""
    from_now = Alert.objects.filter(state=State.OPEN).exclude(snoozed_until__gt=now)
    return from_now.count()
