"""How much of an outcome each driver accounts for, and whether there is enough to tell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kohtaamo.insight.where import Where
from kohtaamo.kit.statistics.drivers import MOST_SHAPLEY_DRIVERS, relative_drivers, shapley_weights

from .gathering import Among, Gathered, Source, gathered

Array = NDArray[np.float64]
# The same picture each time that the same answers are weighed.
SEED = 20_261_122
RESAMPLES = 500
MOST_DRIVERS = MOST_SHAPLEY_DRIVERS
# What is known of fewer than this share of the answers would throw the others away.
WIDELY_KNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Weighed:
    """One driver. Weights, with their interval, and `shapley` are shares 0..1 of the outcome's variance.

    `above` is the share of its values above zero, of what goes both ways: deliveries that came late, say.
    """

    source: Source
    mean: float
    above: float | None
    correlation: float
    weight: float
    low: float
    high: float
    share: float
    shapley: float
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Driving:
    """`n` answers of which all drivers are known, of `answers` looked at; none weighed when `n` < `needed`.

    `left_out` are known of too few answers, `constant` never vary, `weak` did not fit among the most telling.
    """

    drivers: tuple[Weighed, ...]
    r_squared: float
    n: int
    answers: int
    needed: int
    left_out: tuple[Source, ...] = ()
    constant: tuple[Source, ...] = ()
    weak: tuple[Source, ...] = ()
    candidates: int = 0

    @property
    def missing(self) -> int:
        return max(self.needed - self.n, 0)

    @property
    def disagreement(self) -> float:
        """The widest gap of the two methods, as a share of the outcome's variance."""
        return max((abs(one.weight - one.shapley) for one in self.drivers), default=0.0)

    @property
    def agrees(self) -> bool:
        """Whether the second method puts the drivers that stand beyond chance in the same order."""
        standing = [one for one in self.drivers if one.beyond_chance]
        return standing == sorted(standing, key=lambda one: -one.shapley)


def driving(
    kind: str, where: Where, *, among: Among = "happened", without: Collection[str] = frozenset()
) -> Driving:
    """What goes together with the answers of one kind; `without` are keys of sources to leave out."""
    found = gathered(kind, where, among)
    beside = {source: values for source, values in found.beside.items() if source.key not in without}
    return weighed(Gathered(found.outcome, beside))


def needed_for(drivers: int) -> int:
    """Source: Green 1991, for a multiple correlation of middling size."""
    return 50 + 8 * drivers


def weighed(found: Gathered) -> Driving:
    outcome = np.array(list(found.outcome.values()), float)
    columns = {source: column(found, source) for source in sorted(found.beside)}
    chosen, complete = widely_known(columns)
    left_out = tuple(source for source in columns if source not in chosen)
    y = outcome[complete]
    varying = [source for source in chosen if len(y) and np.ptp(columns[source][complete]) > 0]
    constant = tuple(source for source in chosen if source not in varying)
    needed, n = needed_for(min(max(len(varying), 1), MOST_DRIVERS)), len(y)
    few = Driving((), 0.0, n, len(outcome), needed, left_out, constant, (), len(columns))
    if not varying or n < needed or np.ptp(y) == 0:
        return few
    together = {source: float(np.corrcoef(columns[source][complete], y)[0, 1]) for source in varying}
    strongest = sorted(varying, key=lambda source: (-abs(together[source]), source))
    kept, weak = strongest[:MOST_DRIVERS], tuple(strongest[MOST_DRIVERS:])
    x = np.column_stack([columns[source][complete] for source in kept])
    result = relative_drivers(x, y, seed=SEED, resamples=RESAMPLES)
    matrix = np.atleast_2d(np.corrcoef(x, rowvar=False))
    checked = shapley_weights(matrix, [together[source] for source in kept])
    drivers = [
        Weighed(
            source,
            float(values.mean()),
            float((values > 0).mean()) if values.min() < 0 < values.max() else None,
            together[source],
            one.weight,
            one.low,
            one.high,
            one.share,
            second,
            one.beyond_chance,
        )
        for source, values, one, second in zip(kept, x.T, result.drivers, checked.values, strict=True)
    ]
    drivers.sort(key=lambda one: -one.weight)
    return Driving(
        tuple(drivers), result.r_squared, n, len(outcome), needed, left_out, constant, weak, len(columns)
    )


def column(found: Gathered, source: Source) -> Array:
    """In the order of the outcome; not a number where it is not known."""
    values = found.beside[source]
    return np.array([values.get(answer, np.nan) for answer in found.outcome], float)


def widely_known(columns: dict[Source, Array]) -> tuple[list[Source], NDArray[np.bool_]]:
    """The drivers, best known first, as long as half of the answers that know any of them stay; and which stay."""
    known = {source: ~np.isnan(values) for source, values in columns.items()}
    if not known:
        return [], np.zeros(0, bool)
    most = float(np.any(np.array(list(known.values())), axis=0).sum())
    chosen: list[Source] = []
    complete = np.ones(len(next(iter(known.values()))), bool)
    for source in sorted(known, key=lambda one: (-int(known[one].sum()), one)):
        together = complete & known[source]
        if together.sum() >= WIDELY_KNOWN * most:
            chosen.append(source)
            complete = together
    return chosen, complete
