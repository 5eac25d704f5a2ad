"""Metrics and business figures that have nothing to do with one another: what is called a find."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kohtaamo.insight.correlating import RATE, Cell, Known, Series, whole_table

from .populations import Floats
from .row import Row, percent, sized

TABLES = sized(small=10, full=120)
METRICS, FIGURES, UNITS, MONTHS = 6, 4, 8, 24
LAGS = range(7)
FIRST_MONTH = 24_000
# How much of each month's value lasts to the next, and of all variation lies between units.
LASTING, BETWEEN_UNITS = 0.5, 0.5


def all_finds() -> Iterator[Row]:
    yield found("months that do not remember", lasting=0.0, between=0.0)
    yield found(
        "months like the one before, units that differ for good",
        lasting=LASTING,
        between=BETWEEN_UNITS,
    )


def found(what: str, *, lasting: float, between: float) -> Row:
    """With nothing to find, every find is false: the false discovery rate is the share of tables with any."""
    chance = np.random.default_rng([21, int(10 * lasting)])
    finds = [
        any(one.is_believed for one in whole_table(table(chance, lasting, between), LAGS))
        for _ in range(TABLES)
    ]
    result = float(np.mean(finds))
    return Row(
        what=f"False discoveries: {METRICS} metrics × {FIGURES} figures × {len(LAGS)} lags, {what}",
        n=f"{UNITS} units, {MONTHS} months",
        replays=TABLES,
        result=result,
        least=0.0,
        most=RATE,
        shown=percent(result),
    )


def table(chance: np.random.Generator, lasting: float, between: float) -> Known:
    metrics = [series(f"metric:{place}", chance, lasting, between) for place in range(METRICS)]
    figures = [series(f"figure:{place}", chance, lasting, between) for place in range(FIGURES)]
    return Known("unit", metrics, figures)


def series(key: str, chance: np.random.Generator, lasting: float, between: float) -> Series:
    noise: Floats = chance.normal(0, 1, (UNITS, MONTHS))
    for month in range(1, MONTHS):
        noise[:, month] = lasting * noise[:, month - 1] + (1 - lasting**2) ** 0.5 * noise[:, month]
    level = chance.normal(0, 1, (UNITS, 1))
    whole = between**0.5 * level + (1 - between) ** 0.5 * noise
    values: dict[Cell, float] = {
        (unit, FIRST_MONTH + month): float(whole[unit, month])
        for unit in range(UNITS)
        for month in range(MONTHS)
    }
    return Series(key, key, "", values)
