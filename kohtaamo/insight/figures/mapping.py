"""What each column of a file of figures is: said by the person, or guessed from its name and contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, Self

from django.utils.text import slugify
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kohtaamo.kit.tabular import Row, Table, guess_day_first, parse_number

from .definitions import Definition
from .periods import read_period
from .problems import FigureProblem
from .recording import Size

MOST_FIGURES = 50
SAMPLED = 200
# The share of the filled cells that must read as a number or a period; the rest are slips, refused by row.
ENOUGH = 0.6
UNIT = re.compile(
    r"^unit|yksikkö|toimipiste|department|osasto|store$|myymälä|branch$|konttori", re.IGNORECASE
)
TOUCHPOINT = re.compile(r"touch[ _-]?point|kontaktipiste|kohtaamispiste", re.IGNORECASE)
CUSTOMER = re.compile(r"customer|client|asiakas|jäsennumero", re.IGNORECASE)
# name, unit of measure, whether higher is better, whether it adds up
KNOWN: tuple[tuple[str, str, bool, bool], ...] = (
    (r"churn|poistum|lähten|irtisano|lost", "", False, False),
    (r"retention|pysyvyy|säily", "%", True, False),
    (r"cost|kustannu|kulu|expense", "€", False, True),
    (r"revenue|liikevaihto|myynti|sales|tuotto|turnover|income", "€", True, True),
)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class FigureColumn(Part):
    """A column of numbers. `direction` contradicting what the figure is known as refuses the file."""

    column: Annotated[str, Field(min_length=1, max_length=220)]
    key: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-zA-Z0-9_-]+$")]
    name: Annotated[str, Field(max_length=120)] = ""
    measure: Annotated[str, Field(max_length=20)] = ""
    direction: Literal["high_is_good", "low_is_good"] | None = None
    is_summed: bool | None = None

    def definition(self) -> Definition:
        good = None if self.direction is None else self.direction == "high_is_good"
        return Definition(
            key=self.key,
            name=self.name or self.column[:120],
            measure=self.measure,
            higher_is_better=good,
            is_summed=self.is_summed,
        )


class FigureMapping(Part):
    """With `size` month the day of a date does not matter."""

    version: Literal[1] = 1
    period: Annotated[str, Field(max_length=220)]
    size: Literal["day", "month"] = "month"
    day_first: bool | None = None
    place: Literal["", "unit", "touchpoint", "customer"] = ""
    place_column: Annotated[str, Field(max_length=220)] = ""
    figures: Annotated[list[FigureColumn], Field(max_length=MOST_FIGURES)] = []

    @model_validator(mode="after")
    def is_of_one_piece(self) -> Self:
        keys = [one.key for one in self.figures]
        if len(set(keys)) < len(keys):
            raise ValueError("two figures have the same key")
        if bool(self.place) != bool(self.place_column):
            raise ValueError("a place needs its column, and a column of places what they are")
        return self

    def columns(self) -> list[str]:
        named = [self.period, self.place_column, *(one.column for one in self.figures)]
        return [name for name in named if name]


def read_mapping(given: dict[str, Any], columns: Iterable[str]) -> FigureMapping:
    """Raises `FigureProblem`."""
    try:
        mapping = FigureMapping.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "mapping"
        raise FigureProblem("mapping_unfit", place=place, trouble=str(first["msg"])) from problem
    if not mapping.period:
        raise FigureProblem("no_period")
    known = set(columns)
    missing = [name for name in mapping.columns() if name not in known]
    if missing:
        raise FigureProblem("no_such_column", missing=", ".join(missing)[:200])
    if not mapping.figures:
        raise FigureProblem("no_figures")
    return mapping


def guess_mapping(table: Table) -> dict[str, Any]:
    """A mapping to begin with, as JSON; it may lack a period or figures, which the person then says."""
    rows = table.preview(SAMPLED)
    period = best_period(table.columns, rows)
    place, place_column = best_place(table.columns, period)
    numbers = [
        name
        for name in table.columns
        if name not in {period, place_column} and share_of(rows, name, is_number) >= ENOUGH
    ]
    day_first = guess_day_first(cells_of(rows, period)) if period else None
    return {
        "period": period,
        "size": size_of(cells_of(rows, period), day_first) if period else "month",
        "day_first": day_first,
        "place": place,
        "place_column": place_column,
        "figures": [figure_of(name) for name in distinct_keys(numbers)[:MOST_FIGURES]],
    }


def best_period(columns: Sequence[str], rows: Sequence[Row]) -> str:
    def is_period(text: str) -> bool:
        # either order of day and month will do: the question here is only whether it is a period
        return read_period(text, "day", day_first=True) is not None

    return next((name for name in columns if share_of(rows, name, is_period) >= ENOUGH), "")


def best_place(columns: Sequence[str], period: str) -> tuple[str, str]:
    for place, pattern in (("unit", UNIT), ("touchpoint", TOUCHPOINT), ("customer", CUSTOMER)):
        for name in columns:
            if name != period and pattern.search(name):
                return place, name
    return "", ""


def size_of(cells: Sequence[str], day_first: bool | None) -> Size:
    days = [found for text in cells if (found := read_period(text, "day", day_first=day_first)) is not None]
    return "month" if all(day.day == 1 for day in days) else "day"


def figure_of(column: str) -> dict[str, Any]:
    known = (facts for pattern, *facts in KNOWN if re.search(pattern, column, re.IGNORECASE))
    measure, is_good_high, is_summed = next(known, ["", True, False])
    return {
        "column": column,
        "key": key_of(column),
        "name": column[:120],
        "measure": measure,
        "direction": "high_is_good" if is_good_high else "low_is_good",
        "is_summed": is_summed,
    }


def key_of(column: str) -> str:
    return slugify(column, allow_unicode=False)[:60] or "figure"


def distinct_keys(columns: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in columns:
        found.setdefault(key_of(name), name)
    return list(found.values())


def is_number(text: str) -> bool:
    return parse_number(text, labels=False) is not None


def cells_of(rows: Sequence[Row], column: str) -> list[str]:
    return [text for row in rows if (text := row.cells[column].strip())]


def share_of(rows: Sequence[Row], column: str, holds: Any) -> float:
    cells = cells_of(rows, column)
    return sum(map(holds, cells)) / len(cells) if cells else 0.0
