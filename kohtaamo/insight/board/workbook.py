"""A report as a workbook: plain numbers with n and interval, the sentences, and what each of them stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext

from kohtaamo.insight.metrics import METRICS

from .cards import outcome, tone_rows, verdict_on
from .shown import Item, Shown

Cell = str | float | int | None
WIDEST = 60
# What somebody wrote stays text: never a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_workbook(report: Shown) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book, translation.override(report.language):
        book.set_properties(
            {"title": f"{report.organisation} – {report.title}", "author": report.organisation}
        )
        sheet_of(book, gettext("Sentences"), *sentences(report))
        sheet_of(book, gettext("Numbers"), *numbers(report))
        sheet_of(book, gettext("Weeks"), *weeks(report))
        sheet_of(book, gettext("Touchpoints"), *places(report))
        sheet_of(book, gettext("Comments"), *tones(report))
        sheet_of(book, gettext("What was done"), *actions(report))
        sheet_of(book, gettext("Lineage"), *lineage(report))
    return written.getvalue()


def sheet_of(book: Any, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """The header stays in sight; columns are as wide as what they hold."""
    sheet = book.add_worksheet(name)
    strong = book.add_format(
        {"bold": True, "font_color": "#55636A", "bg_color": "#F3EFE8", "bottom": 1, "bottom_color": "#E5DFD4"}
    )
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0.##", "valign": "top"})
    widths = [len(one) for one in head]
    sheet.write_row(0, 0, head, strong)
    line = 0
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            widths[column] = max(widths[column], len(str(value if value is not None else "")))
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(line, column, value, plain)
            else:
                sheet.write_number(line, column, value, number)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    if line:
        sheet.autofilter(0, 0, line, len(head) - 1)


Sheet = tuple[list[str], list[list[Cell]]]


def interval_columns() -> list[str]:
    return [gettext("Value"), gettext("Low end"), gettext("High end"), "n"]


def of(report: Shown, form: str) -> list[Item]:
    return [item for item in report.items if item.form == form]


def values(figures: Any) -> list[Cell]:
    return [figures.get("value"), figures.get("low"), figures.get("high"), figures.get("n")]


def sentences(report: Shown) -> Sheet:
    head = [gettext("No."), gettext("Chapter"), gettext("Sentence"), gettext("State")]
    rows: list[list[Cell]] = [
        [item.number, part.title, item.text, gettext("out of date") if item.stale else gettext("holds")]
        for part in report.parts
        for item in part.items
    ]
    return head, rows


def numbers(report: Shown) -> Sheet:
    head = [gettext("No."), gettext("Metric"), gettext("Unit"), *interval_columns(), gettext("Target"), ""]
    rows: list[list[Cell]] = []
    for item in of(report, "number"):
        metric = METRICS[item.figures["metric"]]
        row: list[Cell] = [item.number, str(metric.name), str(metric.unit), *values(item.figures)]
        rows.append([*row, item.figures["target"], verdict_on(item.figures)])
    return head, rows


def weeks(report: Shown) -> Sheet:
    head = [gettext("No."), gettext("Metric"), gettext("Week begins"), *interval_columns()]
    rows: list[list[Cell]] = [
        [item.number, str(METRICS[item.figures["metric"]].name), week["week"], *values(week)]
        for item in of(report, "trend")
        for week in item.figures["weeks"]
    ]
    return head, rows


def places(report: Shown) -> Sheet:
    head = [gettext("No."), gettext("Touchpoint"), gettext("Journey"), gettext("Metric"), *interval_columns()]
    rows: list[list[Cell]] = []
    for item in of(report, "place"):
        start: list[Cell] = [item.number, item.figures["touchpoint"], item.figures["journey"]]
        rows += [
            [*start, str(METRICS[cell["metric"]].name), *values(cell), cell["target"], verdict_on(cell)]
            for cell in item.figures["cells"]
        ]
    return [*head, gettext("Target"), ""], rows


def tones(report: Shown) -> Sheet:
    rows: list[list[Cell]] = [
        [item.number, name, count] for item in of(report, "tones") for name, count in tone_rows(item)
    ]
    return [gettext("No."), gettext("Tone"), gettext("Comments")], rows


def actions(report: Shown) -> Sheet:
    head = [
        gettext("No."),
        gettext("Action"),
        gettext("Touchpoint"),
        gettext("Done on"),
        gettext("Metric"),
        gettext("Verdict"),
        *interval_columns(),
    ]
    rows: list[list[Cell]] = []
    for item in of(report, "verdict"):
        figures = item.figures
        name = str(METRICS[figures["metric"]].name) if figures["metric"] in METRICS else figures["metric"]
        start: list[Cell] = [item.number, figures["action"], figures["touchpoint"], figures["done_on"], name]
        rows.append([*start, outcome(item), *values(figures)])
    return head, rows


def lineage(report: Shown) -> Sheet:
    head = [
        gettext("No."),
        gettext("Source"),
        gettext("Question"),
        gettext("Formula"),
        gettext("Rows"),
        gettext("Fingerprint"),
        gettext("Ask again"),
        gettext("State"),
    ]
    rows: list[list[Cell]] = [
        [
            item.number,
            one.source,
            one.question,
            one.formulas,
            one.rows,
            one.fingerprint,
            one.command,
            one.problem or gettext("holds"),
        ]
        for item in report.items
        for one in item.lineage
    ]
    return head, rows
