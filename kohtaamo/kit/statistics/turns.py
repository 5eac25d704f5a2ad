"""How often the mean of the four last periods turns surely worse than a target, in vain and in earnest.

Each period the four last ones are taken together and compared with the target: the first time that their interval
lies on the worse side is an alarm. The series is standardised as in `alarms`: each period's distance from the
target, to the worse side, in standard errors of that period. Run lengths are counted in periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import floor, inf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from .estimate import Z95

WINDOW = 4
# Where a period's value may lie, in steps: nearly all of a normal one, and more upwards, where shifts take it.
LOWEST, HIGHEST, STEP = -4.5, 7.5, 0.3
# A larger shift is found in the first period, or the second, as well as this one.
LARGEST_SHIFT = 5.0
MOST_PERIODS = 2000
STEADY = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`false_alarm_every`: periods until an alarm on average when the level stands exactly at the target.

    `delay`: periods until one when the level falls `shift` (in standard errors of a period) below the target,
    which it stood at before. A level better than the target gives false alarms more seldom.
    """

    shift: float
    spread: float
    false_alarm_every: float
    delay: float


@lru_cache(maxsize=256)
def design_turn(*, shift: float, spread: float = 1.0) -> Turn:
    """What a comparison of four periods with a target gives; `spread` >= 1: periods vary by more than answers do.

    The interval knows only the answers, so uneven periods give more false alarms. `ValueError` when
    `shift` <= 0 or `spread` < 1. Source: moving average chart, Roberts 1959; Wong, Gan & Chang 2004; its run
    lengths by steps of the chance of having been silent so far, on a lattice of the three last periods.
    """
    if shift <= 0 or spread < 1:
        raise ValueError("a turn needs a shift above 0 and a spread of 1 or more")
    limit = Z95 * sqrt(WINDOW) / spread
    return Turn(
        shift=shift,
        spread=spread,
        false_alarm_every=run_length(limit, 0.0),
        delay=run_length(limit, min(shift, LARGEST_SHIFT)),
    )


@lru_cache(maxsize=256)
def run_length(limit: float, shift: float) -> float:
    """Periods until the sum of four is past `limit`; the three before the first one stood at the target."""
    before, coming = chances(0.0), chances(shift)
    silent = before[:, None, None] * before[None, :, None] * before[None, None, :]
    length, left, ratio = 0.0, 1.0, 0.0
    for _ in range(MOST_PERIODS):
        length += left
        silent = one_period(silent, coming, limit)
        now = float(silent.sum())
        if now < STEADY:
            return length
        steady = abs(now / left - ratio) < STEADY
        ratio, left = now / left, now
        if steady:
            break
    return length + left / (1 - ratio) if ratio < 1 else inf


def chances(shift: float) -> Floats:
    """Of each step of the lattice for a normal value around `shift`; the ends hold what lies beyond them.

    Rounding to steps would widen the sum of four by 5/48 of a squared step each (Sheppard's correction).
    """
    normal = NormalDist(shift, sqrt(1 - 5 * STEP**2 / 48))
    edges = lattice()[:-1] + STEP / 2
    below = np.array([0.0, *(normal.cdf(float(edge)) for edge in edges), 1.0])
    return np.diff(below)


@lru_cache(maxsize=1)
def lattice() -> Floats:
    return np.arange(LOWEST, HIGHEST + STEP / 2, STEP)


def one_period(silent: Floats, coming: Floats, limit: float) -> Floats:
    """Of states (oldest, middle, newest): the oldest leaves, a value comes, and sums past the limit are gone.

    The mass of a lattice step is spread evenly over it, so that the limit may fall within one.
    """
    size = len(coming)
    gathered = np.concatenate((np.zeros((1, size, size)), np.cumsum(silent, axis=0)))
    # the oldest may be this much at most, counted in steps from the lower edge of the lattice
    room = (limit - 3 * LOWEST - (LOWEST - STEP / 2)) / STEP
    whole, part = floor(room), room - floor(room)
    steps = np.arange(size)
    most = whole - steps[:, None, None] - steps[None, :, None] - steps[None, None, :]
    low, high = np.clip(most, 0, size), np.clip(most + 1, 0, size)
    middle, newest = steps[:, None, None], steps[None, :, None]
    kept = (1 - part) * gathered[low, middle, newest] + part * gathered[high, middle, newest]
    found: Floats = kept * coming[None, None, :]
    return found
