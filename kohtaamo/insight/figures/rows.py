"""One row of a file as the figures it tells; or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kohtaamo.encounters.models import Customer
from kohtaamo.insight.models import BusinessFigure
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.tabular import Row, parse_number
from kohtaamo.organisation.models import Unit

from .mapping import FigureMapping
from .periods import read_period
from .recording import IncomingFigure

Place = Unit | Touchpoint | Customer
SHOWN = 80


class UnfitRowError(ValueError):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The numbers of a row by the key of their figure; those of empty cells are left out."""

    number: int
    starts_on: date
    place: str
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class Refusal:
    number: int
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return {"row": self.number, "code": self.code, "facts": self.facts}


def read_row(row: Row, mapping: FigureMapping) -> ReadRow | Refusal:
    try:
        return read(row, mapping)
    except UnfitRowError as unfit:
        return Refusal(row.number, unfit.code, unfit.facts)


def read(row: Row, mapping: FigureMapping) -> ReadRow:
    if row.problem:
        raise UnfitRowError(row.problem)
    cells = row.cells
    period = read_period(cells[mapping.period], mapping.size, day_first=mapping.day_first)
    if period is None:
        raise UnfitRowError("period_unreadable", column=mapping.period, value=cells[mapping.period][:SHOWN])
    place = " ".join(cells[mapping.place_column].split()) if mapping.place_column else ""
    if mapping.place_column and not place:
        raise UnfitRowError("place_missing", column=mapping.place_column)
    values = {
        one.key: number_of(cells[one.column], one.column)
        for one in mapping.figures
        if cells[one.column].strip()
    }
    if not values:
        raise UnfitRowError("no_numbers")
    return ReadRow(row.number, period, place, values)


def number_of(text: str, column: str) -> float:
    number = parse_number(text, labels=False)
    if number is None:
        raise UnfitRowError("number_unreadable", column=column, value=text[:SHOWN])
    return number


def places_named(kind: str, names: Iterable[str]) -> dict[str, Place]:
    """Units and touchpoints by name whatever their capitals, customers by number."""
    wanted = {name for name in names if name}
    if not kind or not wanted:
        return {}
    if kind == "customer":
        return {row.key: row for row in Customer.objects.filter(key__in=wanted)}
    rows: Iterable[Unit | Touchpoint] = (Unit if kind == "unit" else Touchpoint).objects.all()
    return {row.name.casefold(): row for row in rows}


def placed(
    reads: Sequence[ReadRow], mapping: FigureMapping, figures: dict[str, BusinessFigure]
) -> tuple[list[IncomingFigure], list[Refusal]]:
    """What can be kept, and the rows whose place is not known here."""
    known = places_named(mapping.place, [one.place for one in reads])
    kept: list[IncomingFigure] = []
    refused: list[Refusal] = []
    for one in reads:
        name = one.place if mapping.place == "customer" else one.place.casefold()
        if mapping.place and name not in known:
            refused.append(Refusal(one.number, f"unknown_{mapping.place}", {"value": one.place[:SHOWN]}))
            continue
        where: dict[str, Any] = {mapping.place: known[name]} if mapping.place else {}
        kept += [
            IncomingFigure(
                figure=figures[key], size=mapping.size, starts_on=one.starts_on, value=value, **where
            )
            for key, value in one.values.items()
        ]
    return kept, refused
