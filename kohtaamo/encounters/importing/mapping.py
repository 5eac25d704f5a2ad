"""What each column of a file of encounters is, as a JSON file of the person's own says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .problems import EncounterImportProblem

ColumnName = Annotated[str, Field(min_length=1, max_length=220)]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
MOST_MEETINGS, MOST_ATTRIBUTES, MOST_NAMED = 50, 50, 30
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
Unit = Literal["seconds", "minutes", "hours", "days"]
Duration = Literal["responded_seconds", "waited_seconds", "lasted_seconds"]
Count = Literal["transfers", "turns"]
Contact = Literal["name", "email", "phone", "segment", "language", "preferred_channel"]
Flag = Literal["resolved", "resolvable", "dropped_off"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Column(Part):
    column: ColumnName


class Constant(Part):
    """The same for every row."""

    value: Annotated[str, Field(max_length=200)]


class NamedTouchpoint(Part):
    name: Annotated[str, Field(min_length=1, max_length=200)]


class Date(Part):
    """`day_first` None reads it off the column."""

    column: ColumnName
    day_first: bool | None = None


class Told(Part):
    """Seconds from a number in a column."""

    column: ColumnName
    unit: Unit = "seconds"


class Since(Part):
    """Seconds from the moment in another column to the moment of the encounter; before it, it is not known."""

    since: ColumnName


class FlagColumn(Part):
    """Which words mean yes and which no; an empty cell is not known."""

    column: ColumnName
    yes: list[str] = ["1", "true", "yes", "y", "x", "kyllä"]
    no: list[str] = ["0", "false", "no", "n", "ei"]


class AttributeColumn(Part):
    column: ColumnName
    name: Name


class AttributeSince(Part):
    """Days from the moment in another column to the encounter, below zero when it came before."""

    days_since: ColumnName
    name: Name


class Meeting(Part):
    """One encounter of a row; where the cell of its date is empty, there was none."""

    name: Name
    touchpoint: Column | NamedTouchpoint
    date: Date
    channel: Column | Constant | None = None
    unit: Column | Constant | None = None
    agent: Column | Constant | None = None
    durations: dict[Duration, Told | Since] = {}
    counts: dict[Count, Column] = {}
    flags: dict[Flag, FlagColumn | bool] = {}
    attributes: Annotated[list[AttributeColumn | AttributeSince], Field(max_length=MOST_ATTRIBUTES)] = []

    def columns(self) -> Iterator[str]:
        singles = (self.touchpoint, self.date, self.channel, self.unit, self.agent)
        given = (*self.durations.values(), *self.counts.values(), *self.flags.values(), *self.attributes)
        yield from columns_in((*singles, *given))

    def moments(self) -> Iterator[str]:
        """The columns that hold moments."""
        yield self.date.column
        for part in (*self.durations.values(), *self.attributes):
            name = getattr(part, "since", None) or getattr(part, "days_since", None)
            if name:
                yield name


class EncounterMapping(Part):
    """`uid` tells rows apart, `case` is what the encounters of several rows, or of one, are about."""

    version: Literal[1] = 1
    uid: Column | None = None
    case: Column | None = None
    customer: Column | None = None
    # what is told of the customer herself
    contact: dict[Contact, Column] = {}
    attributes: Annotated[list[AttributeColumn], Field(max_length=MOST_ATTRIBUTES)] = []
    meetings: Annotated[list[Meeting], Field(min_length=1, max_length=MOST_MEETINGS)]
    zone: str = "Europe/Helsinki"

    @model_validator(mode="after")
    def is_of_one_piece(self) -> Self:
        names = [meeting.name for meeting in self.meetings]
        if len(set(names)) < len(names):
            raise ValueError("two meetings have the same name")
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, KeyError) as problem:
            raise ValueError(f"unknown time zone {self.zone!r}") from problem
        return self

    def columns(self) -> Iterator[str]:
        yield from columns_in((self.uid, self.case, self.customer, *self.contact.values(), *self.attributes))
        for meeting in self.meetings:
            yield from meeting.columns()


def columns_in(parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        for field in ("column", "since", "days_since"):
            name = getattr(part, field, None)
            if name:
                yield name


def read_mapping(raw: str, columns: Iterable[str]) -> EncounterMapping:
    """The mapping, when this file can be imported with it; raises `EncounterImportProblem`."""
    try:
        # Windows programs put a mark before the first letter of a file.
        given = json.loads(raw.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        place = f"{problem.lineno}:{problem.colno}" if isinstance(problem, json.JSONDecodeError) else "1:1"
        raise EncounterImportProblem("mapping_not_json", place=place) from problem
    try:
        mapping = EncounterMapping.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "mapping"
        raise EncounterImportProblem("mapping_unfit", place=place, trouble=str(first["msg"])) from problem
    known = list(columns)
    missing = [column for column in dict.fromkeys(mapping.columns()) if column not in known]
    if missing:
        raise EncounterImportProblem("no_such_column", missing=quoted(missing), columns=quoted(known))
    return mapping


def quoted(names: list[str]) -> str:
    shown = ", ".join(_("“%(name)s”") % {"name": name[:60]} for name in names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown}, …"
