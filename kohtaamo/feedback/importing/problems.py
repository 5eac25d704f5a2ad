"""Why a whole file, or one row of it, could not be taken; each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Words
from kohtaamo.feedback.reasons import explain
from kohtaamo.kit.tabular import UnreadableTable

FILE_PROBLEMS: dict[str, Words] = {
    "empty_file": _("The file is empty. Check that you chose the right file."),
    "no_rows": _("The file has names of columns but no rows under them."),
    "not_a_table": _("The file is not a table we can read. Save it as CSV or XLSX and try again."),
    "no_header": _(
        "The first row holds values, not names of columns. Add a row of names at the top and try again."
    ),
    "no_sheet": _("The workbook has no sheet with rows in it. Check that you chose the right file."),
    "too_large_cell": _(
        "One cell is larger than 131 072 characters. Often a quotation mark is missing its pair: "
        "mend the file and try again."
    ),
    "too_many_columns": _(
        "The file has more than %(limit)s columns: more than can be read. Leave out those not needed."
    ),
    "encrypted": _("The file is locked with a password. Save it without one and try again."),
    "corrupt": _("The file is broken and cannot be read. Save it anew in the program it came from."),
    "old_excel": _("The file is in the old Excel form (.xls). Save it as XLSX or CSV and try again."),
    "zip_bomb": _(
        "The file would unpack into something far larger than a table. Save it as CSV and try again."
    ),
    "too_large_file": _(
        "The file is larger than %(limit)s MB. Split it into parts, or import it with the kohtaamo command."
    ),
    "no_file": _(
        "The file is no longer here. Bring it again: what was stored already will not be stored twice."
    ),
    "mapping_not_json": _("The mapping is not valid JSON: look at line and column %(place)s."),
    "mapping_unfit": _("The mapping cannot be used. At “%(place)s”: %(trouble)s."),
    "no_such_column": _(
        "The mapping names columns that are not in the file: %(missing)s. The file has: %(columns)s."
    ),
    "no_questions": _(
        "No column is marked as an answer. Say which one of these holds scores or texts: %(columns)s."
    ),
    "no_date": _(
        "No column is marked as the date. Say which one of these tells when it happened: %(columns)s."
    ),
    "no_touchpoint": _("Say which touchpoint the answers are about."),
}

ROW_REASONS: dict[str, Words] = {
    "no_values": _("No question is answered: every answer cell of the row is empty."),
    "uid_taken": _("Another answer already has this identifier, and its contents differ."),
    "date_missing": _("The date is missing: the cell “%(column)s” is empty."),
    "date_unreadable": _("The date cannot be read: “%(value)s” in the column “%(column)s”."),
    "date_unclear": _(
        "The date can be read in two ways: “%(value)s” in the column “%(column)s”. "
        "Say whether the day or the month comes first."
    ),
    "date_out_of_range": _(
        "The date is out of range: “%(value)s” in the column “%(column)s”. "
        "Years from 1900 to 2100 can be stored."
    ),
    "score_unreadable": _(
        "The score cannot be read: “%(value)s” in the column “%(column)s”. "
        "A number from %(low)s to %(high)s was expected."
    ),
    "score_off_scale": _(
        "The score is off the scale: “%(value)s” in the column “%(column)s”. "
        "The scale goes in whole steps from %(low)s to %(high)s."
    ),
    "touchpoint_missing": _("The touchpoint is missing: the cell “%(column)s” is empty."),
    "name_too_long": _("The name is too long in the column “%(column)s”: at most %(most)s characters fit."),
    "too_many_touchpoints": _(
        "The touchpoint is new, and the file has brought %(most)s new ones already. "
        "Is the right column marked as the touchpoint?"
    ),
    "too_many_cells": _("The row has more cells than there are columns. Is a quotation mark missing?"),
    "broken_characters": _("The row has characters that cannot be read. Save the file as UTF-8."),
    "unclosed_quote": _("A quotation mark begins in this row and never ends."),
}


class ImportProblem(Exception):  # noqa: N818 - reads as a sentence: "raise ImportProblem"
    """The file as a whole cannot be taken. Its text is a sentence for people, in the language in force."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    @classmethod
    def of_table(cls, problem: UnreadableTable) -> ImportProblem:
        return cls(problem.code, **problem.facts)

    def __str__(self) -> str:
        return str(FILE_PROBLEMS[self.code]) % self.facts


def explain_row(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of one refused row; rules that every answer must meet have their own sentences."""
    own = ROW_REASONS.get(code)
    return str(own) % facts if own is not None else explain(code, facts)
