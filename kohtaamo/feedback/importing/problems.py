"""Why a whole file, or one row of it, could not be taken; each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.importing.problems import CELL_REASONS, TABLE_PROBLEMS
from kohtaamo.feedback.question import Words
from kohtaamo.feedback.reasons import REASONS, explain
from kohtaamo.kit.tabular import UnreadableTable

FILE_PROBLEMS: dict[str, Words] = {
    **TABLE_PROBLEMS,
    "too_large_file": _(
        "The file is larger than %(limit)s MB. Split it into parts, or import it with the kohtaamo command."
    ),
    "no_questions": _(
        "No column is marked as an answer. Say which one of these holds scores or texts: %(columns)s."
    ),
    "mislabelled": REASONS["mislabelled"],
    "no_date": _(
        "No column is marked as the date. Say which one of these tells when it happened: %(columns)s."
    ),
    "no_questions_found": _("No questions with answers were found in the file."),
    "no_touchpoint": _("Say which touchpoint the answers are about."),
}

ROW_REASONS: dict[str, Words] = {
    "no_values": _("No question is answered: every answer cell of the row is empty."),
    "uid_taken": _("Another answer already has this identifier, and its contents differ."),
    **CELL_REASONS,
    "score_unreadable": _(
        "The score cannot be read: “%(value)s” in the column “%(column)s”. "
        "A number from %(low)s to %(high)s was expected."
    ),
    "score_off_scale": _(
        "The score is off the scale: “%(value)s” in the column “%(column)s”. "
        "The scale goes in whole steps from %(low)s to %(high)s."
    ),
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
