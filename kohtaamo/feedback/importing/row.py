"""One row of a file, read by its mapping into what an answer needs; or refused with the reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from kohtaamo.encounters import channels
from kohtaamo.feedback.direction import words_of
from kohtaamo.feedback.question import Question, UnfitError, storable
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.services import GivenValue
from kohtaamo.kit.tabular import OutOfRange, Row, parse_moment, parse_number

from .mapping import Column, Constant, DateColumn, Day, Mapping, NamedTouchpoint, QuestionColumn

SHOWN = 80
LONGEST_UID = 110
LONGEST_NAMES = {"touchpoint": 200, "unit": 200, "customer": 120, "case": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """Names are not looked up yet. `uid` is empty where the row has none of its own."""

    number: int
    uid: str
    fingerprint: bytes
    happened_at: datetime
    content: tuple[GivenValue, ...]
    attributes: dict[str, str]
    touchpoint: str
    channel: str
    unit: str
    customer: str
    case: str
    language: str


@dataclass(frozen=True, slots=True)
class Refusal:
    number: int
    code: str
    facts: dict[str, Any]


class RowReader:
    def __init__(self, mapping: Mapping, *, day_first: bool | None, excel_serial: bool) -> None:
        self.mapping = mapping
        self._zone = ZoneInfo(mapping.zone)
        self._day_first = day_first
        self._excel_serial = excel_serial
        self._questions = [(one, question_reader(one)) for one in mapping.questions]
        self._columns = sorted(set(mapping.columns()))
        self._constants = [
            mapping.touchpoint.name.casefold() if isinstance(mapping.touchpoint, NamedTouchpoint) else "",
            mapping.date.value.isoformat() if isinstance(mapping.date, Day) else "",
        ]

    def read(self, row: Row) -> ReadRow | Refusal:
        try:
            return self._read(row)
        except UnfitError as unfit:
            return Refusal(row.number, unfit.code, unfit.facts)

    def _read(self, row: Row) -> ReadRow:
        if row.problem:
            raise UnfitError(row.problem)
        mapping, cells = self.mapping, row.cells
        content = self._content(cells)
        if not content:
            raise UnfitError("no_values")
        uid = cell_of(mapping.uid, cells)
        return ReadRow(
            number=row.number,
            uid=own_uid(uid) if uid else "",
            fingerprint=self._fingerprint(cells),
            happened_at=self._moment(cells),
            content=content,
            attributes={one.name: text for one in mapping.attributes if (text := clean(cells[one.column]))},
            touchpoint=self._touchpoint(cells),
            channel=channels.key_of(cell_of(mapping.channel, cells)),
            unit=name_of("unit", mapping.unit, cells),
            customer=name_of("customer", mapping.customer, cells),
            case=name_of("case", mapping.case, cells),
            language=cell_of(mapping.language, cells),
        )

    def _content(self, cells: dict[str, str]) -> tuple[GivenValue, ...]:
        given = []
        for question, read in self._questions:
            text = clean(cells[question.column])
            if text:
                given.append(GivenValue(question.name, question.kind, read(text)))
        return tuple(given)

    def _fingerprint(self, cells: dict[str, str]) -> bytes:
        """Of what is stored of the row, whatever the file is called and what else stands in it."""
        named = [self._constants, *([column, cells[column]] for column in self._columns)]
        return hashlib.blake2b(json.dumps(named).encode(), digest_size=20).digest()

    def _moment(self, cells: dict[str, str]) -> datetime:
        date = self.mapping.date
        if isinstance(date, Day):
            return datetime.combine(date.value, time.min, tzinfo=self._zone)
        if date is None:
            raise UnfitError("date_missing", column="")
        text = clean(cells[date.column])
        facts = {"column": date.column, "value": shown(text)}
        if not text:
            raise UnfitError("date_missing", **facts)
        try:
            found = self._parse_date(text, date)
        except OutOfRange as problem:
            raise UnfitError("date_out_of_range", **facts) from problem
        if found is None:
            readable = date.format is None and is_date_either_way(text, self._zone)
            raise UnfitError("date_unclear" if readable else "date_unreadable", **facts)
        return found

    def _parse_date(self, text: str, date: DateColumn) -> datetime | None:
        if date.format is None:
            return parse_moment(
                text, day_first=self._day_first, zone=self._zone, excel_serial=self._excel_serial
            )
        return parse_by_format(text, date.format, self._zone)

    def _touchpoint(self, cells: dict[str, str]) -> str:
        where = self.mapping.touchpoint
        if isinstance(where, NamedTouchpoint):
            return where.name
        name = name_of("touchpoint", where, cells)
        if not name:
            raise UnfitError("touchpoint_missing", column=where.column if where else "")
        return name


def parse_by_format(text: str, form: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes below
    except ValueError:
        return None
    if not 1900 <= found.year <= 2100:  # noqa: PLR2004 - the years that are stored
        raise OutOfRange(found.year)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)


def is_date_either_way(text: str, zone: tzinfo) -> bool:
    try:
        return parse_moment(text, day_first=True, zone=zone) is not None
    except OutOfRange:
        return True


def question_reader(column: QuestionColumn) -> Callable[[str], Any]:
    """How the cells of one question become its value; raises `UnfitError` for what is off its scale."""
    question = QUESTIONS[column.kind]
    translated = {key.strip().casefold(): value for key, value in column.values.items()}
    if question.scale:
        return score_reader(column, question, {**words_of(question), **translated})
    if question.key == "multiple_choice":
        return lambda text: [
            str(translated.get(part.casefold(), part))
            for one in text.split(column.separator)
            if (part := one.strip())
        ]
    return lambda text: str(translated.get(text.casefold(), text))


def score_reader(column: QuestionColumn, question: Question, words: dict[str, Any]) -> Callable[[str], int]:
    scale = question.scale or ()
    facts = {"column": column.column, "low": step_text(min(scale)), "high": step_text(max(scale))}

    def read(text: str) -> int:
        raw = words.get(text.casefold(), text)
        number = parse_number(raw) if isinstance(raw, str) else float(raw)
        if number is None:
            raise UnfitError("score_unreadable", **facts, value=shown(text))
        if number not in scale:
            raise UnfitError("score_off_scale", **facts, value=shown(text))
        return int(number)

    return read


def step_text(step: float) -> str:
    return f"{step:g}".replace("-", "−")


def clean(text: str) -> str:
    return storable(text).strip()


def cell_of(where: Column | Constant | None, cells: dict[str, str]) -> str:
    if where is None:
        return ""
    return where.value.strip() if isinstance(where, Constant) else clean(cells[where.column])


def name_of(what: str, where: Column | Constant | None, cells: dict[str, str]) -> str:
    name = " ".join(cell_of(where, cells).split())
    most = LONGEST_NAMES[what]
    if len(name) > most:
        raise UnfitError("name_too_long", column=getattr(where, "column", ""), most=most)
    return name


def own_uid(text: str) -> str:
    if len(text) > LONGEST_UID:
        text = hashlib.sha256(text.encode()).hexdigest()
    return f"import:{text}"


def shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
