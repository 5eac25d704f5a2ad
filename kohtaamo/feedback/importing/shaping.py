"""A question of a foreign file as a question here, and the reader of its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.question import CHOICE_LENGTH, OTHER
from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.tabular import parse_moment

from .found import Asked
from .readers import Cells, clean
from .settling import Facts, coded, codes_of, day_order, yes_or_no

TITLE_LENGTH, TEXT_LENGTH = 2000, 300
Read = Callable[[Cells], Any]


def words(text: str, most: int = TEXT_LENGTH) -> str:
    """Plain, as it is shown: a brace would name an answer."""
    return plain(text)[:most].replace("{", "{{")


def element_of(asked: Asked, kind: str, facts: Facts, *, name: str, language: str) -> Element:
    fields: dict[str, Any] = {"name": name, "type": kind}
    fields["title"] = {language: words(asked.title, TITLE_LENGTH // 2) or words(asked.name) or name}
    if kind in {"multiple_choice", "ranking"} and asked.shape in {"many", "ranking"}:
        fields["choices"] = [line(item.value, item.text, language) for item in asked.items]
    elif kind in {"single_choice", "multiple_choice", "ranking"}:
        fields["choices"] = lines(choice_values(asked, facts), asked, language)
    elif kind == "matrix":
        fields["rows"] = [line(item.value, item.text, language) for item in asked.items]
        fields["columns"] = lines(codes_of(asked, facts), asked, language)
    if asked.other and "other" in QUESTIONS[kind].takes:
        fields["other"] = True
    return Element.model_validate(fields)


def choice_values(asked: Asked, facts: Facts) -> list[str]:
    if asked.shape != "joined":
        return codes_of(asked, facts)
    known = set(asked.labels)
    found = dict.fromkeys(asked.labels)
    for cell in facts[asked.column].values:
        found |= dict.fromkeys(parts_of(cell, asked.separator, known))
    return list(found)


def lines(codes: list[str], asked: Asked, language: str) -> list[dict[str, Any]]:
    made = {value_of(code): line(code, asked.labels.get(code, code), language) for code in codes}
    return list(made.values())


def line(code: str, text: str, language: str) -> dict[str, Any]:
    return {"value": value_of(code), "text": {language: words(text) or words(code) or "–"}}


def value_of(code: str) -> str:
    return clean(code)[:CHOICE_LENGTH]


def reader_of(asked: Asked, kind: str, facts: Facts) -> Read:
    """What a row says to the question; None where it says nothing."""
    return READERS.get(asked.shape, read_one)(asked, kind, facts)


def read_one(asked: Asked, kind: str, facts: Facts) -> Read:
    column, other, own = asked.column, asked.other, asked.own
    told: Mapping[str, bool] = (yes_or_no(asked, coded(asked, facts)) or {}) if kind == "yes_no" else {}

    day_first = day_order(facts[column]) if kind == "date" else None

    def read(cells: Cells) -> Any:
        text = clean(cells.get(column, ""))
        text = asked.codes.get(text, text) if kind != "open_text" else text
        if day_first is not None:
            return day_of(text, day_first=day_first)
        if other and kind == "single_choice" and (text == own or not text):
            said = clean(cells.get(other, ""))
            return {OTHER: said[:CHOICE_LENGTH]} if said else None
        if not text:
            return None
        if told:
            return told.get(text, text)
        return value_of(text) if kind == "single_choice" else text

    return read


def day_of(text: str, *, day_first: bool) -> str | None:
    found = parse_moment(text, day_first=day_first) if text else None
    return found.date().isoformat() if found else text or None


def read_many(asked: Asked, _kind: str, _facts: Facts) -> Read:
    items, other = asked.items, asked.other

    def read(cells: Cells) -> Any:
        said: list[Any] = [
            value_of(item.value)
            for item in items
            if (text := clean(cells.get(item.column, ""))) and (item.counted is None or text == item.counted)
        ]
        own = clean(cells.get(other, "")) if other else ""
        return [*said, {OTHER: own[:CHOICE_LENGTH]}] if own else said or None

    return read


def read_codes(asked: Asked, _kind: str, _facts: Facts) -> Read:
    columns, codes = [item.column for item in asked.items], asked.codes
    return lambda cells: (
        [value_of(codes.get(text, text)) for one in columns if (text := clean(cells.get(one, "")))] or None
    )


def read_joined(asked: Asked, _kind: str, _facts: Facts) -> Read:
    known, column, separator, codes = set(asked.labels), asked.column, asked.separator, asked.codes
    return lambda cells: (
        [value_of(codes.get(part, part)) for part in parts_of(clean(cells.get(column, "")), separator, known)]
        or None
    )


def parts_of(cell: str, separator: str, known: set[str]) -> list[str]:
    """Of a cell with several; a known choice may hold the separator itself."""
    parts = [part.strip() for part in cell.split(separator)]
    found, at = [], 0
    while at < len(parts):
        whole = next(
            (
                (end, joined)
                for end in range(len(parts), at + 1, -1)
                if (joined := f"{separator} ".join(parts[at:end])) in known
            ),
            (at + 1, parts[at]),
        )
        at, part = whole
        if part:
            found.append(part)
    return found


def read_table(asked: Asked, _kind: str, _facts: Facts) -> Read:
    rows, codes = [(item.column, value_of(item.value)) for item in asked.items], asked.codes
    return lambda cells: (
        {
            row: value_of(codes.get(text, text))
            for column, row in rows
            if (text := clean(cells.get(column, "")))
        }
        or None
    )


def read_ranking(asked: Asked, _kind: str, _facts: Facts) -> Read:
    items = [(item.column, value_of(item.value)) for item in asked.items]

    def read(cells: Cells) -> Any:
        places = [(float(text), value) for column, value in items if (text := clean(cells.get(column, "")))]
        return [value for _, value in sorted(places)] or None

    return read


READERS: dict[str, Callable[[Asked, str, Facts], Read]] = {
    "many": read_many,
    "codes": read_codes,
    "places": read_codes,
    "joined": read_joined,
    "table": read_table,
    "ranking": read_ranking,
}
