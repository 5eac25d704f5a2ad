from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

LIMIT = 2.66
RANGE_LIMIT = 3.267
LONG_RUN = 8


@dataclass(frozen=True, slots=True)
class OrdinaryBand:
    """Where single values of a steady process ordinarily fall, and the longest ordinary step between two."""

    middle: float
    low: float
    high: float
    longest_step: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class ChartedValue:
    """A value and why it stands out: outside the band, in a long run on one side, or after too long a step."""

    value: float
    outside: bool
    in_run: bool
    after_long_step: bool

    @property
    def signals(self) -> bool:
        """Whether there is a reason to look for: the two rules that false alarms are reckoned for (row 26)."""
        return self.outside or self.in_run


def ordinary_band(values: Sequence[float]) -> OrdinaryBand:
    """XmR limits of values in the order of time: mean ± 2.66 mean moving range; unit of the values.

    `ValueError` with fewer than two values. Source: JMP help; BMC MRM 2018 (Anhøj), row 26.
    """
    if len(values) < 2:  # noqa: PLR2004 - a step needs two
        raise ValueError("one value has no step to the next")
    middle = fsum(values) / len(values)
    steps = [abs(later - earlier) for earlier, later in pairwise(values)]
    step = fsum(steps) / len(steps)
    return OrdinaryBand(middle, middle - LIMIT * step, middle + LIMIT * step, RANGE_LIMIT * step)


def charted(values: Sequence[float], band: OrdinaryBand) -> list[ChartedValue]:
    """Values in the order of time against a band: their own, or one of an earlier, steady time."""
    runs = in_long_runs(values, band.middle)
    steps = [0.0, *(abs(later - earlier) for earlier, later in pairwise(values))]
    return [
        ChartedValue(value, not band.holds(value), in_run, step > band.longest_step)
        for value, in_run, step in zip(values, runs, steps, strict=True)
    ]


def in_long_runs(values: Sequence[float], middle: float, *, length: int = LONG_RUN) -> list[bool]:
    """Which values belong to a run of `length` or more on one side of the middle.

    A value exactly on the middle neither ends a run nor counts. Source: BMC MRM 2018 (Anhøj), row 26.
    """
    found = [False] * len(values)
    run: list[int] = []
    for index, value in enumerate(values):
        if value == middle:
            continue
        if run and (values[run[-1]] > middle) != (value > middle):
            run = []
        run.append(index)
        if len(run) >= length:
            for member in run if len(run) == length else run[-1:]:
                found[member] = True
    return found
