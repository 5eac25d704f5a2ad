"""What each column of a file is. Kept as JSON: in a file of the person's own, and with each import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kohtaamo.feedback.direction import Direction, Told, check_told
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS

from .problems import ImportProblem

ColumnName = Annotated[str, Field(min_length=1, max_length=220)]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
MOST_QUESTIONS, MOST_ATTRIBUTES = 200, 50


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Column(Part):
    column: ColumnName


class Constant(Part):
    """The same for every row."""

    value: Annotated[str, Field(max_length=200)]


class DateColumn(Part):
    """`day_first` None reads it off the column; `format` is of `strptime`, for what nothing else reads."""

    column: ColumnName
    day_first: bool | None = None
    format: Annotated[str, Field(max_length=60)] | None = None


class Day(Part):
    """All rows happened on this day: for a file without dates."""

    value: date


class NamedTouchpoint(Part):
    name: Annotated[str, Field(min_length=1, max_length=200)]


class QuestionColumn(Part):
    """`values` translates what cells say into what the question takes, for example "positive" into 5.

    `direction` (or `higher_is_better`) and `scale`, the two ends, may be told of the column: a file whose scale
    goes otherwise than the kind is refused, never turned round.
    """

    column: ColumnName
    kind: str
    name: Name
    values: dict[str, int | float | str] = {}
    separator: Annotated[str, Field(min_length=1, max_length=3)] = ";"
    direction: Direction | None = None
    higher_is_better: bool | None = None
    scale: tuple[float, float] | None = None

    def told(self) -> Told:
        direction = self.direction
        if direction is None and self.higher_is_better is not None:
            direction = "high_is_good" if self.higher_is_better else "low_is_good"
        numbers = {words: value for words, value in self.values.items() if isinstance(value, int | float)}
        return Told(direction=direction, scale=self.scale, labels=numbers)

    @model_validator(mode="after")
    def is_of_a_kind(self) -> Self:
        if self.kind not in QUESTIONS:
            raise ValueError(
                f"unknown question kind {self.kind!r}; there are: {', '.join(sorted(QUESTIONS))}"
            )
        return self


class AttributeColumn(Part):
    column: ColumnName
    name: Name


class Mapping(Part):
    """`case` is what the answer is about: the number of an order, say, whose encounter it is linked to."""

    version: Literal[1] = 1
    date: DateColumn | Day | None = None
    uid: Column | None = None
    touchpoint: Column | NamedTouchpoint | None = None
    channel: Column | Constant | None = None
    unit: Column | Constant | None = None
    customer: Column | None = None
    case: Column | None = None
    language: Column | Constant | None = None
    questions: Annotated[list[QuestionColumn], Field(max_length=MOST_QUESTIONS)] = []
    attributes: Annotated[list[AttributeColumn], Field(max_length=MOST_ATTRIBUTES)] = []
    zone: str = "Europe/Helsinki"

    @model_validator(mode="after")
    def is_of_one_piece(self) -> Self:
        for what, parts in (("questions", self.questions), ("attributes", self.attributes)):
            names = [part.name for part in parts]
            if len(set(names)) < len(names):
                raise ValueError(f"two {what} have the same name")
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, KeyError) as problem:
            raise ValueError(f"unknown time zone {self.zone!r}") from problem
        return self

    def columns(self) -> Iterator[str]:
        """Every column that is named, in a fixed order; one may be named twice."""
        singles = (
            self.date,
            self.uid,
            self.touchpoint,
            self.channel,
            self.unit,
            self.customer,
            self.case,
            self.language,
        )
        for part in [*singles, *self.questions, *self.attributes]:
            column = getattr(part, "column", None)
            if column is not None:
                yield column

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def read_mapping(raw: str | dict[str, Any] | Mapping) -> Mapping:
    """Raises `ImportProblem` "mapping_unfit" with the first trouble and where it stands."""
    if isinstance(raw, Mapping):
        return raw
    try:
        # Windows programs put a mark before the first letter of a file.
        given = json.loads(raw.removeprefix("\ufeff")) if isinstance(raw, str) else raw
    except (ValueError, RecursionError) as problem:
        place = f"{problem.lineno}:{problem.colno}" if isinstance(problem, json.JSONDecodeError) else "1:1"
        raise ImportProblem("mapping_not_json", place=place) from problem
    try:
        return Mapping.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "mapping"
        raise ImportProblem("mapping_unfit", place=place, trouble=str(first["msg"])) from problem


def check_mapping(mapping: Mapping, columns: Iterable[str]) -> None:
    """Whether this file can be imported with it; raises `ImportProblem`."""
    known = list(columns)
    missing = [column for column in dict.fromkeys(mapping.columns()) if column not in known]
    if missing:
        raise ImportProblem("no_such_column", missing=quoted(missing), columns=quoted(known))
    if not mapping.questions:
        raise ImportProblem("no_questions", columns=quoted(known))
    if mapping.date is None:
        raise ImportProblem("no_date", columns=quoted(known))
    if mapping.touchpoint is None:
        raise ImportProblem("no_touchpoint")
    for one in mapping.questions:
        try:
            check_told(one.kind, one.told(), name=one.name)
        except UnfitError as unfit:
            raise ImportProblem(unfit.code, **unfit.facts) from unfit


def quoted(names: list[str], most: int = 30) -> str:
    shown = ", ".join(_("“%(name)s”") % {"name": name[:60]} for name in names[:most])
    return shown if len(names) <= most else f"{shown}, …"


def left_out(mapping: Mapping, columns: Iterable[str]) -> list[str]:
    """The columns that will not be stored."""
    named = set(mapping.columns())
    return [column for column in columns if column not in named]


def layout_of(columns: Iterable[str]) -> str:
    """The same for files whose columns have the same names in the same order, whatever their capitals."""
    names = [" ".join(column.casefold().split()) for column in columns]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()
