from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.queries import Measured, current_organisation, measure
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import answers_to_detect

# How far back the present value and its spread are read, and the present rate of answers.
VALUE_DAYS = 90
RATE_DAYS = 28
# Every day of the week is in the comparison at least once, before anything is said.
SHORTEST_AFTER = 7
# The size of change offered first: 10 points of a net, 5 of a share, 0.2 of a mean from 1 to 5.
USUAL_CHANGE = 0.05


@dataclass(frozen=True, slots=True)
class Spread:
    """How a metric stands at a touchpoint today, how much one answer varies, and how many come in a day."""

    measured: Measured
    variance: float
    is_guess: bool
    per_day: float


@dataclass(frozen=True, slots=True)
class Prospect:
    """What it takes to see a change of a certain size at 80 % power.

    `needed` answers before and as many after (at both places when compared); `days` until they have come at
    the present rate, None when nothing comes. `is_guess`: too few answers to know their spread, so the widest
    one the scale allows is used.
    """

    spread: Spread
    needed: int
    days: int | None
    arriving: int
    is_guess: bool

    @property
    def fits(self) -> bool:
        """Enough answers come within the days compared."""
        return self.arriving >= self.needed


def usual_change(metric: Metric) -> float:
    low, high = metric.scale
    return round((high - low) * USUAL_CHANGE, 2)


def spread_at(metric: Metric, touchpoint: Touchpoint, today: date) -> Spread:
    value = measure(
        metric, where=Where(period=Period.last_days(VALUE_DAYS, today), touchpoint=touchpoint.pk)
    )[0]
    rate = measure(metric, where=Where(period=Period.last_days(RATE_DAYS, today), touchpoint=touchpoint.pk))[
        0
    ]
    known = variance_of_an_answer(metric, value.counts) if enough(value.n) else 0.0
    variance = known or widest_variance(metric)
    return Spread(value, variance, is_guess=not known, per_day=rate.n / RATE_DAYS)


def enough(n: int) -> bool:
    return n >= max(current_organisation().minimum_answers, 2)


def variance_of_an_answer(metric: Metric, counts: Mapping[float, int]) -> float:
    """In the square of the metric's unit, read back from the standard error of the whole sample."""
    sample = metric.sample(counts)
    return sample.standard_error**2 * sample.n


def widest_variance(metric: Metric) -> float:
    """No answers on a scale vary more than half of it squared. Source: Popoviciu's inequality."""
    low, high = metric.scale
    return ((high - low) / 2) ** 2


def prospect(
    metric: Metric,
    *,
    touchpoint: Touchpoint,
    size: float,
    window_days: int,
    comparison: Touchpoint | None = None,
    today: date,
) -> Prospect:
    """`ValueError` unless size > 0."""
    here = spread_at(metric, touchpoint, today)
    if comparison is None:
        return seen(size, [here], window_days)
    return seen(size, [here, spread_at(metric, comparison, today)], window_days)


def seen(size: float, places: list[Spread], window_days: int) -> Prospect:
    # a difference of two differences carries the chance of all four samples
    needed = (
        answers_to_detect(size, places[0].variance)
        if len(places) == 1
        else answers_to_detect(size, 2 * places[0].variance, 2 * places[1].variance)
    )
    slowest = min(place.per_day for place in places)
    return Prospect(
        spread=places[0],
        needed=needed,
        days=days_for(needed, slowest),
        arriving=int(slowest * window_days),
        is_guess=any(place.is_guess for place in places),
    )


def days_for(answers: int, per_day: float) -> int | None:
    return ceil(answers / per_day) if per_day > 0 else None
