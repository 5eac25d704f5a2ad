"""How long something took, from counts by whole hours and sums, so that every engine counts the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from kohtaamo.kit.statistics import t95

HOUR, DAY = 3_600, 86_400
SHARES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. `quartiles` fall within the hour; the interval is None of one time alone."""

    n: int
    mean: float
    low: float | None
    high: float | None
    quartiles: tuple[float, float, float] | None = None

    @property
    def median(self) -> float | None:
        return self.quartiles[1] if self.quartiles else None


def times(n: int, total: float, squares: float, hours: Mapping[int, int] | None = None) -> Times | None:
    """Of `n` times with their sum and the sum of their squares; None of none. Student's t, never below 0."""
    if not n:
        return None
    mean = total / n
    quartiles = quartiles_of(hours) if hours else None
    if n == 1:
        return Times(n, mean, None, None, quartiles)
    variance = max(squares - n * mean * mean, 0.0) / (n - 1)
    half = t95(n - 1) * sqrt(variance / n)
    return Times(n, mean, max(mean - half, 0.0), mean + half, quartiles)


def quartiles_of(hours: Mapping[int, int]) -> tuple[float, float, float]:
    """Each as if the times of an hour were spread evenly over it."""
    n = sum(hours.values())
    first, middle, last = (within(hours, share * n) for share in SHARES)
    return first, middle, last


def within(hours: Mapping[int, int], rank: float) -> float:
    below = 0
    for hour in sorted(hours):
        count = hours[hour]
        if below + count >= rank:
            return (hour + (rank - below) / count) * HOUR
        below += count
    return (max(hours) + 1) * HOUR
