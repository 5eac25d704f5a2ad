"""Rules in JsonLogic: when a question is shown, who belongs to a segment, when somebody is told.

A rule that passed `check_rule` means the same here, in the browser (json-logic-js) and in the database.
"""

from __future__ import annotations

from .check import Problem, check_rule, names_in
from .evaluate import Facts, holds, value_of

__all__ = ["Facts", "Problem", "check_rule", "holds", "names_in", "value_of"]
