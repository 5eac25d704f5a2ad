"""Looking at what has come in, and raising an alert where a rule says so. Safe to repeat, whoever does it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule, Measurement
from kohtaamo.insight.numbers import state_of
from kohtaamo.insight.queries import Measured, measure
from kohtaamo.insight.where import measurements
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics.alarms import Step, follow
from kohtaamo.organisation.events import record
from kohtaamo.organisation.tenancy import across_organisations, working_for

from .design import (
    WEEK,
    alarm_kept,
    closing_after,
    counts_of,
    heard,
    level_kept,
    weeks,
    where_of,
)
from .rules import declare, target_for
from .wording import rule_name

# The target is compared with this many weeks together, so that there are answers enough to be sure.
WEEKS_OF_TARGET = 4
# An older value tells of yesterday's trouble: nobody could still put that meeting right.
FRESH = timedelta(days=7)
# Files bring in history; what is told one by one is worth a case of its own.
NOT_AT_ONCE = ("import",)
LATER = timedelta(hours=1)
AT_ONCE = 200
Kind = AlertRule.Kind

logger = logging.getLogger(__name__)


def watch_all(now: datetime | None = None) -> int:
    """Look at every rule of every organisation whose week has closed; returns how many were looked at."""
    moment = now or timezone.now()
    with across_organisations():
        waiting = AlertRule.objects.filter(is_active=True, next_at__lte=moment).order_by("next_at", "pk")
        keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    return sum(watch_one(key, moment) for key in keys)


def watch_one(key: int, now: datetime) -> bool:
    """One rule in one transaction: whoever moves `next_at` on is the only one to have looked."""
    try:
        with transaction.atomic(), across_organisations():
            rule = claim(key, now)
            if rule is None:
                return False
            with working_for(rule.organisation):
                look(rule, now)
                rule.next_at = closing_after(now)
                rule.save(update_fields=["next_at", "was_worse"])
    except Exception:
        logger.exception("rule %s could not be looked at", key)
        with across_organisations():
            AlertRule.objects.filter(pk=key).update(next_at=now + LATER)
        return False
    return True


def claim(key: int, now: datetime) -> AlertRule | None:
    rows = AlertRule.objects.filter(pk=key, is_active=True, next_at__lte=now).select_related("organisation")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


def look(rule: AlertRule, now: datetime) -> list[Alert]:
    """The alerts that the weeks closed by now give; those given before are not given again."""
    metric = METRICS.get(rule.metric)
    if metric is None:
        return []
    end = closing_after(now).date() - WEEK
    if rule.kind == Kind.TARGET and rule.false_alarm_every is None:
        declare(rule, metric, end)
    if rule.kind == Kind.CHANGE:
        return look_for_change(rule, metric, end, now)
    return look_at_target(rule, metric, end, now)


def look_for_change(rule: AlertRule, metric: Metric, end: date, now: datetime) -> list[Alert]:
    rows = weeks(metric, where_of(rule), rule.watched_from, end)
    known = told_of(rule)
    raised = []
    for row, step in zip(rows, charted(rule, metric, rows), strict=True):
        occasion = f"week {row.group['week'].isoformat()}"
        if step.alarm and occasion not in known:
            alert = tell(rule, occasion, figures_of_change(rule, row, step), now)
            raised += [alert] if alert else []
    return raised


def charted(rule: AlertRule, metric: Metric, rows: Iterable[Measured]) -> list[Step]:
    """The chart over these weeks, the same each time it is drawn; a week of too few answers moves nothing."""
    level = level_kept(rule)
    values = [
        level.standardised(metric.sample(counts_of(row)).value, row.n) if heard(row) else None for row in rows
    ]
    return follow(alarm_kept(rule), values)


def told_of(rule: AlertRule) -> set[str]:
    """Weeks already told of: each by its alert, or joined to one that was still open."""
    found: set[str] = set()
    for occasion, figures in rule.alerts.values_list("occasion", "figures"):
        found |= {occasion, *figures.get("again", ())}
    return found


def tell(rule: AlertRule, occasion: str, figures: dict[str, Any], now: datetime) -> Alert | None:
    """A new alert, or a line more in the one that somebody already has in hand."""
    in_hand = rule.alerts.exclude(state=Alert.State.CLOSED).order_by("-raised_at", "-pk").first()
    if in_hand is None:
        return raise_alert(rule, occasion, figures, now=now)
    in_hand.figures = {**in_hand.figures, "again": [*in_hand.figures.get("again", ()), occasion]}
    in_hand.save(update_fields=["figures"])
    return None


def figures_of_change(rule: AlertRule, row: Measured, step: Step) -> dict[str, Any]:
    return {
        **figures_of(row),
        "week": row.group["week"].isoformat(),
        "usual": rule.mean,
        "side": step.alarm,
        "gathered": round(max(step.up, step.down), 4),
        "threshold": rule.threshold,
    }


def figures_of(row: Measured) -> dict[str, Any]:
    estimate = row.estimate
    if estimate is None:
        return {"n": row.n}
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, "n": row.n}


def look_at_target(rule: AlertRule, metric: Metric, end: date, now: datetime) -> list[Alert]:
    """Only the turn to surely worse gives an alert; what stays worse is known already."""
    period = Period(end - WEEKS_OF_TARGET * WEEK, end)
    found = measure(metric, where=replace(where_of(rule), period=period))[0]
    target = target_for(metric, rule.parameters)
    state = state_of(metric, found.estimate, target)
    if state == "none":
        return []
    turned, rule.was_worse = state == "worse" and not rule.was_worse, state == "worse"
    if not turned:
        return []
    figures = {**figures_of(found), "target": target, "period": str(period)}
    alert = raise_alert(rule, f"week {(end - WEEK).isoformat()}", figures, now=now)
    return [alert] if alert else []


def look_at_values(first: int, last: int, *, now: datetime) -> list[Alert]:
    """Single bad values among the measurements of these keys, both ends included."""
    raised = []
    for rule in AlertRule.objects.filter(kind=Kind.LOW_SCORE, is_active=True):
        metric = METRICS.get(rule.metric)
        if metric is None:
            continue
        bad = bad_values(rule, metric).filter(pk__range=(first, last), happened_at__gte=now - FRESH)
        for row in bad.select_related("answer").order_by("pk"):
            alert = raise_alert(rule, occasion_of(row), {"value": row.value, "n": 1}, row)
            raised += [alert] if alert else []
    return raised


def bad_values(rule: AlertRule, metric: Metric) -> QuerySet[Measurement]:
    """At the limit or beyond, on the side that is worse in this metric."""
    is_bad = Q(value__lte=rule.limit) if metric.higher_is_better else Q(value__gte=rule.limit)
    rows = measurements(metric.kind, where_of(rule))
    return rows.filter(is_bad, recorded_at__gte=rule.created_at).exclude(source__in=NOT_AT_ONCE)


def occasion_of(row: Measurement) -> str:
    """The same for a value and its corrections, so that a case is never made twice."""
    if row.answer_id:
        return f"answer {row.answer_id} {row.question}"
    return f"encounter {row.encounter_id}" if row.encounter_id else f"value {row.pk}"


@transaction.atomic
def raise_alert(
    rule: AlertRule,
    occasion: str,
    figures: dict[str, Any],
    row: Measurement | None = None,
    *,
    now: datetime | None = None,
) -> Alert | None:
    """None when this occasion was told of before."""
    place = {"touchpoint": row.touchpoint_id, "happened_at": row.happened_at.isoformat()} if row else {}
    alert, is_new = Alert.objects.get_or_create(
        organisation_id=rule.organisation_id,
        rule=rule,
        occasion=occasion[:90],
        defaults={
            "figures": {**figures, **place},
            "answer_id": row.answer_id if row else None,
            "raised_at": now or timezone.now(),
        },
    )
    if not is_new:
        return None
    data = {
        "name": rule_name(rule),
        "rule": rule.pk,
        "kind": rule.kind,
        "metric": rule.metric,
        "owner": rule.owner_id,
        **alert.figures,
    }
    record("insight.alert_raised", subject_id=alert.pk, data=data)
    return alert
