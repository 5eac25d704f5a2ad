"""One row of a file, read by its mapping into the encounters it tells of; each stands or falls by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kohtaamo.encounters import channels
from kohtaamo.encounters.reasons import UnfitEncounterError
from kohtaamo.encounters.services import IncomingCustomer, read_customer, storable
from kohtaamo.kit.tabular import OutOfRange, Row, parse_moment, parse_number

from .mapping import (
    SECONDS,
    AttributeSince,
    Column,
    Constant,
    EncounterMapping,
    FlagColumn,
    Meeting,
    NamedTouchpoint,
    Since,
)

SHOWN = 80
LONGEST = {"touchpoint": 200, "unit": 200, "agent": 120, "customer": 120}
# With the name of the meeting and what stands before, the uid of an encounter still fits.
LONGEST_UID = 48
DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMeeting:
    """Names are not looked up yet."""

    number: int
    meeting: str
    uid: str
    happened_at: datetime
    touchpoint: str
    channel: str
    unit: str
    agent: str
    customer: IncomingCustomer | None
    case: str
    # seconds, counts, yes and no, by the names of the fields of an encounter
    observed: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    number: int
    meeting: str
    code: str
    facts: Mapping[str, Any]


class UnfitCellError(ValueError):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class RowReader:
    """`day_first` says of each column of moments which comes first, None where either would do."""

    def __init__(
        self, mapping: EncounterMapping, *, day_first: Mapping[str, bool | None], excel_serial: bool
    ) -> None:
        self.mapping = mapping
        self._zone = ZoneInfo(mapping.zone)
        self._day_first = day_first
        self._excel_serial = excel_serial
        self._columns = sorted(set(mapping.columns()))

    def read(self, row: Row) -> list[ReadMeeting | Refusal]:
        if row.problem:
            return [Refusal(row.number, "", row.problem, {})]
        found = [self._meeting(row, meeting) for meeting in self.mapping.meetings]
        return [one for one in found if one] or [Refusal(row.number, "", "no_meetings", {})]

    def _meeting(self, row: Row, meeting: Meeting) -> ReadMeeting | Refusal | None:
        cells = row.cells
        if not storable(cells[meeting.date.column]):
            return None
        try:
            happened_at = self._moment(cells, meeting.date.column)
            return ReadMeeting(
                number=row.number,
                meeting=meeting.name,
                uid=f"import:{self._uid(cells)}:{meeting.name}",
                happened_at=happened_at,
                touchpoint=touchpoint_of(meeting, cells),
                channel=channels.key_of(cell_of(meeting.channel, cells)),
                unit=name_of("unit", meeting.unit, cells),
                agent=name_of("agent", meeting.agent, cells),
                customer=self._customer(cells),
                case=cell_of(self.mapping.case, cells),
                observed={**self._numbers(cells, meeting, happened_at), **flags_of(cells, meeting)},
                attributes=self._attributes(cells, meeting, happened_at),
            )
        except UnfitCellError as unfit:
            return Refusal(row.number, meeting.name, unfit.code, unfit.facts)

    def _customer(self, cells: dict[str, str]) -> IncomingCustomer | None:
        key = name_of("customer", self.mapping.customer, cells)
        contact: dict[str, Any] = {
            field: cell_of(column, cells) for field, column in self.mapping.contact.items()
        }
        if not key and not contact.get("email") and not contact.get("phone"):
            return None
        try:
            return read_customer(IncomingCustomer(key=key, **contact))
        except UnfitEncounterError as unfit:
            raise UnfitCellError(unfit.code, **unfit.facts) from unfit

    def _uid(self, cells: dict[str, str]) -> str:
        """Without a column of its own a row is known by all that is read of it."""
        own = cell_of(self.mapping.uid, cells)
        if own and len(own) <= LONGEST_UID:
            return own
        said = own or json.dumps([[column, cells[column]] for column in self._columns])
        return "row:" + hashlib.blake2b(said.encode(), digest_size=20).hexdigest()

    def _moment(self, cells: dict[str, str], column: str) -> datetime:
        text = storable(cells[column])
        facts = {"column": column, "value": shown(text)}
        try:
            found = self._parsed(text, self._day_first.get(column))
        except OutOfRange as problem:
            raise UnfitCellError("date_out_of_range", **facts) from problem
        if found is None:
            raise UnfitCellError("date_unclear" if self._is_date(text) else "date_unreadable", **facts)
        return found

    def _parsed(self, text: str, day_first: bool | None) -> datetime | None:
        return parse_moment(text, day_first=day_first, zone=self._zone, excel_serial=self._excel_serial)

    def _is_date(self, text: str) -> bool:
        try:
            return self._parsed(text, day_first=True) is not None
        except OutOfRange:
            return True

    def _numbers(self, cells: dict[str, str], meeting: Meeting, happened_at: datetime) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, told in meeting.durations.items():
            if isinstance(told, Since):
                seconds = self._seconds_since(cells, told.since, happened_at)
                if seconds is not None and seconds >= 0:
                    found[name] = round(seconds)
            elif (number := number_in(cells, told.column, told.unit)) is not None:
                found[name] = round(number * SECONDS[told.unit])
        for counted, count in meeting.counts.items():
            if (number := number_in(cells, count.column, "pieces")) is not None:
                found[counted] = round(number)
        return found

    def _seconds_since(self, cells: dict[str, str], column: str, happened_at: datetime) -> float | None:
        if not storable(cells[column]):
            return None
        # by way of UTC: two moments of one zone are told apart by their clocks, whatever summer time does
        return (happened_at.astimezone(UTC) - self._moment(cells, column).astimezone(UTC)).total_seconds()

    def _attributes(
        self, cells: dict[str, str], meeting: Meeting, happened_at: datetime
    ) -> dict[str, str | float]:
        found: dict[str, str | float] = {}
        for one in (*self.mapping.attributes, *meeting.attributes):
            if isinstance(one, AttributeSince):
                seconds = self._seconds_since(cells, one.days_since, happened_at)
                if seconds is not None:
                    found[one.name] = round(seconds / DAY, 2)
            elif text := storable(cells[one.column]):
                found[one.name] = text[:300]
        return found


def touchpoint_of(meeting: Meeting, cells: dict[str, str]) -> str:
    where = meeting.touchpoint
    if isinstance(where, NamedTouchpoint):
        return where.name
    name = name_of("touchpoint", where, cells)
    if not name:
        raise UnfitCellError("touchpoint_missing", column=where.column)
    return name


def flags_of(cells: dict[str, str], meeting: Meeting) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for name, told in meeting.flags.items():
        value = flag_in(cells, told) if isinstance(told, FlagColumn) else told
        if value is not None:
            found[name] = value
    return found


def flag_in(cells: dict[str, str], told: FlagColumn) -> bool | None:
    text = storable(cells[told.column])
    word = text.casefold()
    if not word:
        return None
    if word in {one.casefold() for one in told.yes}:
        return True
    if word in {one.casefold() for one in told.no}:
        return False
    raise UnfitCellError("flag_unreadable", column=told.column, value=shown(text))


def number_in(cells: dict[str, str], column: str, unit: str) -> float | None:
    text = storable(cells[column])
    if not text:
        return None
    number = parse_number(text)
    if number is None:
        raise UnfitCellError("number_unreadable", column=column, value=shown(text), unit=unit)
    return number


def cell_of(where: Column | Constant | None, cells: dict[str, str]) -> str:
    if where is None:
        return ""
    return where.value.strip() if isinstance(where, Constant) else storable(cells[where.column])


def name_of(what: str, where: Column | Constant | None, cells: dict[str, str]) -> str:
    name = " ".join(cell_of(where, cells).split())
    most = LONGEST[what]
    if len(name) > most:
        raise UnfitCellError("name_too_long", column=getattr(where, "column", ""), most=most)
    return name


def shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
