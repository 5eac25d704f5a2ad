"""A workbook: answers with their types on one sheet, the words of variables and values on another."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, gettext_lazy

from kohtaamo.feedback.taking_out.form import TakenForm
from kohtaamo.feedback.taking_out.table import Sheet
from kohtaamo.kit.tabular import neutralise

# What somebody wrote stays text: never a formula, a link or a number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST = 32_767
MOST_ROWS = 1_048_575


def write(sheet: Sheet, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        labels = book.add_worksheet(gettext("Variables"))
        write_labels(sheet, labels, bold)
        page = book.add_worksheet(gettext("Answers"))
        page.activate()
        page.set_first_sheet()
        page.freeze_panes(1, 1)
        for column, variable in enumerate(sheet.variables):
            page.write_string(0, column, neutralise(variable.name), bold)
        for number, row in enumerate(sheet.rows(), start=1):
            if number > MOST_ROWS:
                break
            for column, value in enumerate(row):
                write_cell(page, number, column, value, moment)


def write_labels(sheet: Sheet, page: Any, bold: Any) -> None:
    heads = [gettext("Variable"), gettext("Words"), gettext("Value"), gettext("Words of the value")]
    for column, head in enumerate(heads):
        page.write_string(0, column, head, bold)
    page.set_column(0, 0, 24)
    page.set_column(1, 3, 48)
    line = 1
    for variable in sheet.variables:
        for value, words in list(variable.labels.items()) or [("", "")]:
            cells = [variable.name, variable.label, value, words]
            for column, text in enumerate(cells):
                page.write_string(line, column, neutralise(text)[:LONGEST])
            line += 1


def write_cell(page: Any, row: int, column: int, value: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        page.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), moment)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, neutralise(str(value))[:LONGEST])


form = TakenForm(
    key="xlsx",
    label=gettext_lazy("Excel"),
    ending=".xlsx",
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
)
