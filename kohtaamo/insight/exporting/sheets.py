"""The figures of a part as CSV and as a workbook, with what they stand on."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from kohtaamo.insight.charts import language
from kohtaamo.insight.showing import Part
from kohtaamo.insight.showing.parts import Cell
from kohtaamo.kit.tabular.writing import neutralise

from .picture import Imprint

# What somebody wrote stays text: never a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 60
# A spreadsheet of a language with a decimal comma splits at semicolons; without the mark it misreads ä and ö.
COMMA_LANGUAGES = frozenset({"fi"})
BYTE_ORDER_MARK = "\ufeff"


def as_csv(part: Part) -> bytes:
    """As a spreadsheet of the reader's language opens it: UTF-8 with its mark, and in Finnish `;` and `0,5`."""
    has_comma = language() in COMMA_LANGUAGES
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if has_comma else ",", lineterminator="\r\n")
    writer.writerow([neutralise(one) for one in part.figures.columns])
    for row in part.figures.rows:
        writer.writerow([in_text(cell, has_comma=has_comma) for cell in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def in_text(cell: Cell, *, has_comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralise(cell)
    text = f"{cell:.4f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
    return text.replace(".", ",") if has_comma else text


def as_workbook(part: Part, imprint: Imprint) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        book.set_properties({"title": part.title, "author": imprint.organisation})
        sheet(book, gettext("Figures"), part.figures.columns, part.figures.rows)
        sheet(book, gettext("What stands behind"), [gettext("Fact"), gettext("Value")], facts(part, imprint))
    return written.getvalue()


def sheet(book: Any, name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """The header stays in sight; columns are as wide as what they hold."""
    page = book.add_worksheet(name)
    strong = book.add_format({"bold": True, "font_color": "#55636A", "bg_color": "#F3EFE8", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0.####", "valign": "top"})
    widths = [len(one) for one in head]
    for column, text in enumerate(head):
        page.write_string(0, column, text, strong)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], len(str(cell if cell is not None else "")))
            if isinstance(cell, str):
                page.write_string(at, column, cell, plain)
            elif cell is not None:
                page.write_number(at, column, cell, number)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width, WIDEST) + 2)
    page.freeze_panes(1, 0)


def facts(part: Part, imprint: Imprint) -> list[list[Cell]]:
    known = part.behind
    rows: list[list[Cell]] = [
        [gettext("Chart"), part.title],
        [gettext("Organisation"), imprint.organisation],
        [gettext("Period"), known.period],
        [gettext("Narrowed down to"), known.filters or gettext("everything")],
    ]
    if known.groups:
        rows.append([gettext("Grouped by"), known.groups])
    for one in known.formulas:
        rows += [
            [gettext("Metric"), f"{one.name} ({one.key})"],
            [gettext("Formula"), one.words],
            [gettext("Version of the formula"), one.version],
            [gettext("Interval"), one.interval],
            [gettext("Rows"), gettext("not shown, to protect people") if one.rows is None else one.rows],
        ]
    rows += [[gettext("Ask again"), command] for command in known.commands]
    return [*rows, [gettext("Taken"), imprint.made]]
