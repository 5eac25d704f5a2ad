"""Triple-S XML 2.0, the interchange of survey programs: a zip of the definition (.sss) and its data as CSV.

https://www.triple-s.org: variables are single, multiple, quantity, character, date or time; in CSV data the
position is the place of the column, and a multiple is a string of ones and noughts, one for each value.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import storable
from kohtaamo.feedback.taking_out.codes import Coded, coded
from kohtaamo.feedback.taking_out.form import TakenForm
from kohtaamo.feedback.taking_out.table import Sheet
from kohtaamo.feedback.taking_out.variables import Variable
from kohtaamo.kit.tabular import neutralise

VERSION = "2.0"
DEFINITION, DATA = "survey.sss", "survey.csv"
LONGEST = 20_000
RANGE = 10**15


@dataclass(frozen=True, slots=True)
class Column:
    """One variable of Triple-S: the marks of one question together are a multiple."""

    name: str
    label: str
    type: str
    places: tuple[int, ...]
    variables: tuple[Variable, ...]


def columns_of(sheet: Sheet) -> Iterator[Column]:
    numbered = list(enumerate(sheet.variables))
    for gathered, run in groupby(numbered, key=lambda one: one[1].set or one[1].name):
        together = list(run)
        places = tuple(place for place, _one in together)
        variables = tuple(one for _place, one in together)
        first = variables[0]
        if first.set:
            yield Column(gathered, first.set_label, "multiple", places, variables)
            continue
        types = {"code": "single", "number": "quantity", "text": "character", "date": "date"}
        for place, one in together:
            yield Column(one.name, one.label, types.get(one.sort, "character"), (place,), (one,))


def write(sheet: Sheet, path: Path) -> None:
    columns, codes = list(columns_of(sheet)), coded(sheet)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DEFINITION, definition(sheet, columns, codes))
        with archive.open(DATA, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\r\n")
            for row in sheet.rows():
                lines.writerow([cell(column, row, codes) for column in columns])


def cell(column: Column, row: list[Any], codes: dict[str, Coded]) -> str:
    if column.type == "multiple":
        marks = [row[place] for place in column.places]
        return "" if all(mark is None for mark in marks) else "".join(mark or "0" for mark in marks)
    value, variable = row[column.places[0]], column.variables[0]
    if value is None:
        return ""
    if column.type == "single":
        return str(codes[variable.name].read(value))
    if column.type == "date":
        return str(value).replace("-", "")
    return plain(value)


def plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return neutralise(" ".join(str(value).split())[:LONGEST])


def text(words: str) -> str:
    """Without what XML cannot hold."""
    return escape("".join(letter for letter in storable(words) if letter >= " " or letter in "\t\n"))


def definition(sheet: Sheet, columns: list[Column], codes: dict[str, Coded]) -> str:
    now = datetime.now(tz=UTC)
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<sss version="{VERSION}">',
        f"<date>{now:%Y%m%d}</date><time>{now:%H%M%S}</time><origin>Kohtaamo</origin>",
        f"<survey><name>{text(sheet.survey.token)}</name><title>{text(sheet.survey.name)}</title>",
        '<record ident="A" format="csv">',
    ]
    body = [variable(number, column, codes) for number, column in enumerate(columns, start=1)]
    return "\n".join([*head, *body, "</record></survey></sss>", ""])


def variable(number: int, column: Column, codes: dict[str, Coded]) -> str:
    parts = [
        f'<variable ident="{number}" type={quoteattr(column.type)}>',
        f"<name>{text(column.name)}</name><label>{text(column.label)}</label>",
        f'<position start="{number}"/>',
        details(column, codes),
        "</variable>",
    ]
    return "".join(parts)


def details(column: Column, codes: dict[str, Coded]) -> str:
    first = column.variables[0]
    if column.type == "multiple":
        return values({number: one.label for number, one in enumerate(column.variables, start=1)})
    if column.type == "single":
        return values(codes[first.name].words)
    if column.type == "quantity":
        steps = {float(step): words for step, words in first.labels.items()}
        low, high = (min(steps), max(steps)) if steps else (-RANGE, RANGE)
        return f'<values><range from="{low:.15g}" to="{high:.15g}"/></values>'
    return f"<size>{LONGEST}</size>" if column.type == "character" else ""


def values(words: dict[int, str]) -> str:
    lines = "".join(f'<value code="{code}">{text(said)}</value>' for code, said in words.items())
    return f"<values>{lines}</values>"


form = TakenForm(
    key="triple_s", label=_("Triple-S"), ending=".zip", content_type="application/zip", write=write
)
