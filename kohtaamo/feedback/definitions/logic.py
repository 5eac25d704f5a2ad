"""Conditions of other programs as rules: what can be asked of each of their questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Way = Literal["one", "many", "yes", "number", "text", "table"]
Rule = Any
OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class UnsayableError(ValueError):
    """A condition says something that our rules cannot. `part` is that something as it is written."""

    def __init__(self, part: object) -> None:
        super().__init__(str(part)[:200])
        self.part = str(part)[:200]


@dataclass(frozen=True, slots=True)
class Target:
    """A question as rules may ask of it. `values`: what the other program calls a choice, and what we do."""

    name: str
    way: Way
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def var(self) -> Rule:
        return {"var": self.name}

    def value(self, code: object) -> Any:
        text = str(code)
        if text in self.values:
            return self.values[text]
        if self.way == "yes":
            return text.lower() in ("y", "yes", "true", "1", "ok")
        return number_in(code) if self.way == "number" else code

    def has(self, code: object) -> Rule:
        """That this choice is chosen; `UnsayableError` when there is no such choice."""
        if self.values and str(code) not in self.values:
            raise UnsayableError(f"{self.name}: {code}")
        if self.way == "many":
            return {"in": [self.value(code), self.var]}
        return {"==": [self.var, self.value(code)]}


def of_row(target: Target, row: str) -> Target:
    return Target(f"{target.name}.{row}", "one", target.values)


def number_in(code: object) -> Any:
    try:
        number = float(str(code).replace(",", "."))
    except ValueError:
        return code
    if not abs(number) < 2.0**53:
        return code
    return int(number) if number == int(number) else number


def given(target: Target) -> Rule:
    """Neither missing nor empty; no and nought are given."""
    if target.way in ("many", "table"):
        return {"!!": [target.var]}
    return {"!": [{"missing": [target.name]}]}


def empty(target: Target) -> Rule:
    return negated(given(target))


def all_of(parts: Sequence[Rule | None]) -> Rule | None:
    return joined("and", parts)


def any_of(parts: Sequence[Rule | None]) -> Rule | None:
    return joined("or", parts)


def joined(operator: str, parts: Sequence[Rule | None]) -> Rule | None:
    told: list[Rule] = []
    for part in parts:
        inner = part[operator] if isinstance(part, dict) and operator in part else [part]
        told += [one for one in inner if one is not None and one not in told]
    return None if not told else told[0] if len(told) == 1 else {operator: told}


def negated(rule: Rule) -> Rule:
    if isinstance(rule, dict) and "!" in rule:
        inner = rule["!"]
        inner = inner[0] if isinstance(inner, list) else inner
        if isinstance(inner, dict):
            return inner
    if isinstance(rule, dict):
        ((operator, operands),) = rule.items()
        if operator in ("==", "!="):
            return {OPPOSITES[operator]: operands}
    return {"!": [rule]}
