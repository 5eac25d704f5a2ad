from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert
from kohtaamo.insight.queries import current_organisation, effect
from kohtaamo.insight.where import EARLIEST
from kohtaamo.insight.where import today as day_now
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.statistics import Effect
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .models import Finding, Intervention, Verdict
from .needed_answers import SHORTEST_AFTER
from .queries import EXPECTATION, is_frozen

Status, Direction = Intervention.Status, Intervention.Direction

WINDOW_DAYS = 56
LONGEST_WINDOW = 366


class ActionRefusedError(ValueError):
    """What was asked makes no action that could be judged; `field` says which part of it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class WrongStatusError(ValueError):
    """The step does not follow from where the action stands now."""


class FrozenExpectationError(ValueError):
    """The result has been seen, so what was expected stays as it was said."""


@transaction.atomic
def note_finding(
    *, title: str, touchpoint: Touchpoint, metric: str = "", note: str = "", actor: Member | None = None
) -> Finding:
    if not title.strip():
        raise ActionRefusedError("title")
    finding = Finding.objects.create(
        organisation_id=current_organisation_id(),
        title=title.strip(),
        touchpoint=touchpoint,
        metric=metric,
        note=note,
        actor=actor,
    )
    facts = {"title": finding.title, "touchpoint": touchpoint.pk}
    record("improvement.finding_noted", subject_id=finding.pk, data=facts, actor=actor)
    return finding


@transaction.atomic
def start_action(
    *,
    title: str,
    touchpoint: Touchpoint,
    metric: str,
    direction: str,
    size: float,
    owner: Member | None = None,
    due: date | None = None,
    description: str = "",
    comparison: Touchpoint | None = None,
    finding: Finding | None = None,
    alert: Alert | None = None,
    window_days: int = WINDOW_DAYS,
    actor: Member | None = None,
) -> Intervention:
    """Plan an action and say what it should change; `size` is in the metric's unit. `ActionRefusedError`."""
    action = Intervention(
        organisation_id=current_organisation_id(),
        title=title.strip(),
        touchpoint=touchpoint,
        metric=metric,
        direction=direction,
        size=size,
        owner=owner,
        due=due,
        description=description.strip(),
        comparison=comparison,
        finding=finding,
        alert=alert,
        window_days=window_days,
    )
    check(action)
    action.save()
    record("improvement.action_started", subject_id=action.pk, data=facts_of(action), actor=actor)
    return action


def check(action: Intervention) -> None:
    metric = METRICS.get(action.metric)
    if not action.title:
        raise ActionRefusedError("title")
    if metric is None:
        raise ActionRefusedError("metric")
    if action.direction not in Direction.values:
        raise ActionRefusedError("direction")
    if not (isfinite(action.size) and 0 < action.size <= metric.scale[1] - metric.scale[0]):
        raise ActionRefusedError("size")
    if action.comparison_id is not None and action.comparison_id == action.touchpoint_id:
        raise ActionRefusedError("comparison")
    if not SHORTEST_AFTER <= action.window_days <= LONGEST_WINDOW:
        raise ActionRefusedError("window_days")


def facts_of(action: Intervention) -> dict[str, Any]:
    return {
        "title": action.title,
        "touchpoint": action.touchpoint_id,
        "metric": action.metric,
        "direction": action.direction,
        "size": action.size,
        "comparison": action.comparison_id,
        "window_days": action.window_days,
        "owner": action.owner_id,
        "due": action.due.isoformat() if action.due else None,
    }


@transaction.atomic
def change_action(*, intervention: Intervention, actor: Member | None = None, **changes: Any) -> Intervention:
    """Change title, description, owner, due, finding or alert, and the expectation as long as nothing was seen.

    `FrozenExpectationError` when the expectation would change too late; else as `start_action`.
    """
    action = locked(intervention)
    before = facts_of(action)
    for name, value in changes.items():
        if name not in {"title", "description", "owner", "due", "finding", "alert", *EXPECTATION}:
            raise TypeError(f"an action has no {name!r} to change")
        if name in EXPECTATION and getattr(action, name) != value and is_frozen(action):
            raise FrozenExpectationError(name)
        setattr(action, name, value.strip() if isinstance(value, str) else value)
    check(action)
    action.save()
    data = {**facts_of(action), "before": before}
    record("improvement.action_changed", subject_id=action.pk, data=data, actor=actor)
    return action


@transaction.atomic
def begin(
    *, intervention: Intervention, began_on: date | None = None, actor: Member | None = None
) -> Intervention:
    action = locked(intervention, Status.PLANNED)
    action.status, action.started_on = Status.UNDERWAY, began_on or day_now()
    action.save()
    record("improvement.action_begun", subject_id=action.pk, data={"title": action.title}, actor=actor)
    return action


@transaction.atomic
def mark_done(*, intervention: Intervention, done_on: date, actor: Member | None = None) -> Verdict:
    """From this day on the answers are "after". `ActionRefusedError` for a day still to come, or before any answer."""
    action = locked(intervention, Status.PLANNED, Status.UNDERWAY)
    if not EARLIEST <= done_on <= day_now():
        raise ActionRefusedError("done_on")
    action.status, action.done_on = Status.DONE, done_on
    action.save()
    data = {**facts_of(action), "done_on": done_on.isoformat()}
    record("improvement.action_done", subject_id=action.pk, data=data, actor=actor)
    return judge(intervention=action, today=day_now())


@transaction.atomic
def drop(*, intervention: Intervention, actor: Member | None = None) -> Intervention:
    """Decide not to do it; it stays readable and can be taken up again."""
    action = locked(intervention, Status.PLANNED, Status.UNDERWAY)
    action.status = Status.DROPPED
    action.save()
    record("improvement.action_dropped", subject_id=action.pk, data={"title": action.title}, actor=actor)
    return action


@transaction.atomic
def reopen(*, intervention: Intervention, actor: Member | None = None) -> Intervention:
    """One step back: done and dropped to where they were, under way to planned. Verdicts are kept."""
    action = locked(intervention, Status.UNDERWAY, Status.DONE, Status.DROPPED)
    data = {"title": action.title, "was": action.status}
    if action.status == Status.UNDERWAY:
        action.started_on = None
    action.status = Status.UNDERWAY if action.started_on else Status.PLANNED
    action.done_on = None
    action.save()
    record("improvement.action_reopened", subject_id=action.pk, data=data, actor=actor)
    return action


@transaction.atomic
def judge(*, intervention: Intervention, today: date) -> Verdict:
    """Whether it helped, by what is known today; a new row only when verdict, value or n have changed.

    Within one day the same verdict is brought up to date in place, so that a busy day is one line of history.
    """
    action = locked(intervention, Status.DONE)
    found = found_effect(action, today)
    fresh = as_verdict(action, found)
    newest = action.verdicts.first()
    if newest is not None and told(newest) == told(fresh):
        return newest
    if newest is not None and newest.verdict == fresh.verdict and same_day(newest, fresh):
        fresh.pk = newest.pk
    fresh.save()
    if newest is None or newest.verdict != fresh.verdict:
        data = {"title": action.title, "verdict": fresh.verdict, "value": fresh.value}
        record("improvement.action_judged", subject_id=action.pk, data=data)
    return fresh


def found_effect(action: Intervention, today: date) -> Effect:
    """`WrongStatusError` when it has no day of change."""
    if action.done_on is None:
        raise WrongStatusError(action.status)
    found = effect(
        METRICS[action.metric],
        touchpoint=action.touchpoint,
        changed_on=action.done_on,
        window_days=action.window_days,
        comparison=action.comparison,
        direction="up" if action.direction == Direction.UP else "down",
        size=action.size,
        today=today,
    )
    too_short = (today - action.done_on).days + 1 < SHORTEST_AFTER
    return replace(found, verdict="cannot_tell") if too_short else found


def as_verdict(action: Intervention, found: Effect) -> Verdict:
    """Without a finite interval or with too few answers there is no number, only how many were heard."""
    fewest = max(current_organisation().minimum_answers, 1)
    has_number = isfinite(found.low) and isfinite(found.high) and min(found.n_before, found.n_after) >= fewest
    return Verdict(
        organisation_id=action.organisation_id,
        intervention=action,
        verdict=found.verdict,
        strength=found.strength,
        design=found.formula if found.clusters else found.design,
        value=found.value if has_number else None,
        low=found.low if has_number else None,
        high=found.high if has_number else None,
        n_before=found.n_before,
        n_after=found.n_after,
    )


def told(verdict: Verdict) -> tuple[Any, ...]:
    numbers = (verdict.value, verdict.low, verdict.high)
    rounded = tuple(None if number is None else round(number, 9) for number in numbers)
    return (verdict.verdict, verdict.design, rounded, verdict.n_before, verdict.n_after)


def same_day(one: Verdict, other: Verdict) -> bool:
    return timezone.localdate(one.judged_at) == timezone.localdate(other.judged_at)


def locked(intervention: Intervention, *allowed: str) -> Intervention:
    """The row as it is now, held until the transaction ends; `WrongStatusError` unless in an allowed status."""
    action = Intervention.objects.select_for_update().get(pk=intervention.pk)
    if allowed and action.status not in allowed:
        raise WrongStatusError(action.status)
    return action
