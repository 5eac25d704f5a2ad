from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import AlertRule
from kohtaamo.insight.queries import target_of, targets
from kohtaamo.insight.where import today
from kohtaamo.kit.statistics.alarms import ChartKind
from kohtaamo.kit.statistics.usual_level import UsualLevel
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .design import (
    Prospect,
    chart_of,
    closing_after,
    even_weeks_at_target,
    level_kept,
    prospect,
    prospect_of_target,
    this_monday,
    usual_shift,
    where_from,
)
from .wording import rule_name

FEWEST_WEEKS, MOST_WEEKS = 4, 520
COMPUTED = (
    "limit",
    "shift",
    "mean",
    "deviation",
    "spread",
    "baseline_weeks",
    "answers_a_week",
    "reference",
    "threshold",
    "unlucky_every",
    "delay",
    "false_alarm_every",
)
Kind = AlertRule.Kind


class RuleRefusedError(ValueError):
    """No such alert can be kept; `field` says which part of what was asked is the reason."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What gives the alert and how surely; which of the numbers matter depends on the kind."""

    kind: str
    metric: Metric
    parameters: dict[str, str]
    every: int = 52
    shift: float | None = None
    limit: float | None = None
    chart: ChartKind = "cusum"


@transaction.atomic
def make_rule(
    *,
    kind: str,
    metric: Metric,
    parameters: dict[str, str],
    owner: Member | None,
    actor: Member | None,
    every: int = 52,
    shift: float | None = None,
    limit: float | None = None,
    chart: ChartKind = "cusum",
    on: date | None = None,
) -> AlertRule:
    """Begin to watch from the week of `on` (today). `RuleRefusedError` when the alert could not be honest."""
    rule = AlertRule(organisation_id=current_organisation_id(), owner=owner, actor=actor)
    wanted = Wanted(
        kind=kind,
        metric=metric,
        parameters=parameters,
        every=every,
        shift=shift,
        limit=limit,
        chart=chart,
    )
    set_up(rule, wanted, this_monday(on or today()))
    rule.save()
    record("insight.alert_rule_made", subject_id=rule.pk, data=facts_of(rule), actor=actor)
    return rule


@transaction.atomic
def change_rule(*, rule: AlertRule, wanted: Wanted, owner: Member | None, actor: Member | None) -> bool:
    """Whether anything was computed anew; alarms told stay as they were.

    A rule that has told alarms goes on watching the same, so that those stay true: `RuleRefusedError` otherwise.
    What is usual is learnt anew only with what is watched; a chart computed anew begins this week.
    """
    kept = locked(rule)
    before = facts_of(kept)
    if not watches_same(kept, wanted) and has_told(kept):
        raise RuleRefusedError("kind")
    monday = this_monday(today())
    is_anew = not watches_same(kept, wanted)
    if is_anew:
        set_up(kept, wanted, monday)
    elif kept.kind == Kind.CHANGE:
        is_anew = (kept.every, kept.shift, kept.chart) != (wanted.every, wanted.shift, wanted.chart)
        if is_anew:
            set_chart(kept, wanted, designed(wanted, monday=monday, level=level_kept(kept)))
            kept.watched_from = monday
    elif kept.kind == Kind.TARGET:
        is_anew = wanted.shift is not None and kept.shift != wanted.shift
        if is_anew:
            set_turn(kept, wanted, monday)
    else:
        is_anew = kept.limit != wanted.limit
        kept.limit = checked_limit(wanted.metric, wanted.limit)
    kept.owner = owner
    kept.save()
    data = {**facts_of(kept), "before": before}
    record("insight.alert_rule_changed", subject_id=kept.pk, data=data, actor=actor)
    return is_anew


def has_told(rule: AlertRule) -> bool:
    return rule.alerts.exists()


def watches_same(rule: AlertRule, wanted: Wanted) -> bool:
    known = (rule.kind, rule.metric, rule.parameters)
    return known == (wanted.kind, wanted.metric.key, wanted.parameters)


def set_up(rule: AlertRule, wanted: Wanted, monday: date) -> None:
    """Everything that the rule is about, computed from the weeks before `monday`."""
    for name in COMPUTED:
        setattr(rule, name, None)
    rule.kind, rule.metric, rule.parameters = wanted.kind, wanted.metric.key, wanted.parameters
    rule.watched_from, rule.was_worse = monday, False
    if wanted.kind == Kind.CHANGE:
        set_chart(rule, wanted, designed(wanted, monday=monday))
    elif wanted.kind == Kind.TARGET:
        if target_for(wanted.metric, wanted.parameters) is None:
            raise RuleRefusedError("kind")
        set_turn(rule, wanted, monday)
    elif wanted.kind == Kind.LOW_SCORE:
        rule.limit = checked_limit(wanted.metric, wanted.limit)
    else:
        raise RuleRefusedError("kind")
    rule.next_at = None if wanted.kind == Kind.LOW_SCORE else closing_after(timezone.now())


def designed(wanted: Wanted, *, monday: date, level: UsualLevel | None = None) -> Prospect:
    metric, every, shift = wanted.metric, wanted.every, checked_shift(wanted.metric, wanted.shift)
    if not FEWEST_WEEKS <= every <= MOST_WEEKS:
        raise RuleRefusedError("every")
    where = where_from(wanted.parameters)
    found = prospect(metric, where, every=every, shift=shift, before=monday, chart=wanted.chart, level=level)
    if found.obstacle:
        raise RuleRefusedError("metric")
    return found


def checked_shift(metric: Metric, shift: float | None) -> float:
    if shift is None or not isfinite(shift) or not 0 < shift <= metric.scale[1] - metric.scale[0]:
        raise RuleRefusedError("shift")
    return shift


def set_chart(rule: AlertRule, wanted: Wanted, found: Prospect) -> None:
    level, alarm = found.level, found.alarm
    if level is None or alarm is None:
        raise RuleRefusedError("metric")
    rule.every, rule.shift, rule.chart = wanted.every, wanted.shift, wanted.chart
    set_level(rule, level)
    rule.reference, rule.threshold = alarm.reference, alarm.threshold
    rule.unlucky_every, rule.delay = alarm.unlucky_every, alarm.delay


def set_level(rule: AlertRule, level: UsualLevel) -> None:
    rule.mean, rule.deviation, rule.spread = level.mean, level.deviation, level.spread
    rule.baseline_weeks, rule.answers_a_week = level.periods, level.answers_a_period


def set_turn(rule: AlertRule, wanted: Wanted, monday: date) -> None:
    """Without a history the false alarms are those of even weeks, and how soon it finds anything is not known."""
    usual = usual_shift(wanted.metric) if wanted.shift is None else wanted.shift
    rule.shift = checked_shift(wanted.metric, usual)
    where = where_from(wanted.parameters)
    found = prospect_of_target(wanted.metric, where, shift=rule.shift, before=monday)
    if found.level is None or found.turn is None:
        rule.false_alarm_every, rule.delay = even_weeks_at_target(), None
        return
    set_level(rule, found.level)
    rule.false_alarm_every, rule.delay = found.turn.false_alarm_every, found.turn.delay


def declare(rule: AlertRule, metric: Metric, monday: date) -> None:
    """What a rule of a target that was set up before it had to tell promises, from the weeks before `monday`."""
    set_turn(rule, wanted_of(rule, metric), monday)
    rule.save()


def checked_limit(metric: Metric, limit: float | None) -> float:
    """A bad value is shown to a person, so there is none where answers of our own people are protected."""
    if metric.protects_people:
        raise RuleRefusedError("metric")
    if limit is None or not isfinite(limit):
        raise RuleRefusedError("limit")
    if metric.answers and not metric.answers[0] <= limit <= metric.answers[-1]:
        raise RuleRefusedError("limit")
    return limit


def target_for(metric: Metric, parameters: dict[str, str]) -> float | None:
    return target_of(targets([metric]), metric, where_from(parameters).touchpoint)


@transaction.atomic
def learn_anew(*, rule: AlertRule, actor: Member | None) -> AlertRule:
    """What has been heard lately becomes the usual level; watching begins from this week. `RuleRefusedError`."""
    kept = locked(rule)
    metric = METRICS.get(kept.metric)
    if kept.kind != Kind.CHANGE or metric is None:
        raise RuleRefusedError("kind")
    monday = this_monday(today())
    wanted = wanted_of(kept, metric)
    set_chart(kept, wanted, designed(wanted, monday=monday))
    kept.watched_from = monday
    kept.save()
    record("insight.alert_rule_changed", subject_id=kept.pk, data=facts_of(kept), actor=actor)
    return kept


def wanted_of(rule: AlertRule, metric: Metric) -> Wanted:
    return Wanted(
        kind=rule.kind,
        metric=metric,
        parameters=rule.parameters,
        every=rule.every,
        shift=rule.shift,
        limit=rule.limit,
        chart=chart_of(rule),
    )


@transaction.atomic
def stop_rule(*, rule: AlertRule, actor: Member | None) -> AlertRule:
    kept = locked(rule)
    kept.is_active = False
    kept.save()
    record("insight.alert_rule_stopped", subject_id=kept.pk, data=facts_of(kept), actor=actor)
    return kept


@transaction.atomic
def resume_rule(*, rule: AlertRule, actor: Member | None) -> AlertRule:
    """Go on watching; the weeks in between are looked at too."""
    kept = locked(rule)
    kept.is_active = True
    kept.save()
    record("insight.alert_rule_resumed", subject_id=kept.pk, data=facts_of(kept), actor=actor)
    return kept


def locked(rule: AlertRule) -> AlertRule:
    return AlertRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)


def facts_of(rule: AlertRule) -> dict[str, Any]:
    return {
        "name": rule_name(rule),
        "kind": rule.kind,
        "metric": rule.metric,
        "parameters": rule.parameters,
        "owner": rule.owner_id,
        "every": rule.every if rule.kind == Kind.CHANGE else None,
        "chart": rule.chart if rule.kind == Kind.CHANGE else None,
        "shift": rule.shift,
        "limit": rule.limit,
        "threshold": rule.threshold,
        "delay": rule.delay,
        "false_alarm_every": rule.false_alarm_every,
    }
