"""What an alert of change would promise, from the organisation's own weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from kohtaamo.insight.filters import filter_of
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.models import AlertRule
from kohtaamo.insight.queries import Measured, trend
from kohtaamo.insight.where import Where, today, zone
from kohtaamo.kit.periods import Period, bucket_start
from kohtaamo.kit.statistics import Counts
from kohtaamo.kit.statistics.alarms import Alarm, ChartKind, design_alarm
from kohtaamo.kit.statistics.turns import Turn, design_turn
from kohtaamo.kit.statistics.usual_level import FEWEST_PERIODS, UsualLevel, usual_level

# Half a year: long enough to know what is usual, short enough to be about the present.
BASELINE_WEEKS = 26
# A twentieth of the scale: 10 points of NPS, 5 percentage points of a share.
PARTS_OF_SCALE = 20
# Below this a week's value is too coarse to be standardised, whatever the organisation shows.
FEWEST_ANSWERS = 5
WEEK = timedelta(days=7)
# A week is looked at when its last answers have had the night to arrive.
LATE_HOURS = time(3, 0)

Obstacle = Literal["", "few_weeks", "few_answers", "alike"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """`obstacle` tells why there can be no such alert; else `level` and `alarm`, or `turn` of a target, are there."""

    level: UsualLevel | None = None
    alarm: Alarm | None = None
    turn: Turn | None = None
    weeks_heard: int
    answers_a_week: float
    obstacle: Obstacle = ""

    @property
    def fewest_weeks(self) -> int:
        return FEWEST_PERIODS

    @property
    def is_slow(self) -> bool:
        """The change would be found more seldom than a false alarm comes: the alert would tell little."""
        return self.alarm is not None and self.alarm.delay > self.alarm.false_alarm_every / 2


def usual_shift(metric: Metric) -> float:
    return round((metric.scale[1] - metric.scale[0]) / PARTS_OF_SCALE, 2)


def this_monday(day: date) -> date:
    return bucket_start(day, "week")


def closing_after(moment: datetime) -> datetime:
    """The next moment when a week can be looked at."""
    monday = this_monday(moment.astimezone(zone()).date())
    closing = closing_of(monday)
    return closing if closing > moment else closing_of(monday + WEEK)


def closing_of(monday: date) -> datetime:
    """When the week that ended on the Sunday before is looked at."""
    return datetime.combine(monday, LATE_HOURS, tzinfo=zone())


def where_of(rule: AlertRule) -> Where:
    """The answers the rule is about, of any time."""
    return where_from(rule.parameters)


def where_from(parameters: dict[str, str]) -> Where:
    return replace(filter_of(QueryDict(urlencode(parameters)), today=today()).where, period=None)


def heard(row: Measured) -> bool:
    return row.estimate is not None and row.n >= FEWEST_ANSWERS


def weeks(metric: Metric, where: Where, first: date, end: date) -> list[Measured]:
    """Whole weeks from the Monday `first` up to, not including, the Monday `end`."""
    if first >= end:
        return []
    return trend(metric, replace(where, period=Period(first, end)), "week")


def prospect(
    metric: Metric,
    where: Where,
    *,
    every: int,
    shift: float,
    before: date,
    chart: ChartKind = "cusum",
    level: UsualLevel | None = None,
) -> Prospect:
    """From the weeks before the Monday `before`, or with a `level` that is known already.

    `shift` > 0 is in the metric's unit, `every` in weeks.
    """
    found = levelled(level) if level else learnt(metric, where, before)
    if found.level is None:
        return found
    error = found.level.error(found.level.answers_a_period)
    alarm = design_alarm(every=every, shift=shift / error, baseline=found.level.periods, kind=chart)
    return replace(found, alarm=alarm)


def prospect_of_target(metric: Metric, where: Where, *, shift: float, before: date) -> Prospect:
    """What a comparison of the four last weeks with a target would give."""
    found = learnt(metric, where, before)
    if found.level is None:
        return found
    error = found.level.error(found.level.answers_a_period)
    return replace(found, turn=design_turn(shift=shift / error, spread=found.level.spread))


def even_weeks_at_target() -> float:
    """Weeks to a false alarm at the target when weeks vary no more than their answers explain."""
    return design_turn(shift=1.0).false_alarm_every


def levelled(level: UsualLevel) -> Prospect:
    return Prospect(level=level, weeks_heard=level.periods, answers_a_week=level.answers_a_period)


def learnt(metric: Metric, where: Where, before: date) -> Prospect:
    """The usual level of the weeks before, or why there is none."""
    rows = weeks(metric, where, before - BASELINE_WEEKS * WEEK, before)
    known = [row for row in rows if heard(row)]
    with_any = [row for row in rows if row.n]
    usual_n = sorted(row.n for row in with_any)[len(with_any) // 2] if with_any else 0
    found = Prospect(weeks_heard=len(known), answers_a_week=usual_n)
    if len(known) < FEWEST_PERIODS:
        return replace(found, obstacle="few_answers" if len(with_any) >= FEWEST_PERIODS else "few_weeks")
    level = level_of(metric, known)
    if level is None:
        return replace(found, obstacle="alike")
    return replace(found, level=level, answers_a_week=level.answers_a_period)


def level_of(metric: Metric, known: Sequence[Measured]) -> UsualLevel | None:
    """None when all answers are alike, so that nothing could be called usual variation."""
    together: dict[float, int] = {}
    for row in known:
        for value, count in row.counts.items():
            together[value] = together.get(value, 0) + count
    samples = [metric.sample(counts_of(row)) for row in known]
    try:
        return usual_level(samples, metric.sample(together))
    except ValueError:
        return None


def counts_of(row: Measured) -> Counts:
    return dict(row.counts)


def level_kept(rule: AlertRule) -> UsualLevel:
    """As it was when the rule was set up; `ValueError` for a rule that is not of change."""
    if rule.mean is None or rule.deviation is None or rule.spread is None:
        raise ValueError("only a rule of change has a usual level")
    return UsualLevel(
        mean=rule.mean,
        deviation=rule.deviation,
        spread=rule.spread,
        periods=rule.baseline_weeks or 0,
        answers_a_period=rule.answers_a_week or 0.0,
    )


def chart_of(rule: AlertRule) -> ChartKind:
    return rule.chart  # type: ignore[return-value]  # its choices are the kinds


def alarm_kept(rule: AlertRule) -> Alarm:
    """As it was computed when the rule was set up; `ValueError` for a rule that is not of change."""
    if rule.reference is None or rule.threshold is None or rule.shift is None:
        raise ValueError("only a rule of change has a chart")
    return Alarm(
        kind=chart_of(rule),
        reference=rule.reference,
        threshold=rule.threshold,
        shift=rule.shift / level_kept(rule).error(rule.answers_a_week or 1.0),
        baseline=rule.baseline_weeks,
        false_alarm_every=rule.every,
        unlucky_every=rule.unlucky_every or rule.every,
        delay=rule.delay or 0.0,
    )
