"""Why a whole file, or one row of it, could not be taken; each with a sentence that says what to do.

Files of answers meet the same troubles, and more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.reasons import REASONS
from kohtaamo.kit.tabular import UnreadableTable

TABLE_PROBLEMS: dict[str, str | Promise] = {
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
    "no_file": _(
        "The file is no longer here. Bring it again: what was stored already will not be stored twice."
    ),
    "mapping_not_json": _("The mapping is not valid JSON: look at line and column %(place)s."),
    "mapping_unfit": _("The mapping cannot be used. At “%(place)s”: %(trouble)s."),
    "no_such_column": _(
        "The mapping names columns that are not in the file: %(missing)s. The file has: %(columns)s."
    ),
}

CELL_REASONS: dict[str, str | Promise] = {
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

ENCOUNTER_REASONS: dict[str, str | Promise] = {
    **CELL_REASONS,
    "no_meetings": _("The row tells of no encounter: every cell of their dates is empty."),
    "number_unreadable": _(
        "The number cannot be read: “%(value)s” in the column “%(column)s”. A number of %(unit)s was expected."
    ),
    "flag_unreadable": _(
        "The cell cannot be read: “%(value)s” in the column “%(column)s”. The mapping says which words mean yes"
        " and which no."
    ),
}


class EncounterImportProblem(Exception):  # noqa: N818 - reads as a sentence: "raise EncounterImportProblem"
    """The file as a whole cannot be taken. Its text is a sentence for people, in the language in force."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    @classmethod
    def of_table(cls, problem: UnreadableTable) -> EncounterImportProblem:
        return cls(problem.code, **problem.facts)

    def __str__(self) -> str:
        return str(TABLE_PROBLEMS[self.code]) % self.facts


def explain_row(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of what was refused; rules that every encounter must meet have their own."""
    return str(ENCOUNTER_REASONS.get(code, REASONS.get(code, code))) % facts
