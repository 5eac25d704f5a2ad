from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

LIMIT = 2.66
RANGE_LIMIT = 3.267


@dataclass(frozen=True, slots=True)
class OrdinaryBand:
    """Where single values of a steady process ordinarily fall, and the longest ordinary step between two."""

    middle: float
    low: float
    high: float
    longest_step: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


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
