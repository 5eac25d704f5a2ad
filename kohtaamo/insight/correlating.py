"""What goes together with what: metrics against business figures, at the same place, one some months later.

Pairs come from the same unit, touchpoint or customer. That things go together does not tell which causes
which, nor that either does: pages say so beside every number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import discoveries
from kohtaamo.kit.statistics.correlation import Correlation, spearman_over_time

from .facts import Question, ask
from .figures import Grain, every_grain, monthly, monthly_of_places
from .figures.monthly import first_day, month_of
from .metric import Metric, Text
from .metrics import METRICS
from .models import BusinessFigure
from .queries import measure_all
from .where import Where, today

LAGS = range(7)
YEARS = 3
# of all that is marked as found, at most this share is chance
RATE = 0.05
Kind = Literal["metric", "figure"]
# a place (None of everything together) and a month, counted as year × 12 + month − 1
Cell = tuple[int | None, int]


@dataclass(frozen=True, slots=True)
class Series:
    """One value a place and month. `is_private`: of our own people, so no place of it is named."""

    key: str
    name: Text
    unit: str
    values: Mapping[Cell, float]
    is_private: bool = False
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` of a month beside `second` of the month `lag` later, at one place."""

    place: int | None
    month: int
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Tested:
    """`is_believed`: it stands among those found in its family, of which at most 5 % are chance."""

    first: Series
    second: Series
    lag: int
    correlation: Correlation
    is_believed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that can be set side by side at one grain."""

    grain: Grain
    metrics: list[Series]
    figures: list[Series]

    def series(self, key: str) -> Series | None:
        return next((one for one in [*self.metrics, *self.figures] if one.key == key), None)

    @property
    def others(self) -> list[Series]:
        """What metrics are set against: figures, and how our own people feel."""
        return [*self.figures, *(one for one in self.metrics if one.is_private)]


def grains_told(figures: Sequence[BusinessFigure]) -> list[Grain]:
    """At which places some figure is told, the most telling first; units where there are none."""
    told = every_grain(figures)
    order: tuple[Grain, ...] = ("unit", "touchpoint", "customer", "all")
    found = [grain for grain in order if grain in told]
    return found or ["unit"]


def known_at(grain: Grain, figures: Sequence[BusinessFigure]) -> Known:
    """Whole months only: the one that is going on would be compared half done."""
    where = Where(period=whole_months(today()))
    metrics = customer_metrics(where) if grain == "customer" else placed_metrics(where, grain)
    return Known(grain, metrics, figure_series(figures, grain, month_of(today())))


def whole_months(day: date) -> Period:
    this = month_of(day)
    return Period(first_day(this - 12 * YEARS), first_day(this))


def placed_metrics(where: Where, grain: Grain) -> list[Series]:
    """Metrics of each place and month with enough answers; a cell with too few has no value."""
    by = ["month"] if grain == "all" else [grain, "month"]
    found: list[Series] = []
    for key, rows in measure_all(where, by=by).items():
        values = {
            (None if grain == "all" else row.group[grain], month_of(row.group["month"])): row.estimate.value
            for row in rows
            if row.estimate is not None and (grain == "all" or row.group[grain] is not None)
        }
        found.append(series_of(METRICS[key], values))
    return [one for one in found if one.values]


def customer_metrics(where: Where) -> list[Series]:
    """Each customer's own mean in each month; never of our own people."""
    rows = ask(
        Question(
            sql="SELECT kind, customer, month, value, count(*) FROM facts "
            "WHERE customer IS NOT NULL GROUP BY kind, customer, month, value",
            where=where,
        )
    )
    heard: dict[str, dict[Cell, dict[float, int]]] = {}
    for kind, customer, month, value, count in rows:
        heard.setdefault(kind, {}).setdefault((customer, month), {})[value] = count
    return [
        series_of(metric, {cell: metric.sample(counts).value for cell, counts in heard[metric.kind].items()})
        for metric in METRICS.values()
        if metric.kind in heard and not metric.protects_people
    ]


def series_of(metric: Metric, values: Mapping[Cell, float]) -> Series:
    return Series(
        f"metric:{metric.key}",
        metric.short_name,
        str(metric.unit),
        values,
        metric.protects_people,
        metric.decimals,
    )


def figure_series(figures: Sequence[BusinessFigure], grain: Grain, before: int) -> list[Series]:
    if grain == "all":
        months = [one for found in monthly(figures).values() for one in found]
    else:
        months = monthly_of_places(figures, grain)
    values: dict[int, dict[Cell, float]] = {}
    for one in months:
        if one.month < before:
            values.setdefault(one.figure, {})[one.place, one.month] = one.value
    return [
        Series(f"figure:{figure.key}", figure.name, figure.measure, values[figure.pk])
        for figure in figures
        if figure.pk in values
    ]


def pairs(first: Series, second: Series, lag: int, *, once_a_place: bool = False) -> list[Pair]:
    """In the order of time. `once_a_place` keeps only the newest of each, so that no person counts twice."""
    found = [
        Pair(place, month, value, second.values[place, month + lag])
        for (place, month), value in first.values.items()
        if (place, month + lag) in second.values
    ]
    found.sort(key=lambda pair: (pair.month, pair.place or 0))
    return list({pair.place: pair for pair in found}.values()) if once_a_place else found


def correlate(known: Known, first: Series, second: Series, lag: int) -> Tested:
    beside = pairs(first, second, lag, once_a_place=known.grain == "customer")
    correlation = judged(beside)
    return Tested(first, second, lag, correlation)


def judged(beside: Sequence[Pair]) -> Correlation:
    """Months of one place are no separate witnesses: places that differ for good would all seem related."""
    first, second = [pair.first for pair in beside], [pair.second for pair in beside]
    numbers = {place: number for number, place in enumerate(dict.fromkeys(pair.place for pair in beside))}
    places = [numbers[pair.place] for pair in beside]
    return spearman_over_time(first, second, places, [pair.month for pair in beside])


def whole_table(known: Known, lags: Iterable[int] = LAGS) -> list[Tested]:
    """Every metric against every figure with every lag, one family.

    Those of which too few pairs tell nothing are listed and take no part in the choice.
    Source: Benjamini & Hochberg 1995; Spearman 1904 with Bonett & Wright 2000 for the interval (row 21);
    months of one place, Clifford, Richardson & Hémon 1989.
    """
    given = list(lags)
    every = [
        correlate(known, first, second, lag)
        for second in known.others
        for first in known.metrics
        if first.key != second.key and not (first.is_private and second.is_private)
        for lag in given
    ]
    told = [one for one in every if one.correlation.rho is not None]
    found = dict(zip(map(id, told), discoveries([one.correlation.p for one in told], rate=RATE), strict=True))
    return [
        Tested(one.first, one.second, one.lag, one.correlation, is_believed=found.get(id(one), False))
        for one in every
    ]
