"""Display logic, skip logic, branches and quotas: their conditions as rules of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.logic import (
    Rule,
    Target,
    UnsayableError,
    all_of,
    any_of,
    empty,
    given,
    negated,
    number_in,
    of_row,
)
from kohtaamo.feedback.definitions.shapes import mapping, words

COMPARED = {
    "EqualTo": "==",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}
NUMERIC = frozenset(COMPARED) - {"EqualTo", "NotEqualTo"}
CHOSEN = ("SelectableChoice", "SelectableAnswer")
TABLE_PARTS = 2


@dataclass(frozen=True, slots=True)
class Conditions:
    draft: Draft
    fields: Mapping[str, str]
    rows: Mapping[str, list[str]]

    def rule(self, raw: Any, tag: str) -> Rule | None:
        """None where there is no condition, or one that cannot be said here, which is told."""
        try:
            return self.whole(mapping(raw))
        except UnsayableError as problem:
            self.draft.lose(tag, "condition", part=problem.part)
            return None

    def whole(self, raw: dict[str, Any]) -> Rule | None:
        found: Rule | None = None
        for key in sorted((key for key in raw if key.isdigit()), key=int):
            part = self.group(mapping(raw[key]))
            is_or = words(mapping(raw[key]).get("Type")) in ("OrIf", "ElseIf")
            found = any_of([found, part]) if is_or else all_of([found, part])
        return found

    def group(self, raw: dict[str, Any]) -> Rule | None:
        """Within a group "and" binds closer than "or"."""
        alternatives: list[list[Rule]] = [[]]
        for key in sorted((key for key in raw if key.isdigit()), key=int):
            one = mapping(raw[key])
            if words(one.get("Conjuction") or one.get("Conjunction")).lower() == "or" and alternatives[-1]:
                alternatives.append([])
            alternatives[-1].append(self.expression(one))
        return any_of([all_of(parts) for parts in alternatives])

    def expression(self, one: dict[str, Any]) -> Rule:
        kind, left = words(one.get("LogicType")), unquote(words(one.get("LeftOperand")))
        operator, right = words(one.get("Operator")), one.get("RightOperand")
        if kind == "EmbeddedField" or left.startswith(("m://", "e://")):
            name = self.fields.get(left.rpartition("/")[2])
            if name is not None:
                return self.compared(Target(name, "text"), operator, right)
        if left.startswith("q://"):
            return self.of_question(left.removeprefix("q://").split("/"), operator, right)
        raise UnsayableError(f"{kind} {left} {operator}".strip())

    def of_question(self, path: list[str], operator: str, right: Any) -> Rule:
        question, what, keys = path[0], path[1] if len(path) > 1 else "", path[2:]
        said = f"{'/'.join(path)} {operator}"
        if what in CHOSEN and keys:
            rule = self.chosen(question, what, keys)
            if rule is not None and operator in ("Selected", "NotSelected", "IsSelected", "IsNotSelected"):
                return negated(rule) if "Not" in operator else rule
        elif what.startswith("Choice") and what.endswith("EntryValue"):
            target = self.draft.targets.get("/".join([question, *keys[:1]])) or self.draft.targets.get(
                question
            )
            if target is not None:
                return self.compared(target, operator, right)
        raise UnsayableError(said)

    def chosen(self, question: str, what: str, keys: list[str]) -> Rule | None:
        """One choice; or of a table, a column in one row or in any."""
        target = self.draft.targets.get(question)
        if target is None:
            return None
        rows = self.rows.get(question)
        if rows is None:
            return target.has(keys[0]) if target.way in ("one", "many", "number") else None
        if len(keys) == TABLE_PARTS:
            row = self.row(question, keys[0])
            return row.has(keys[1]) if row is not None else None
        if what == "SelectableChoice":
            row = self.row(question, keys[0])
            return given(row) if row is not None else None
        return any_of([row.has(keys[0]) for key in rows if (row := self.row(question, key)) is not None])

    def row(self, question: str, key: str) -> Target | None:
        own = self.draft.targets.get(f"{question}/{key}")
        table = self.draft.targets[question]
        return own or (of_row(table, key) if table.way == "table" and key in self.rows[question] else None)

    def compared(self, target: Target, operator: str, right: Any) -> Rule:
        if operator == "Empty":
            return empty(target)
        if operator == "NotEmpty":
            return given(target)
        value = words(right)
        if operator in COMPARED and value:
            exact = number_in(value) if operator in NUMERIC or target.way == "number" else value
            return {COMPARED[operator]: [target.var, exact]}
        if operator in ("Contains", "DoesNotContain") and value:
            rule = {"in": [value, target.var]}
            return rule if operator == "Contains" else negated(rule)
        raise UnsayableError(f"{target.name} {operator} {value}")
