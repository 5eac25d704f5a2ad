"""How the cells of each column are read: made once for a file, because there are many rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from json.encoder import encode_basestring_ascii
from typing import Any, TypeVar

from kohtaamo.encounters import channels
from kohtaamo.feedback.direction import words_of
from kohtaamo.feedback.question import Question, UnfitError, storable
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.services import GivenValue
from kohtaamo.kit.tabular import parse_number

from .mapping import Column, Constant, Day, Mapping, NamedTouchpoint, QuestionColumn

SHOWN = 80
LONGEST_NAMES = {"touchpoint": 200, "unit": 200, "customer": 120, "case": 120}
# Together they bound what one column can make us remember.
MOST_REMEMBERED, LONGEST_REMEMBERED = 1_000, 100

Cells = dict[str, str]
Read = TypeVar("Read")


class Remembered(dict[str, Read]):
    """What was read of each text; one that is not known yet is read when it is looked up."""

    def __init__(self, read: Callable[[str], Read]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Read:
        found = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[text] = found
        return found


def remembered(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """Most columns repeat the same few texts all the way down: each is read once. What raises is read again."""
    return Remembered(read).__getitem__


def answer_reader(column: QuestionColumn) -> Callable[[str], GivenValue | None]:
    """None where the cell is empty; raises `UnfitError` for what is off the scale."""
    value_of = value_reader(column)

    def read(cell: str) -> GivenValue | None:
        text = clean(cell)
        return GivenValue(column.name, column.kind, value_of(text)) if text else None

    return read if column.kind == "open_text" else remembered(read)


def value_reader(column: QuestionColumn) -> Callable[[str], Any]:
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


class Names:
    """What a row is called by: its places and people, as they stand in its cells or for the whole file."""

    def __init__(self, mapping: Mapping) -> None:
        self._same: dict[str, str] = {}
        self._columns: list[tuple[str, str, Callable[[str], str]]] = []
        for what in ("touchpoint", "channel", "unit", "customer", "case", "language"):
            where = getattr(mapping, what)
            if isinstance(where, Column):
                self._columns.append((what, where.column, remembered(name_reader(what, where.column))))
            elif isinstance(where, NamedTouchpoint):
                self._same[what] = where.name
            else:
                self._same[what] = name_reader(what, "")(where.value) if isinstance(where, Constant) else ""

    def read(self, cells: Cells) -> dict[str, str]:
        if not self._columns:
            return self._same
        found = self._same.copy()
        for what, column, read in self._columns:
            found[what] = read(cells[column])
        return found


def name_reader(what: str, column: str) -> Callable[[str], str]:
    if what == "language":
        return clean
    if what == "channel":
        return lambda cell: channels.key_of(clean(cell))
    return partial(name_in, what, column)


def name_in(what: str, column: str, cell: str) -> str:
    name = " ".join(clean(cell).split())
    most = LONGEST_NAMES[what]
    if len(name) > most:
        raise UnfitError("name_too_long", column=column, most=most)
    return name


def fingerprinting(mapping: Mapping) -> Callable[[Cells], bytes]:
    """Of what is stored of a row, whatever the file is called and what else stands in it.

    It is the hash of a JSON list, written piece by piece: rows of earlier imports are known by it for good.
    """
    place, date = mapping.touchpoint, mapping.date
    constants = [
        place.name.casefold() if isinstance(place, NamedTouchpoint) else "",
        date.value.isoformat() if isinstance(date, Day) else "",
    ]
    begun = f"[{json.dumps(constants)}"
    columns = [(column, f", [{json.dumps(column)}, ") for column in sorted(set(mapping.columns()))]

    def fingerprint(cells: Cells) -> bytes:
        said = "".join([f"{name}{encode_basestring_ascii(cells[column])}]" for column, name in columns])
        return hashlib.blake2b(f"{begun}{said}]".encode(), digest_size=20).digest()

    return fingerprint


def step_text(step: float) -> str:
    return f"{step:g}".replace("-", "−")


def clean(text: str) -> str:
    return storable(text).strip()


def shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
