"""Shares of changing n over time: p-chart, and Laney's p' when they vary more than chance. Source: row 26."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt

from .control_chart import in_long_runs
from .estimate import clip

SIGMAS = 3
RANGE_TO_SIGMA = 1.128


@dataclass(frozen=True, slots=True)
class ChartedShare:
    """A share (0..1) of n, its own limits, and `z`: how many binomial errors it is from the middle."""

    value: float
    n: int
    low: float
    high: float
    z: float
    outside: bool
    in_run: bool

    @property
    def signals(self) -> bool:
        return self.outside or self.in_run


@dataclass(frozen=True, slots=True)
class ShareChart:
    """`dispersion`: 1 is what chance gives; well above it, limits without Laney's correction cry wolf."""

    middle: float
    dispersion: float
    laney: bool
    points: tuple[ChartedShare, ...]


def share_chart(counts: Sequence[tuple[int, int]], *, laney: bool = False) -> ShareChart:
    """(successes, n) in the order of time against p ± 3 sqrt(p(1 - p)/n), p pooled over all.

    Laney's p' multiplies the width by the dispersion, the mean moving range of z over 1.128: for large n
    that vary more than chance (days that differ). `ValueError` with fewer than two points, or when one is
    no share. Source: Laney 2002.
    """
    if len(counts) < 2:  # noqa: PLR2004 - a step needs two
        raise ValueError("one share has no step to the next")
    for successes, n in counts:
        if n < 1 or not 0 <= successes <= n:
            raise ValueError(f"{successes} of {n} is not a share")
    middle = sum(successes for successes, _ in counts) / sum(n for _, n in counts)
    errors = [sqrt(middle * (1 - middle) / n) for _, n in counts]
    shares = [successes / n for successes, n in counts]
    zs = [(value - middle) / error if error else 0.0 for value, error in zip(shares, errors, strict=True)]
    dispersion = (
        fsum(abs(later - earlier) for earlier, later in pairwise(zs)) / (len(zs) - 1) / RANGE_TO_SIGMA
    )
    reach = SIGMAS * (dispersion if laney else 1.0)
    points = tuple(
        ChartedShare(
            value,
            n,
            clip(middle - reach * error, (0.0, 1.0)),
            clip(middle + reach * error, (0.0, 1.0)),
            z,
            outside=abs(z) > reach,
            in_run=in_run,
        )
        for value, (_, n), error, z, in_run in zip(
            shares, counts, errors, zs, in_long_runs(shares, middle), strict=True
        )
    )
    return ShareChart(middle, dispersion, laney, points)
