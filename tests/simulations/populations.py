"""What people and meetings of a plausible organisation are like, for each kind of measurement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kohtaamo.insight.metric import Metric

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Shares of each answer, lowest answer first; those of metrics.md where it has them.
ASKED: dict[str, tuple[int, ...]] = {
    "nps": (1, 1, 1, 2, 2, 5, 8, 12, 18, 26, 24),
    "enps": (2, 1, 2, 3, 4, 8, 10, 18, 22, 18, 12),
    "csat": (3, 5, 12, 40, 40),
    "effort": (6, 14, 40, 22, 18),
    "ces_1_5": (30, 25, 20, 15, 10),
    "ces_1_7": (2, 3, 5, 10, 20, 35, 25),
    "expectation": (15, 60, 25),
    "sentiment": (58, 18, 24),
    "invitation": (71, 22, 5, 2),
    "resolved": (30, 70),
    "resolved_of_resolvable": (22, 78),
    "resolved_silently": (36, 64),
    "returned": (85, 15),
    "dropped_off": (78, 22),
    "case_reacted_in_time": (18, 82),
    "case_closed_in_time": (25, 75),
    "case_recovered": (45, 55),
}
OBSERVED: dict[str, Callable[[np.random.Generator, tuple[int, int]], Floats]] = {
    # three in ten are served at once, the others wait as queues make people wait: seconds
    "waited_seconds": lambda chance, size: np.ceil(
        chance.exponential(240, size) * (chance.random(size) < 0.7)
    ),
    # hours, now and then days
    "responded_seconds": lambda chance, size: np.ceil(chance.lognormal(9.5, 0.8, size)),
    # working hours until somebody takes a case up
    "case_reacted_seconds": lambda chance, size: np.ceil(chance.lognormal(8.8, 0.9, size)),
    # and until it is closed
    "case_closed_seconds": lambda chance, size: np.ceil(chance.lognormal(10.9, 0.8, size)),
    "lasted_seconds": lambda chance, size: np.ceil(chance.gamma(1.5, 280, size)),
    "transfers": lambda chance, size: chance.choice(5, p=(0.72, 0.18, 0.06, 0.03, 0.01), size=size).astype(
        float
    ),
    "turns": lambda chance, size: 1 + chance.negative_binomial(2, 0.25, size).astype(float),
}
ENOUGH_TO_KNOW = 4_000_000


def shares_of(metric: Metric) -> Floats:
    shares: Floats = np.array(ASKED[metric.kind], float)
    return shares / float(shares.sum())


def drawn(
    metric: Metric, n: int, replays: int, chance: np.random.Generator
) -> Counter[tuple[tuple[float, int], ...]]:
    """Histograms of n answers, and how many of the replays gave each."""
    if metric.answers:
        counts = chance.multinomial(n, shares_of(metric), replays)
        rows, times = np.unique(counts, axis=0, return_counts=True)
        return Counter(
            {
                tuple(
                    (value, int(count)) for value, count in zip(metric.answers, row, strict=True) if count
                ): int(time)
                for row, time in zip(rows, times, strict=True)
            }
        )
    values = OBSERVED[metric.kind](chance, (replays, n))
    return Counter(tuple(sorted(Counter(row).items())) for row in values.tolist())


def truth_of(metric: Metric) -> float:
    """The metric of everybody, in its unit."""
    if metric.answers:
        everybody = dict(zip(metric.answers, ASKED[metric.kind], strict=True))
        return metric.sample(everybody).value
    values = OBSERVED[metric.kind](np.random.default_rng(0), (1, ENOUGH_TO_KNOW))
    levels, counts = np.unique(values, return_counts=True)
    return metric.sample(dict(zip(levels.tolist(), counts.tolist(), strict=True))).value
