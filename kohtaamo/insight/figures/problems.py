"""Why a file of figures, or one row of it, could not be taken; each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.importing.problems import FILE_PROBLEMS, ROW_REASONS
from kohtaamo.insight.metric import Text
from kohtaamo.kit.tabular import UnreadableTable

CONTRADICTS = _(
    "“%(name)s” is known here as a figure that is %(known)s, and is told now to be the opposite. "
    "Bring it under another name, or mend the direction."
)
PROBLEMS: dict[str, Text] = {
    **FILE_PROBLEMS,
    "no_figures": _("No column is marked as a figure. Say which one holds the numbers."),
    "no_period": _("No column is marked as the period. Say which one tells the month or the day."),
    "no_such_column": _("The mapping names columns that are not in the file: %(missing)s."),
    "direction_contradicts": CONTRADICTS,
}
REASONS: dict[str, Text] = {
    **ROW_REASONS,
    "period_unreadable": _("The period cannot be read: “%(value)s” in the column “%(column)s”."),
    "number_unreadable": _("The number cannot be read: “%(value)s” in the column “%(column)s”."),
    "no_numbers": _("The row has no numbers: every figure cell is empty."),
    "place_missing": _("The place is missing: the cell “%(column)s” is empty."),
    "two_places": _("A figure is of one place: a unit, a touchpoint or a customer."),
    "direction_contradicts": CONTRADICTS,
    "unknown_unit": _("There is no unit called “%(value)s”. Add it in the settings, or mend the name."),
    "unknown_touchpoint": _("There is no touchpoint called “%(value)s”."),
    "unknown_customer": _("There is no customer with the number “%(value)s”."),
}
GOOD: dict[bool, Text] = {True: _("higher is better"), False: _("lower is better")}


class FigureProblem(Exception):  # noqa: N818 - reads as a sentence: "raise FigureProblem"
    """The file as a whole cannot be taken. Its text is a sentence for people, in the language in force."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    @classmethod
    def of_table(cls, problem: UnreadableTable) -> FigureProblem:
        return cls(problem.code, **problem.facts)

    def __str__(self) -> str:
        return str(PROBLEMS[self.code]) % self.facts


def explain_row(code: str, facts: Mapping[str, Any]) -> str:
    return str(REASONS.get(code, code)) % facts
