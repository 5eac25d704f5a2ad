"""JSON lines in and out: what is no object with an id and a text is told, and the rest goes on."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import typer

from .terminal_words import gettext as _


@dataclass(frozen=True)
class TextRow:
    id: str | int
    text: str


@dataclass(frozen=True)
class BadLine:
    line: int
    error: str


def read_rows(lines: Iterable[bytes]) -> Iterator[tuple[int, TextRow | BadLine]]:
    """Every line with its number from 1; a line of nothing but spaces is passed over."""
    for number, line in enumerate(lines, start=1):
        stripped = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if stripped:
            found = row_of(stripped)
            yield number, BadLine(number, found) if isinstance(found, str) else found


def row_of(line: bytes) -> TextRow | str:
    """The row, or what is wrong with it."""
    try:
        given = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _("This line is not UTF-8. Save the file as UTF-8.")
    except (ValueError, RecursionError):
        return _("This line is not JSON. Each line needs an id and a text, in braces.")
    if not isinstance(given, dict):
        return _("This line is JSON of another shape. Each line needs an id and a text, in braces.")
    key, text = given.get("id"), given.get("text")
    if not isinstance(key, str | int) or isinstance(key, bool):
        return _("This line has no id. Give it one: a text or a whole number.")
    if not isinstance(text, str):
        return _("This line has no text. Give it one under the name “text”.")
    return TextRow(key, text)


def say_json(value: object) -> None:
    """One line on standard output; a lone surrogate, which UTF-8 does not have, is written as its escape."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(value)
    typer.echo(line.encode("utf-8"))
