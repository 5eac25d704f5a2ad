from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal

from .estimate import Sample
from .student import combined_error, t95, welch_degrees

Design = Literal["before_after", "difference_in_differences"]
Verdict = Literal["helped", "did_not", "cannot_tell"]
Strength = Literal["weak", "moderate", "strong"]

Formula = Literal["welch", "difference_in_differences", "clustered_difference_in_differences"]

MINIMUM_ANSWERS = 10
STRENGTHS: dict[Design, Strength] = {"before_after": "weak", "difference_in_differences": "moderate"}


@dataclass(frozen=True, slots=True)
class Effect:
    """What changed (after - before, in the metric's unit) with its 95 % interval, and the verdict on it."""

    value: float
    low: float
    high: float
    n_before: int
    n_after: int
    design: Design
    verdict: Verdict
    # how many agents or units are the witnesses of its noise; 0 when each answer is one
    clusters: int = 0

    @property
    def formula(self) -> Formula:
        """Which one the interval is counted by."""
        if self.design == "before_after":
            return "welch"
        return "clustered_difference_in_differences" if self.clusters else "difference_in_differences"

    @property
    def strength(self) -> Strength:
        """How far the design lets the change be called our doing."""
        return STRENGTHS[self.design]


def before_after(
    before: Sample,
    after: Sample,
    *,
    expected: float | None = None,
    higher_is_better: bool = True,
    minimum: int = MINIMUM_ANSWERS,
) -> Effect:
    """The later less the earlier of independent samples in one unit, with Welch's t interval.

    `expected` is the size of change hoped for, in the same unit, its sign ignored. Source: Welch 1947.
    """
    value = after.value - before.value
    return _effect(
        value,
        [before, after],
        design="before_after",
        expected=expected,
        higher_is_better=higher_is_better,
        minimum=minimum,
    )


def difference_in_differences(
    before: Sample,
    after: Sample,
    comparison_before: Sample,
    comparison_after: Sample,
    *,
    expected: float | None = None,
    higher_is_better: bool = True,
    minimum: int = MINIMUM_ANSWERS,
) -> Effect:
    """(T1 - T0) - (C1 - C0): the change of those we acted on, less that of those we did not.

    Unit and `expected` as in `before_after`; for agents use `clustered_sample`. The four samples count as
    independent, which is careful when the same agents answer for both times. Source: row 27, Stats iQ.
    """
    value = (after.value - before.value) - (comparison_after.value - comparison_before.value)
    return _effect(
        value,
        [before, after, comparison_before, comparison_after],
        design="difference_in_differences",
        expected=expected,
        higher_is_better=higher_is_better,
        minimum=minimum,
    )


def verdict(
    low: float, high: float, *, expected: float | None = None, higher_is_better: bool = True
) -> Verdict:
    """Judge an effect by its interval alone; `expected` is a size, its sign ignored, None or 0 = none stated.

    helped: all of it on the better side of 0 (even if less than hoped for). did_not: all of it on the worse
    side, or even its best end is smaller than expected. Otherwise it cannot be told yet.
    `ValueError` when low > high. Source: metrics.md, default experiment rule.
    """
    if low > high:
        raise ValueError("an interval's low end is not above its high end")
    worst, best = (low, high) if higher_is_better else (-high, -low)
    if worst > 0:
        return "helped"
    if best < 0 or best < abs(expected or 0):
        return "did_not"
    return "cannot_tell"


def _effect(
    value: float,
    samples: list[Sample],
    *,
    design: Design,
    expected: float | None,
    higher_is_better: bool,
    minimum: int,
) -> Effect:
    error = combined_error([sample.standard_error for sample in samples])
    degrees = welch_degrees([(sample.standard_error, sample.freedom) for sample in samples])
    # where no answer differs from another, or one stands alone, nothing shows how large chance is
    measurable = isfinite(error) and error > 0 and degrees > 0
    half = error * t95(degrees) if measurable else inf
    judged: Verdict = "cannot_tell"
    if measurable and all(sample.n >= minimum for sample in samples):
        judged = verdict(value - half, value + half, expected=expected, higher_is_better=higher_is_better)
    before, after = samples[:2]
    return Effect(value, value - half, value + half, before.n, after.n, design, judged)
