"""Whether those who judge the same things agree beyond chance: Krippendorff's alpha. Source: row 28."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from random import Random
from statistics import quantiles
from typing import Literal

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Reliability = Literal["reliable", "tentative", "unreliable"]

RELIABLE = 0.80
TENTATIVE = 0.667
RESAMPLES = 1000

Distance = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha`: 1 is full agreement, 0 what chance gives, below 0 worse than chance.

    From `units` judged at least twice, with `judgements` in all of them.
    """

    alpha: float
    level: Level
    units: int
    judgements: int

    @property
    def reliability(self) -> Reliability:
        """Krippendorff 2004: draw conclusions from .80, tentative ones from .667."""
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative" if self.alpha >= TENTATIVE else "unreliable"


def krippendorff(judgements: Sequence[Sequence[float | None]], level: Level) -> Agreement:
    """Alpha = 1 - Do/De of judgements[rater][unit], None where a rater did not judge a unit.

    Nominal judgements are any numbers that tell the classes apart; ratio ones are not negative.
    `ValueError` when raters have rows of different length, no unit is judged twice, or all judgements are
    alike (then nothing shows what chance would give). Source: Hayes & Krippendorff 2007.
    """
    if len({len(row) for row in judgements}) > 1:
        raise ValueError("each rater has a place for each unit")
    judged = [Counter(value for value in unit if value is not None) for unit in zip(*judgements, strict=True)]
    units = [unit for unit in judged if unit.total() > 1]
    whole = sum(units, Counter[float]())
    if len(whole) < 2:  # noqa: PLR2004 - a difference needs two values
        raise ValueError("nothing judged twice, or all judged alike: agreement cannot be told from chance")
    distance = _distance(level, whole)
    observed = fsum(_disagreement(unit, distance) / (unit.total() - 1) for unit in units)
    expected = _disagreement(whole, distance) / (whole.total() - 1)
    return Agreement(1 - observed / expected, level, len(units), whole.total())


def agreement_interval(
    judgements: Sequence[Sequence[float | None]], level: Level, *, seed: int, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """The 95 % interval of alpha: units judged at least twice are drawn anew, with all their judgements.

    Draws in which all judgements are alike show no agreement beyond chance and are drawn again. The seed makes
    the ends come out the same again. `ValueError` as `krippendorff`. Source: Zapf et al. 2016, percentiles.
    """
    krippendorff(judgements, level)
    units = [unit for unit in zip(*judgements, strict=True) if sum(value is not None for value in unit) > 1]
    chance, found = Random(seed), list[float]()  # noqa: S311 - drawn for an interval, not for a secret
    while len(found) < resamples:
        drawn = chance.choices(units, k=len(units))
        if len({value for unit in drawn for value in unit if value is not None}) > 1:
            found.append(krippendorff(list(zip(*drawn, strict=True)), level).alpha)
    ends = quantiles(found, n=40, method="inclusive")
    return ends[0], ends[-1]


def _disagreement(values: Counter[float], distance: Distance) -> float:
    """The distance of each value to each other, summed over all ordered pairs of judgements."""
    return 2 * fsum(values[a] * values[b] * distance(a, b) for a, b in combinations(values, 2))


def _distance(level: Level, whole: Counter[float]) -> Distance:
    """Squared differences of the level of measurement; of ordinal values how many judgements lie between."""
    if level == "nominal":
        return lambda a, b: float(a != b)
    if level == "interval":
        return lambda a, b: (a - b) ** 2
    if level == "ratio":
        if min(whole) < 0:
            raise ValueError("values on a ratio scale are not negative")
        return lambda a, b: ((a - b) / (a + b)) ** 2
    ranks: dict[float, float] = {}
    below = 0
    for value in sorted(whole):
        ranks[value] = below + whole[value] / 2
        below += whole[value]
    return lambda a, b: (ranks[a] - ranks[b]) ** 2
