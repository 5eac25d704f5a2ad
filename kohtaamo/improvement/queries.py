from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Event

from .models import Finding, Intervention, Verdict
from .wording import show_change, show_expectation, strength_in_short

Status = Intervention.Status
LATEST_ON_HOME = 5
DROPPED_SHOWN = 12
FINDINGS_READ = 40
# What makes the expectation; none of it may change once the result has been seen.
EXPECTATION = ("touchpoint", "comparison", "metric", "direction", "size", "window_days")


@dataclass(frozen=True, slots=True)
class Row:
    """An action as lists show it, with the newest verdict on it."""

    action: Intervention
    verdict: Verdict | None
    metric: Metric | None
    overdue_days: int = 0

    @property
    def change(self) -> str:
        return show_change(self.metric, self.verdict) if self.metric and self.verdict else ""

    @property
    def strength(self) -> str:
        is_judged = self.verdict is not None and self.verdict.verdict != "cannot_tell"
        return strength_in_short(self.action) if is_judged else ""

    @property
    def expectation(self) -> str:
        return show_expectation(self.metric, self.action) if self.metric else ""


@dataclass(frozen=True, slots=True)
class Board:
    planned: list[Row]
    underway: list[Row]
    done: list[Row]
    dropped: list[Row]

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.underway or self.done or self.dropped)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding as lists show it, with what it has led to: the newest action first, dropped ones left out."""

    finding: Finding
    metric: Metric | None
    actions: list[Row]


def findings(today: date) -> list[Noticed]:
    """The newest findings, those that wait for a decision first; as many queries for one as for all."""
    listed = list(Finding.objects.select_related("touchpoint", "actor")[:FINDINGS_READ])
    led_to: dict[int | None, list[Row]] = {finding.pk: [] for finding in listed}
    kept = Intervention.objects.filter(finding__in=listed).exclude(status=Status.DROPPED)
    for row in as_rows(with_people(kept), today):
        led_to[row.action.finding_id].append(row)
    noticed = [Noticed(one, METRICS.get(one.metric), led_to[one.pk]) for one in listed]
    return sorted(noticed, key=lambda one: bool(one.actions))


def from_finding(finding: Finding, today: date) -> list[Row]:
    """Everything the finding led to, newest first, also what was dropped."""
    return as_rows(with_people(Intervention.objects.filter(finding=finding)), today)


def board(today: date) -> Board:
    rows = as_rows(with_people(Intervention.objects.exclude(status=Status.DROPPED)), today)
    dropped = as_rows(with_people(Intervention.objects.filter(status=Status.DROPPED))[:DROPPED_SHOWN], today)
    by_status: dict[str, list[Row]] = {status: [] for status in Status.values}
    for row in rows:
        by_status[row.action.status].append(row)
    for status in (Status.PLANNED, Status.UNDERWAY):
        by_status[status].sort(key=lambda row: row.action.due or date.max)
    by_status[Status.DONE].sort(key=lambda row: row.action.done_on or date.min, reverse=True)
    return Board(by_status[Status.PLANNED], by_status[Status.UNDERWAY], by_status[Status.DONE], dropped)


def latest(today: date, limit: int = LATEST_ON_HOME) -> list[Row]:
    """The newest actions that have begun or been done."""
    begun = Intervention.objects.filter(status__in=[Status.UNDERWAY, Status.DONE])
    newest = with_people(begun).order_by(Coalesce("done_on", "started_on").desc(nulls_last=True), "-pk")
    return as_rows(newest[:limit], today)


def at_touchpoints(touchpoints: Iterable[Touchpoint], today: date) -> dict[int, list[Row]]:
    """Actions of each touchpoint that were not dropped: those still open first, then the newest done."""
    keys = [touchpoint.pk for touchpoint in touchpoints]
    found: dict[int, list[Row]] = {key: [] for key in keys}
    actions = Intervention.objects.filter(touchpoint__in=keys).exclude(status=Status.DROPPED)
    for row in as_rows(with_people(actions).order_by(F("done_on").desc(nulls_first=True), "-pk"), today):
        found[row.action.touchpoint_id].append(row)
    return found


def after_alert(alert: Alert, today: date) -> list[Row]:
    """What was begun because of an alert, newest first."""
    return as_rows(with_people(Intervention.objects.filter(alert=alert)), today)


def with_people(actions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """With what a row shows, and the key of its newest verdict, in one query."""
    newest = Verdict.objects.filter(intervention=OuterRef("pk")).order_by("-judged_at", "-pk")
    return actions.select_related("touchpoint", "comparison", "owner").annotate(
        newest_verdict=Subquery(newest.values("pk")[:1])
    )


def as_rows(actions: Iterable[Intervention], today: date) -> list[Row]:
    """Two queries for any number of actions."""
    listed = list(actions)
    keys = [key for action in listed if (key := newest_verdict(action)) and action.status == Status.DONE]
    verdicts = Verdict.objects.in_bulk(keys)
    return [
        Row(
            action=action,
            verdict=verdicts.get(newest_verdict(action) or 0) if action.status == Status.DONE else None,
            metric=METRICS.get(action.metric),
            overdue_days=overdue_days(action, today),
        )
        for action in listed
    ]


def newest_verdict(action: Any) -> int | None:
    key: int | None = action.newest_verdict
    return key


def overdue_days(action: Intervention, today: date) -> int:
    """Days past the due date of what is not done yet; 0 when there is no hurry."""
    if action.due is None or action.status not in (Status.PLANNED, Status.UNDERWAY):
        return 0
    return max((today - action.due).days, 0)


def is_frozen(action: Intervention) -> bool:
    """The expectation is said beforehand: once done, or once an effect was seen, it stays as it was said."""
    return action.status == Status.DONE or action.verdicts.filter(value__isnull=False).exists()


def last_day_compared(action: Intervention) -> date | None:
    return action.done_on + timedelta(days=action.window_days - 1) if action.done_on else None


def history(action: Intervention) -> list[Event]:
    """What was done to the action, newest first."""
    events = Event.objects.filter(verb__startswith="improvement.action_", subject_id=action.pk)
    return list(events.select_related("actor").order_by("-pk"))


def waiting_for_answers(touchpoints: Sequence[int]) -> QuerySet[Intervention]:
    """Done actions whose verdict may change when something was heard at these touchpoints."""
    heard = Q(touchpoint__in=touchpoints) | Q(comparison__in=touchpoints)
    return Intervention.objects.filter(heard, status=Status.DONE).order_by("pk")
