"""What a person does in a case. Each step is one press, and the last one can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kohtaamo.conversations.models import Case, CaseStep, Cause
from kohtaamo.kit.calendar import open_after, open_between
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .opening import hours_now

State, Kind = Case.State, CaseStep.Kind
MOMENTS = ("reacted_at", "waiting_since", "closed_at", "close_by")
# Steps that people take; the others are told by the course of things.
TAKEN_BACK = (
    Kind.TAKEN, Kind.GIVEN, Kind.ATTEMPT, Kind.NOTE, Kind.WAITING, Kind.RESUMED, Kind.CAUSE, Kind.DONE,
    Kind.DROPPED, Kind.REOPENED,
)  # fmt: skip


class WrongStateError(ValueError):
    """The step does not follow from where the case stands now."""


class TakenError(ValueError):
    """Somebody else has it in hand already."""

    def __init__(self, owner: Member) -> None:
        super().__init__(owner.name)
        self.owner = owner


class UntoldError(ValueError):
    """A word is needed, and none was given."""


class NothingToUndoError(ValueError):
    """Nobody has taken a step that could be taken back."""


@transaction.atomic
def take(*, case: Case, actor: Member, now: datetime | None = None) -> Case:
    """The first one has it: `TakenError` for whoever comes after. Taking one's own again changes nothing."""
    kept = locked(case, *Case.OPEN)
    if kept.state != State.NEW and kept.owner is not None:
        if kept.owner_id != actor.pk:
            raise TakenError(kept.owner)
        return kept
    moment = now or timezone.now()
    return step(
        kept, Kind.TAKEN, actor, moment, state=State.TAKEN, owner_id=actor.pk, **reaction(kept, moment)
    )


@transaction.atomic
def give(*, case: Case, owner: Member, actor: Member | None, now: datetime | None = None) -> Case:
    kept = locked(case, *Case.OPEN)
    if kept.owner_id == owner.pk:
        return kept
    return step(kept, Kind.GIVEN, actor, now or timezone.now(), text=owner.name, owner_id=owner.pk)


@transaction.atomic
def note_attempt(
    *,
    case: Case,
    is_reached: bool,
    actor: Member | None,
    channel: str = "phone",
    text: str = "",
    now: datetime | None = None,
) -> Case:
    """That the customer was called or written to. The first attempt is a reaction, whether she was reached or not."""
    kept = locked(case, *Case.OPEN)
    moment = now or timezone.now()
    changes: dict[str, Any] = reaction(kept, moment)
    if kept.state == State.NEW:
        changes |= {"state": State.TAKEN, "owner_id": actor.pk if actor else kept.owner_id}
    line = {"text": text.strip(), "is_reached": is_reached, "channel": channel}
    return step(kept, Kind.ATTEMPT, actor, moment, line=line, **changes)


@transaction.atomic
def add_note(*, case: Case, text: str, actor: Member | None, now: datetime | None = None) -> Case:
    """Raises `UntoldError` for nothing."""
    if not text.strip():
        raise UntoldError
    return step(locked(case), Kind.NOTE, actor, now or timezone.now(), text=text)


@transaction.atomic
def wait(*, case: Case, actor: Member | None, now: datetime | None = None) -> Case:
    """For the customer's answer: meanwhile the time to close stands still."""
    kept = locked(case, State.NEW, State.TAKEN)
    moment = now or timezone.now()
    changes = {"state": State.WAITING, "waiting_since": moment, **reaction(kept, moment)}
    return step(kept, Kind.WAITING, actor, moment, **changes)


@transaction.atomic
def resume(*, case: Case, actor: Member | None, now: datetime | None = None) -> Case:
    """What was left of the time to close is left again."""
    kept = locked(case, State.WAITING)
    moment = now or timezone.now()
    return step(kept, Kind.RESUMED, actor, moment, state=State.TAKEN, **no_longer_waiting(kept, moment))


@transaction.atomic
def choose_cause(
    *, case: Case, cause: Cause | None, note: str, actor: Member | None, now: datetime | None = None
) -> Case:
    kept = locked(case)
    changes: dict[str, Any] = {"cause_id": cause.pk if cause else None, "cause_note": note.strip()[:500]}
    if all(getattr(kept, name) == value for name, value in changes.items()):
        return kept
    said = cause.name if cause else ""
    return step(kept, Kind.CAUSE, actor, now or timezone.now(), text=said, **changes)


@transaction.atomic
def finish(*, case: Case, done: str, actor: Member | None, now: datetime | None = None) -> Case:
    """`done` tells what was done; `UntoldError` without it. Her next answer tells whether it helped."""
    if not done.strip():
        raise UntoldError
    kept = locked(case, *Case.OPEN)
    moment = now or timezone.now()
    closing = {"state": State.DONE, "closed_at": moment, "done": done.strip()}
    unheard = {"is_recovered": None, "next_answer_id": None}
    changes = {**closing, **unheard, **reaction(kept, moment), **no_longer_waiting(kept, moment)}
    return step(kept, Kind.DONE, actor, moment, text=done, **changes)


@transaction.atomic
def drop(*, case: Case, why: str, actor: Member | None, now: datetime | None = None) -> Case:
    """Nothing is done; it stays readable and can be opened again."""
    kept = locked(case, *Case.OPEN)
    moment = now or timezone.now()
    changes = {"state": State.DROPPED, "closed_at": moment, **no_longer_waiting(kept, moment)}
    return step(kept, Kind.DROPPED, actor, moment, text=why, **changes)


@transaction.atomic
def reopen(*, case: Case, actor: Member | None, now: datetime | None = None) -> Case:
    kept = locked(case, State.DONE, State.DROPPED)
    state = State.TAKEN if kept.reacted_at else State.NEW
    return step(kept, Kind.REOPENED, actor, now or timezone.now(), state=state, closed_at=None)


@transaction.atomic
def step_back(*, case: Case, actor: Member | None) -> Case:
    """The last step that a person took is as if it had not been taken; its line stays, marked. `NothingToUndoError`."""
    kept = locked(case)
    last = kept.steps.filter(is_undone=False, kind__in=TAKEN_BACK).order_by("-happened_at", "-pk").first()
    if last is None:
        raise NothingToUndoError
    for name, value in last.before.items():
        setattr(kept, name, parse_datetime(value) if name in MOMENTS and value else value)
    kept.save()
    last.is_undone = True
    last.save(update_fields=["is_undone"])
    data = {"name": kept.touchpoint.name, "step": "undone", "was": last.kind, "state": kept.state}
    record("conversations.case_changed", subject_id=kept.pk, data=data, actor=actor)
    return kept


def step(
    case: Case,
    kind: str,
    actor: Member | None,
    now: datetime,
    *,
    text: str = "",
    line: dict[str, Any] | None = None,
    **changes: Any,
) -> Case:
    changed = {name: value for name, value in changes.items() if getattr(case, name) != value}
    before = {name: plain(getattr(case, name)) for name in changed}
    for name, value in changed.items():
        setattr(case, name, value)
    case.save()
    told = line or {"text": text.strip()}
    CaseStep.objects.create(case=case, kind=kind, actor=actor, happened_at=now, before=before, **told)
    data = {"name": case.touchpoint.name, "step": kind, "state": case.state, "owner": case.owner_id}
    record("conversations.case_changed", subject_id=case.pk, data=data, actor=actor)
    return case


def reaction(case: Case, now: datetime) -> dict[str, Any]:
    return {} if case.reacted_at else {"reacted_at": now}


def no_longer_waiting(case: Case, now: datetime) -> dict[str, Any]:
    if case.waiting_since is None:
        return {}
    hours = hours_now()
    waited = open_between(case.waiting_since, now, hours)
    later = open_after(case.close_by, waited, hours) if waited > timedelta() else case.close_by
    return {"waiting_since": None, "close_by": later}


def locked(case: Case, *states: str) -> Case:
    """The row as it is now, held until the transaction ends; `WrongStateError` unless in one of these states."""
    kept = Case.objects.select_for_update(of=("self",)).select_related("owner", "touchpoint").get(pk=case.pk)
    if states and kept.state not in states:
        raise WrongStateError(kept.state)
    return kept


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
