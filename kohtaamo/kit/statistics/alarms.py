"""Alarms over a series of periods: the threshold follows from how many false alarms one is willing to have.

The series is standardised: each period's value less the usual one, in standard errors of that period, so that
periods of different n, and metrics of few steps (NPS), go to the same chart. Run lengths are counted in periods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, pi, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ChartKind = Literal["cusum", "ewma", "shewhart"]
Side = Literal["up", "down"]

SMALLEST_REFERENCE, LARGEST_REFERENCE = 0.1, 1.0
# The weight that is nearly best for a shift of one standard error; Lucas & Saccucci 1990.
USUAL_WEIGHT = 0.2
WIDEST = 60.0
CLOSE = 1e-6
# Points where one run length is asked for each possible error of the usual level (Gauss-Hermite).
LEVELS = 9
TENTH = NormalDist().inv_cdf(0.95)
FEWEST_NODES, NODES_A_UNIT = 24, 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A two-sided chart. `reference` is the CUSUM's k, the EWMA's weight, and 0 of Shewhart's chart.

    `threshold` is h of the CUSUM, L of the EWMA (in its own standard deviations), the limit of Shewhart's.
    `false_alarm_every` and `delay` (to find `shift`, in standard errors) are average run lengths in periods,
    `unlucky_every` the run length between false alarms that nine baselines in ten exceed.
    """

    kind: ChartKind
    reference: float
    threshold: float
    shift: float
    baseline: int | None
    false_alarm_every: float
    unlucky_every: float
    delay: float


@dataclass(frozen=True, slots=True)
class Step:
    """The chart after one period: how far it has gathered up and down, and the side that it gives alarm of."""

    up: float
    down: float
    alarm: Side | None


def design_alarm(
    *, every: float, shift: float, baseline: int | None = None, kind: ChartKind = "cusum"
) -> Alarm:
    """The chart whose average run length without a change is `every` periods, and how soon it finds `shift`.

    The usual level comes from `baseline` periods, so it is off by chance: both run lengths are averages over
    where it may really be (None: it is known). `ValueError` when `every` <= 2 or `shift` <= 0.
    Source: Page 1954; Lucas & Saccucci 1990; the run lengths by an integral equation, Crowder 1987;
    estimated level, Jones, Champ & Rigdon 2004.
    """
    if every <= 2 or shift <= 0 or (baseline is not None and baseline < 1):  # noqa: PLR2004
        raise ValueError("an alarm needs a rate of more than two periods, a shift above 0 and some baseline")
    reference = reference_for(kind, shift)
    threshold = threshold_for(kind, reference, every, baseline)
    unlucky = TENTH / sqrt(baseline) if baseline else 0.0
    return Alarm(
        kind=kind,
        reference=reference,
        threshold=threshold,
        shift=shift,
        baseline=baseline,
        false_alarm_every=averaged(kind, reference, threshold, 0.0, baseline),
        unlucky_every=run_length(kind, reference, threshold, unlucky),
        delay=averaged(kind, reference, threshold, shift, baseline),
    )


def reference_for(kind: ChartKind, shift: float) -> float:
    """What makes the chart quickest to find the shift: half of it (CUSUM); the weight is the usual one."""
    if kind == "cusum":
        return min(max(shift / 2, SMALLEST_REFERENCE), LARGEST_REFERENCE)
    return USUAL_WEIGHT if kind == "ewma" else 0.0


@lru_cache(maxsize=256)
def threshold_for(kind: ChartKind, reference: float, every: float, baseline: int | None) -> float:
    """By halving: the run length grows with the threshold."""
    low, high = 0.0, 1.0
    while averaged(kind, reference, high, 0.0, baseline) < every and high < WIDEST:
        low, high = high, high * 1.6
    while high - low > CLOSE * high:
        middle = (low + high) / 2
        if averaged(kind, reference, middle, 0.0, baseline) < every:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def averaged(
    kind: ChartKind, reference: float, threshold: float, shift: float, baseline: int | None
) -> float:
    """The run length, averaged over the error 1/sqrt(baseline) of a usual level that is itself a mean."""
    if baseline is None:
        return run_length(kind, reference, threshold, shift)
    errors, weights = np.polynomial.hermite_e.hermegauss(LEVELS)
    lengths = [
        run_length(kind, reference, threshold, shift + float(error) / sqrt(baseline)) for error in errors
    ]
    return float(np.dot(weights, lengths) / weights.sum())


def run_length(kind: ChartKind, reference: float, threshold: float, shift: float) -> float:
    """Periods until the alarm on average, when the level is `shift` standard errors off the usual one."""
    if kind == "cusum":
        up = cusum_run_length(reference, threshold, shift)
        down = cusum_run_length(reference, threshold, -shift)
        # a chart of both sides; exact as long as only one side can be near its threshold (Kemp 1971)
        return 1 / (1 / up + 1 / down)
    if kind == "ewma":
        return ewma_run_length(reference, threshold, shift)
    normal = NormalDist()
    chance = normal.cdf(shift - threshold) + normal.cdf(-shift - threshold)
    return 1 / chance if chance else inf


def cusum_run_length(reference: float, threshold: float, shift: float) -> float:
    """Of S = max(0, S + z - k) from 0 to past h, one side, by its integral equation. Source: Page 1954."""
    if threshold <= 0:
        return 1 / NormalDist().cdf(shift - reference)
    nodes, weights = stretch(0.0, threshold, threshold)
    starts = np.concatenate(([0.0], nodes))
    drift = shift - reference
    steps = density(nodes[None, :] - starts[:, None] - drift) * weights[None, :]
    to_zero = np.array([NormalDist().cdf(-start - drift) for start in starts])
    return solved(np.concatenate((to_zero[:, None], steps), axis=1))[0]


def ewma_run_length(weight: float, threshold: float, shift: float) -> float:
    """Of E = (1 - w)E + wz from 0 to past ±L sqrt(w/(2 - w)). Source: Crowder 1987."""
    if threshold <= 0:
        return 1.0
    half = threshold * sqrt(weight / (2 - weight))
    nodes, weights = stretch(-half, half, 2 * half / weight)
    starts = np.concatenate(([0.0], nodes))
    steps = density((nodes[None, :] - (1 - weight) * starts[:, None]) / weight - shift)
    inside = steps * weights[None, :] / weight
    return solved(np.concatenate((np.zeros((len(starts), 1)), inside), axis=1))[0]


def stretch(low: float, high: float, width: float) -> tuple[Floats, Floats]:
    """Gauss-Legendre points between the ends, as many as `width` standard errors need."""
    points, weights = legendre(max(FEWEST_NODES, int(NODES_A_UNIT * width)))
    half = (high - low) / 2
    return half * points + (low + high) / 2, half * weights


@lru_cache(maxsize=64)
def legendre(count: int) -> tuple[Floats, Floats]:
    points, weights = np.polynomial.legendre.leggauss(count)
    return points, weights


def density(values: Floats) -> Floats:
    return np.exp(-(values**2) / 2) / sqrt(2 * pi)


def solved(moves: Floats) -> list[float]:
    """Run lengths from each state, when `moves` are the chances of going on from one to another."""
    lengths = np.linalg.solve(np.eye(len(moves)) - moves, np.ones(len(moves)))
    return [float(length) if length >= 1 else inf for length in lengths]


def follow(alarm: Alarm, values: Sequence[float | None]) -> list[Step]:
    """The chart over standardised values in the order of time; after an alarm it begins anew.

    A period without a value (None: too few answers) leaves the chart where it stood.
    """
    move = MOVES[alarm.kind]
    up = down = 0.0
    steps = []
    for value in values:
        if value is not None:
            up, down = move(alarm, up, value), move(alarm, down, -value)
        limit = height(alarm)
        side: Side | None = None
        if value is not None and max(up, down) > limit:
            side = "up" if up >= down else "down"
        steps.append(Step(up, down, side))
        if side:
            up = down = 0.0
    return steps


def height(alarm: Alarm) -> float:
    """The threshold in the unit of `Step`."""
    if alarm.kind == "ewma":
        return alarm.threshold * sqrt(alarm.reference / (2 - alarm.reference))
    return alarm.threshold


MOVES: dict[ChartKind, Callable[[Alarm, float, float], float]] = {
    "cusum": lambda alarm, gathered, value: max(0.0, gathered + value - alarm.reference),
    "ewma": lambda alarm, gathered, value: (1 - alarm.reference) * gathered + alarm.reference * value,
    "shewhart": lambda _alarm, _gathered, value: value,
}
