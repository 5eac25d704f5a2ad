"""Relevance equations and the older table of conditions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.expressions import (
    COMMON,
    COMPARED,
    Dialect,
    Node,
    Pick,
    Told,
    compared,
    emptiness,
    read_expression,
)
from kohtaamo.feedback.definitions.expressions import Value as Literal
from kohtaamo.feedback.definitions.logic import (
    Rule,
    Target,
    UnsayableError,
    all_of,
    any_of,
    of_row,
)

from .tables import Row

OPERATORS = "and|or|not|eq|ne|lt|le|gt|ge|true|false"
# 5X1X10SQ001 of old files, Q1_SQ001.NAOK of new ones, or a bare code that no bracket follows.
NAME = (
    r"(?:\d+X\d+X\d+[A-Za-z0-9_#.]*|[A-Za-z][A-Za-z0-9_#.]*\.[A-Za-z0-9_.]+"
    rf"|(?!(?:{OPERATORS})\b)[A-Za-z][A-Za-z0-9_]*\b(?!\s*\())"
)
WORDS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
SGQA = re.compile(r"\d+X\d+X(\d+)([A-Za-z0-9_#]*)$")
SUFFIXES = ("NAOK", "code", "value", "valueNAOK", "shown")


@dataclass(frozen=True, slots=True)
class Conditions:
    """`codes`: by the code or number of a question, what rules ask of; `parts`: the codes of its rows."""

    draft: Draft
    codes: Mapping[str, Target]
    parts: Mapping[str, list[str]]

    def dialect(self) -> Dialect:
        return Dialect(name=NAME, find=self.find, call=self.call, operators=COMMON | WORDS)

    def rule(self, text: str, tag: str) -> Rule | None:
        if text in ("", "1"):
            return None
        try:
            return read_expression(text, self.dialect())
        except UnsayableError as problem:
            self.draft.lose(tag, "condition", part=problem.part)
            return None

    def find(self, text: str) -> Node | None:
        name = text
        for suffix in SUFFIXES:
            name = name.removesuffix(f".{suffix}")
        old = SGQA.match(name)
        question, part = (old[1], old[2]) if old else (name, "")
        if question in self.codes:
            return self.part(question, part) if part else self.codes[question]
        question, _, part = name.partition("_")
        if not old and question in self.codes and part:
            return self.part(question, part)
        return self.by_number(name)

    def by_number(self, name: str) -> Node | None:
        """Newest files write Q481 and Q481_SSQ001: by the number of the question, with S before the row."""
        found = re.fullmatch(r"Q(\d+)(?:_S([A-Za-z0-9]+))?", name)
        if found is None or found[1] not in self.codes:
            return None
        return self.part(found[1], found[2]) if found[2] else self.codes[found[1]]

    def part(self, question: str, part: str) -> Node | None:
        target = self.codes[question]
        own = self.codes.get(f"{question}/{part}")
        if own is not None:
            return own
        if target.way == "table" and part in self.parts.get(question, []):
            return of_row(target, part)
        return Pick(target, part) if target.way == "many" and part in target.values else None

    def call(self, name: str, given: Sequence[Node]) -> Node | None:
        if name in ("is_empty", "empty") and len(given) == 1:
            return Told(emptiness(given[0], is_empty=True))
        if name in ("intval", "floatval", "trim", "strval") and len(given) == 1:
            return given[0]
        return None

    def of_table(self, rows: list[Row], tag: str) -> Rule | None:
        """In a scenario all must hold, but of one question any of the values; one scenario is enough."""
        scenarios: dict[str, dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
        try:
            for row in rows:
                scenarios[row.get("scenario", "1")][row.get("cfieldname", "")].append(self.of_row(row))
        except UnsayableError as problem:
            self.draft.lose(tag, "condition", part=problem.part)
            return None
        return any_of([all_of([any_of(same) for same in one.values()]) for one in scenarios.values()])

    def of_row(self, row: Row) -> Rule:
        node = self.find(row.get("cfieldname", "").lstrip("+")) or self.codes.get(row.get("cqid", ""))
        method = row.get("method", "==").strip() or "=="
        if node is None or method not in COMPARED:
            raise UnsayableError(f"{row.get('cfieldname')} {method} {row.get('value')}")
        return compared(method, node, Literal(row.get("value", "").strip()))
