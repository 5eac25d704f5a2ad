"""What an alarm compares with: the usual level of a metric and how much its periods ordinarily vary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import median

from .chi_square import chi_square_tail
from .estimate import Sample

FEWEST_PERIODS = 8
# Only when chance would give so uneven periods this rarely, they vary by more than their answers explain.
UNEVEN = 0.01
# The mean step between two normal values in standard deviations: 2/sqrt(pi).
MEAN_STEP = 1.128


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualLevel:
    """`mean` in the metric's unit; `deviation` is of one answer; `spread` >= 1 widens it as the periods vary."""

    mean: float
    deviation: float
    spread: float
    periods: int
    answers_a_period: float

    def error(self, n: float) -> float:
        """The ordinary variation of a period of n answers, in the metric's unit."""
        return self.spread * self.deviation / sqrt(n)

    def standardised(self, value: float, n: int) -> float:
        return (value - self.mean) / self.error(n)


def usual_level(periods: Sequence[Sample], whole: Sample) -> UsualLevel:
    """From the periods and from all their answers taken together, in one unit.

    Where periods vary by more than their answers explain (chi-square, 1 %), the spread is Laney's: the mean step
    between standardised neighbours, so that a change of level within the baseline does not hide in it.
    `ValueError` with fewer than 8 periods or when all answers are alike. Source: Laney 2002, row 26.
    """
    if len(periods) < FEWEST_PERIODS:
        raise ValueError("too few periods to know what is usual")
    deviation = whole.standard_error * sqrt(whole.n)
    if not deviation > 0:
        raise ValueError("all answers are alike")
    scores = [(one.value - whole.value) * sqrt(one.n) / deviation for one in periods]
    return UsualLevel(
        mean=whole.value,
        deviation=deviation,
        spread=spread_of(scores),
        periods=len(periods),
        answers_a_period=median(one.n for one in periods),
    )


def spread_of(scores: Sequence[float]) -> float:
    if chi_square_tail(sum(score**2 for score in scores), len(scores) - 1) >= UNEVEN:
        return 1.0
    step = sum(abs(later - earlier) for earlier, later in pairwise(scores)) / (len(scores) - 1)
    return max(1.0, step / MEAN_STEP)
