"""Why something should be done at a touchpoint: its number is below the target, or has fallen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kohtaamo.insight.changes import WATCHED
from kohtaamo.insight.charts import language
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.numbers import state_of
from kohtaamo.insight.queries import Measured, measure_touchpoints, target_of, targets
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import answers_to_detect, difference
from kohtaamo.kit.text import show_range

from .needed_answers import (
    VALUE_DAYS,
    days_for,
    enough,
    usual_change,
    variance_of_an_answer,
    widest_variance,
)

Reason = Literal["target", "trend", "none"]


@dataclass(frozen=True, slots=True)
class Concern:
    """`size` is a change worth aiming at, `needed` the answers on each side to see it, `days` to get them.

    `low` and `high` enclose the value; `worse`, when it has fallen, is by how much, from the least to the most.
    """

    metric: Metric
    reason: Reason
    value: float | None
    low: float | None
    high: float | None
    n: int
    target: float | None
    worse: tuple[float, float, float] | None
    size: float
    needed: int
    days: int | None

    @property
    def interval(self) -> str:
        if self.low is None or self.high is None:
            return ""
        return show_range(self.low, self.high, language(), self.metric.decimals)

    @property
    def fallen(self) -> float:
        return self.worse[0] if self.worse else 0.0

    @property
    def fallen_interval(self) -> str:
        return show_range(*self.worse[1:], language(), self.metric.decimals) if self.worse else ""


def concerns_of(touchpoints: Sequence[Touchpoint], *, asked: str, today: date) -> dict[int, Concern]:
    """One for each touchpoint, in the metric asked for or the one most heard there; four queries for all."""
    metric = METRICS.get(asked) or most_heard(touchpoints)
    now = Period.last_days(VALUE_DAYS, today)
    present = measure_touchpoints(metric, touchpoints, Where(period=now))
    earlier = measure_touchpoints(metric, touchpoints, Where(period=now.before))
    known = targets([metric])
    return {
        place.pk: concern(metric, present[place.pk], earlier[place.pk], target_of(known, metric, place.pk))
        for place in touchpoints
    }


def most_heard(touchpoints: Sequence[Touchpoint]) -> Metric:
    newest = Measurement.objects.filter(touchpoint__in=[place.pk for place in touchpoints])
    kinds = set(newest.filter(is_superseded=False).order_by().values_list("kind", flat=True).distinct())
    return next((METRICS[key] for key in WATCHED if METRICS[key].kind in kinds), METRICS[WATCHED[0]])


def concern(metric: Metric, now: Measured, before: Measured, target: float | None) -> Concern:
    worse = worsening(metric, now, before)
    is_below = state_of(metric, now.estimate, target) == "worse"
    size = usual_change(metric)
    variance = variance_of_an_answer(metric, now.counts) if enough(now.n) else 0.0
    needed = answers_to_detect(size, variance or widest_variance(metric))
    return Concern(
        metric=metric,
        reason="target" if is_below else "trend" if worse else "none",
        value=now.estimate.value if now.estimate else None,
        low=now.estimate.low if now.estimate else None,
        high=now.estimate.high if now.estimate else None,
        n=now.n,
        target=target,
        worse=worse,
        size=size,
        needed=needed,
        days=days_for(needed, now.n / VALUE_DAYS),
    )


def worsening(metric: Metric, now: Measured, before: Measured) -> tuple[float, float, float] | None:
    """How much worse it is than in the period before, and its interval, when that is more than chance."""
    if now.estimate is None or before.estimate is None:
        return None
    change = difference(metric.sample(now.counts), metric.sample(before.counts))
    ends = (-change.high, -change.low) if metric.higher_is_better else (change.low, change.high)
    return (abs(change.value), *ends) if ends[0] > 0 else None
