from __future__ import annotations

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
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .design import Prospect, closing_after, prospect, this_monday, where_from

FEWEST_WEEKS, MOST_WEEKS = 4, 520
Kind = AlertRule.Kind


class RuleRefusedError(ValueError):
    """No such alert can be kept; `field` says which part of what was asked is the reason."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


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
    on: date | None = None,
) -> AlertRule:
    """Begin to watch from the week of `on` (today). `RuleRefusedError` when the alert could not be honest."""
    monday = this_monday(on or today())
    rule = AlertRule(
        organisation_id=current_organisation_id(),
        kind=kind,
        metric=metric.key,
        parameters=parameters,
        owner=owner,
        actor=actor,
        watched_from=monday,
    )
    if kind == Kind.CHANGE:
        set_chart(rule, designed(metric, parameters, every=every, shift=shift, monday=monday))
        rule.every, rule.shift = every, shift
    elif kind == Kind.TARGET:
        if target_for(metric, parameters) is None:
            raise RuleRefusedError("kind")
    elif kind == Kind.LOW_SCORE:
        rule.limit = checked_limit(metric, limit)
    else:
        raise RuleRefusedError("kind")
    if kind != Kind.LOW_SCORE:
        rule.next_at = closing_after(timezone.now())
    rule.save()
    record("insight.alert_rule_made", subject_id=rule.pk, data=facts_of(rule), actor=actor)
    return rule


def designed(
    metric: Metric, parameters: dict[str, str], *, every: int, shift: float | None, monday: date
) -> Prospect:
    if shift is None or not isfinite(shift) or not 0 < shift <= metric.scale[1] - metric.scale[0]:
        raise RuleRefusedError("shift")
    if not FEWEST_WEEKS <= every <= MOST_WEEKS:
        raise RuleRefusedError("every")
    found = prospect(metric, where_from(parameters), every=every, shift=shift, before=monday)
    if found.obstacle:
        raise RuleRefusedError("metric")
    return found


def set_chart(rule: AlertRule, found: Prospect) -> None:
    level, alarm = found.level, found.alarm
    if level is None or alarm is None:
        raise RuleRefusedError("metric")
    rule.mean, rule.deviation, rule.spread = level.mean, level.deviation, level.spread
    rule.baseline_weeks, rule.answers_a_week = level.periods, level.answers_a_period
    rule.reference, rule.threshold = alarm.reference, alarm.threshold
    rule.unlucky_every, rule.delay = alarm.unlucky_every, alarm.delay


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
    set_chart(kept, designed(metric, kept.parameters, every=kept.every, shift=kept.shift, monday=monday))
    kept.watched_from = monday
    kept.save()
    record("insight.alert_rule_changed", subject_id=kept.pk, data=facts_of(kept), actor=actor)
    return kept


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
        "kind": rule.kind,
        "metric": rule.metric,
        "parameters": rule.parameters,
        "owner": rule.owner_id,
        "every": rule.every if rule.kind == Kind.CHANGE else None,
        "shift": rule.shift,
        "limit": rule.limit,
        "threshold": rule.threshold,
        "delay": rule.delay,
    }
