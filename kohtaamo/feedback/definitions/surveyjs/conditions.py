"""Expressions of SurveyJS: {name} = 'a' and {other} notempty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.expressions import COMMON, Dialect, Node, Told, emptiness, read_expression
from kohtaamo.feedback.definitions.logic import Rule, Target, UnsayableError, of_row
from kohtaamo.feedback.definitions.shapes import words

WORDS = {
    **{one: one for one in ("contains", "notcontains", "anyof", "allof", "noneof", "empty", "notempty")},
    "contain": "contains",
    "*=": "contains",
    "equal": "==",
    "notequal": "!=",
    "less": "<",
    "lessorequal": "<=",
    "greater": ">",
    "greaterorequal": ">=",
    "-": "-",
}


@dataclass(frozen=True, slots=True)
class Conditions:
    draft: Draft
    targets: Mapping[str, Target]
    rows: Mapping[str, list[str]]

    def rule(self, raw: Any, tag: str) -> Rule | None:
        text = words(raw)
        if not text:
            return None
        dialect = Dialect(name=r"\{[^{}]{1,300}\}", find=self.find, call=self.call, operators=COMMON | WORDS)
        try:
            return read_expression(text, dialect)
        except UnsayableError as problem:
            self.draft.lose(tag, "condition", part=problem.part)
            return None

    def find(self, text: str) -> Node | None:
        name = text.strip("{} ")
        if name in self.targets:
            return self.targets[name]
        question, _, part = name.partition(".")
        target = self.targets.get(question)
        if target is not None and target.way == "table" and part in self.rows.get(question, []):
            return of_row(target, part) if "." not in part else None
        return None

    def call(self, name: str, given: Sequence[Node]) -> Node | None:
        if name == "isEmpty" and len(given) == 1:
            return Told(emptiness(given[0], is_empty=True))
        return None
