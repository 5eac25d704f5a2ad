"""How long customers stay when some have not left yet: Kaplan-Meier. Source: row 17."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log, sqrt

from .estimate import Z95
from .proportion import share


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """The state just after `time`: the share still here (0..1), Greenwood's error and the 95 % interval.

    `at_risk` were here just before, of whom `left` left at this time and `unknown` were last seen at it.
    """

    time: float
    at_risk: int
    left: int
    unknown: int
    value: float
    standard_error: float
    low: float
    high: float


def survival_curve(stays: Iterable[tuple[float, bool]]) -> list[SurvivalStep]:
    """Kaplan-Meier S(t) = prod(1 - d/r) from (length of stay, whether it ended by leaving), any one unit.

    One step for each time seen; who leaves at a time leaves before those last seen at it. The interval is
    Greenwood's on the log-log scale. Before anyone has left it is Wilson's of those at risk; when the last
    one leaves, its high end stays where it was, as a curve never rises. `ValueError` without stays or
    when a length is negative or not finite. Source: Kaplan & Meier 1958; Kalbfleisch & Prentice 1980.
    """
    left: Counter[float] = Counter()
    unknown: Counter[float] = Counter()
    for length, ended in stays:
        if not isfinite(length) or length < 0:
            raise ValueError(f"{length} is not the length of a stay")
        (left if ended else unknown)[length] += 1
    at_risk = left.total() + unknown.total()
    if at_risk == 0:
        raise ValueError("no stays, no curve")
    steps: list[SurvivalStep] = []
    value, greenwood, high = 1.0, 0.0, 1.0
    for time in sorted(left | unknown):
        gone, lost = left[time], unknown[time]
        value *= 1 - gone / at_risk
        greenwood += gone / (at_risk * (at_risk - gone)) if gone < at_risk else 0.0
        low, high = _interval(value, greenwood, at_risk, high)
        error = value * sqrt(greenwood)
        steps.append(SurvivalStep(time, at_risk, gone, lost, value, error, low, high))
        at_risk -= gone + lost
    return steps


def median_stay(curve: Sequence[SurvivalStep]) -> float:
    """The first time by which at least half have left; infinite when fewer than half have so far."""
    half = 0.5 + 1e-12  # a product of fractions that is a half may come out a hair above it
    return next((step.time for step in curve if step.value <= half), inf)


def _interval(value: float, greenwood: float, at_risk: int, highest: float) -> tuple[float, float]:
    if value == 0:
        return 0.0, highest
    if greenwood == 0:
        return share(at_risk, at_risk).low, 1.0
    half = Z95 * sqrt(greenwood) / -log(value)
    return value ** exp(half), value ** exp(-half)
