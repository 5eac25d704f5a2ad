"""A training of +0.18 among agents who differ, and one that did nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kohtaamo.kit.statistics import Effect
from kohtaamo.kit.statistics.clustered import (
    Clusters,
    clustered_change,
    clustered_difference_in_differences,
)

from .populations import Floats
from .row import Row, percent, sized

REPLAYS = sized(small=100, full=1_000)
PLANTED, TREND = 0.18, 0.07
AGENTS, ANSWERS = 40, 30
# How agents differ from one another, and how each drifts by herself between the two times.
BETWEEN_AGENTS, DRIFT, WITHIN = 0.3, 0.1, 0.8
CLOSE = 0.01


def all_effects() -> Iterator[Row]:
    planted = effects(PLANTED, np.random.default_rng(27))
    mean = float(np.mean([one.value for one in planted]))
    yield row(
        "Planted effect +0.18, mean of the estimates", mean, PLANTED - CLOSE, PLANTED + CLOSE, f"{mean:+.4f}"
    )
    held = float(np.mean([one.low <= PLANTED <= one.high for one in planted]))
    yield row("Planted effect +0.18, the interval holds it", held, 0.93, 0.97, percent(held))
    placebo = effects(0.0, np.random.default_rng(28))
    null = float(np.mean([one.low <= 0 <= one.high for one in placebo]))
    yield row("Training that did nothing is said to be null", null, 0.94, 1.0, percent(null))


def row(what: str, result: float, least: float, most: float, shown: str) -> Row:
    n = f"2 × {AGENTS} agents, 2 × {ANSWERS} answers each"
    return Row(what=what, n=n, replays=REPLAYS, result=result, least=least, most=most, shown=shown)


def effects(planted: float, chance: np.random.Generator) -> list[Effect]:
    return [
        clustered_difference_in_differences(
            clustered_change(*answers_of_agents(planted + TREND, chance)),
            clustered_change(*answers_of_agents(TREND, chance)),
        )
        for _ in range(REPLAYS)
    ]


def answers_of_agents(change: float, chance: np.random.Generator) -> tuple[Clusters, Clusters]:
    """Marks to a tenth, before and after, of agents with levels of their own."""
    level = chance.normal(3.9, BETWEEN_AGENTS, AGENTS)
    later = level + change + chance.normal(0, DRIFT, AGENTS)
    return marks(level, chance), marks(later, chance)


def marks(levels: Floats, chance: np.random.Generator) -> Clusters:
    found: dict[int, dict[float, int]] = {}
    for agent, answers in enumerate(np.round(chance.normal(levels[:, None], WITHIN, (AGENTS, ANSWERS)), 1)):
        values, counts = np.unique(answers, return_counts=True)
        found[agent] = dict(zip(values.tolist(), counts.tolist(), strict=True))
    return found
