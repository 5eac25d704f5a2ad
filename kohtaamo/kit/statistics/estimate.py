from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

Z95 = 1.959964

Counts = Mapping[int, int] | Mapping[float, int]
"""A histogram of answers: value -> how many gave it. Every metric here is exact from it."""


class Measured(Protocol):
    """Whatever has a value, the standard error of that value in the same unit, and its n."""

    @property
    def value(self) -> float: ...
    @property
    def standard_error(self) -> float: ...
    @property
    def n(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, both in the metric's own unit, from n answers."""

    value: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2

    @property
    def standard_error(self) -> float:
        """Read back from the longer side, so that a clipped interval never looks surer than it is."""
        return max(self.value - self.low, self.high - self.value) / Z95


@dataclass(frozen=True, slots=True)
class Sample:
    """One side of a comparison: a mean-like value, its standard error in the same unit, and n answers.

    `degrees` are the degrees of freedom behind the standard error where they are not n - 1
    (answers grouped by agent: the number of agents - 1).
    """

    value: float
    standard_error: float
    n: int
    degrees: int | None = None

    def __post_init__(self) -> None:
        if self.standard_error < 0 or self.n < 0:
            raise ValueError("a standard error and a number of answers are never negative")

    @property
    def freedom(self) -> int:
        return self.n - 1 if self.degrees is None else self.degrees


def clip(value: float, bounds: tuple[float, float]) -> float:
    return max(bounds[0], min(bounds[1], value))


def total(counts: Counts) -> int:
    """How many answers there are; `ValueError` when none or when a count is negative."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count of answers is never negative")
    n = sum(counts.values())
    if n == 0:
        raise ValueError("no answers, no number")
    return n


def on_scale(counts: Counts, lowest: int, highest: int) -> int:
    """As `total`, and `ValueError` too when an answer is not a whole step of the scale."""
    steps = range(lowest, highest + 1)
    strangers = sorted(value for value, count in counts.items() if count and value not in steps)
    if strangers:
        raise ValueError(f"answers {strangers} are not on the scale {lowest}-{highest}")
    return total(counts)


def count_between(counts: Counts, lowest: float, highest: float) -> int:
    return sum(count for value, count in counts.items() if lowest <= value <= highest)
