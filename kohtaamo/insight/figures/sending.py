"""Figures as programs send them: each value by itself, so that one that is unfit fails alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from kohtaamo.insight.models import BusinessFigure

from .definitions import Definition, DirectionError, define
from .periods import YEAR_FIRST, YEAR_LAST, read_period
from .problems import GOOD
from .recording import IncomingFigure, record_figures
from .rows import SHOWN, Place, places_named

PLACES = ("unit", "touchpoint", "customer")


class FigureIn(BaseModel):
    """A period is a month (2026-03) or a day (2026-03-15); a place at most one of unit, touchpoint, customer."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    figure: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-zA-Z0-9_-]+$")]
    period: Annotated[str, Field(max_length=10)]
    value: float
    unit: Annotated[str, Field(max_length=200)] = ""
    touchpoint: Annotated[str, Field(max_length=200)] = ""
    customer: Annotated[str, Field(max_length=120)] = ""
    name: Annotated[str, Field(max_length=120)] = ""
    measure: Annotated[str, Field(max_length=20)] = ""
    direction: Literal["high_is_good", "low_is_good"] | None = None
    summed: bool | None = None

    def definition(self) -> Definition:
        good = None if self.direction is None else self.direction == "high_is_good"
        return Definition(
            key=self.figure,
            name=self.name,
            measure=self.measure,
            higher_is_better=good,
            is_summed=self.summed,
        )

    def places(self) -> dict[str, str]:
        return {kind: getattr(self, kind) for kind in PLACES if getattr(self, kind)}


@dataclass(frozen=True, slots=True)
class FigureOutcome:
    status: Literal["stored", "unchanged", "refused"]
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def take_figures(items: Sequence[FigureIn]) -> list[FigureOutcome]:
    """One outcome an item, in the order given."""
    known = {kind: places_named(kind, [getattr(one, kind) for one in items]) for kind in PLACES}
    figures: dict[Definition, BusinessFigure] = {}
    return [take(one, known, figures) for one in items]


def take(
    item: FigureIn, known: Mapping[str, Mapping[str, Place]], figures: dict[Definition, BusinessFigure]
) -> FigureOutcome:
    is_month = bool(YEAR_FIRST.fullmatch(item.period) or YEAR_LAST.fullmatch(item.period))
    size: Literal["day", "month"] = "month" if is_month else "day"
    starts_on = read_period(item.period, size, day_first=True)
    if starts_on is None:
        return refused("period_unreadable", column="period", value=item.period)
    if not isfinite(item.value):
        return refused("number_unreadable", column="value", value=str(item.value))
    if len(item.places()) > 1:
        return refused("two_places")
    where: dict[str, Any] = {}
    for kind, name in item.places().items():
        key = name if kind == "customer" else name.casefold()
        if key not in known[kind]:
            return refused(f"unknown_{kind}", value=name[:SHOWN])
        where[kind] = known[kind][key]
    try:
        figure = figure_of(item.definition(), figures)
    except DirectionError as problem:
        return refused("direction_contradicts", **contradicted(problem.figure))
    told = IncomingFigure(figure=figure, size=size, starts_on=starts_on, value=item.value, **where)
    return FigureOutcome("stored" if record_figures([told]).stored else "unchanged")


def figure_of(told: Definition, figures: dict[Definition, BusinessFigure]) -> BusinessFigure:
    if told not in figures:
        figures[told] = define([told])[told.key]
    return figures[told]


def contradicted(figure: BusinessFigure) -> dict[str, str]:
    return {"name": figure.name, "known": str(GOOD[figure.higher_is_better])}


def refused(reason: str, **facts: Any) -> FigureOutcome:
    return FigureOutcome("refused", reason, facts)
