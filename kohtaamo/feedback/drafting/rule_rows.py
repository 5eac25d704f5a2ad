"""A rule as rows of "question, comparison, value", joined by and or or; and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kohtaamo.feedback.questionnaire import Element, Questionnaire, Rule
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.rules.condition import (
    Between,
    BeyondConditionError,
    Compared,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    OneOf,
    condition_of,
)

Comparison = Literal[
    "is",
    "is_not",
    "less",
    "at_most",
    "more",
    "at_least",
    "one_of",
    "contains",
    "lacks",
    "given",
    "missing",
]
OPERATORS: dict[str, str] = {
    "is": "==",
    "is_not": "!=",
    "less": "<",
    "at_most": "<=",
    "more": ">",
    "at_least": ">=",
}
WITHOUT_VALUE = frozenset({"given", "missing"})
MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class RuleRow:
    name: str
    comparison: Comparison
    value: Any = None


class RicherError(ValueError):
    """The rule says more than rows can."""


def rows_of(rule: Rule | None) -> tuple[list[RuleRow], bool] | None:
    """Rows, and whether all of them must hold; None for a rule that says more than rows can."""
    if rule is None:
        return [], True
    try:
        condition = condition_of(rule)
        parts = condition.parts if isinstance(condition, Joined) else (condition,)
        every = not isinstance(condition, Joined) or condition.every
        rows = [row for part in parts for row in rows_of_part(part, every=every)]
    except (BeyondConditionError, RicherError):
        return None
    return (rows, every) if len(rows) <= MOST_ROWS else None


def rows_of_part(part: Condition, *, every: bool) -> Iterator[RuleRow]:
    match part:
        case Compared(name, relation, value, False) if value is not None:
            yield RuleRow(name, relation, value)
        case Not(Compared(name, "is", value, False)) if value is not None:
            yield RuleRow(name, "is_not", value)
        case Between(name, low, high, ends) if every:
            yield RuleRow(name, "at_least" if ends else "more", low)
            yield RuleRow(name, "at_most" if ends else "less", high)
        case OneOf(name, values):
            yield RuleRow(name, "one_of", list(values))
        case Contains(name, text):
            yield RuleRow(name, "contains", text)
        case Not(Contains(name, text)):
            yield RuleRow(name, "lacks", text)
        case Missing(name):
            yield RuleRow(name, "missing")
        case Not(Missing(name)):
            yield RuleRow(name, "given")
        case _:
            raise RicherError


def rule_of(rows: list[RuleRow], *, every: bool) -> Rule | None:
    parts = [part_of(row) for row in rows]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return {"and" if every else "or": parts}


def part_of(row: RuleRow) -> Rule:
    place = {"var": row.name}
    if row.comparison in OPERATORS:
        return {OPERATORS[row.comparison]: [place, row.value]}
    if row.comparison == "one_of":
        return {"in": [place, row.value]}
    missing = {"missing": [row.name]}
    contains = {"in": [row.value, place]}
    return {"contains": contains, "lacks": {"!": [contains]}, "missing": missing, "given": {"!": [missing]}}[
        row.comparison
    ]


def typed(text: str, element: Element | None) -> Any:
    """What was written as a value of the question: a number, yes or no, or a text."""
    text = text.strip()
    if element is None or QUESTIONS[element.type].input in {"number", "slider", "keys", "options", "consent"}:
        question = QUESTIONS[element.type] if element is not None else None
        if question is not None and question.input in {"options", "consent"} and not question.scale:
            return {"1": True, "0": False}.get(text, text) if question.choices else text
        return number_in(text)
    return text


def number_in(text: str) -> Any:
    try:
        number = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def row_written(name: str, comparison: Comparison, text: str, questionnaire: Questionnaire) -> RuleRow | None:
    """A row as it was filled in; without a value yet it takes the first that fits. None without a name."""
    if not name:
        return None
    if comparison in WITHOUT_VALUE:
        return RuleRow(name, comparison)
    base, _, part = name.partition(".")
    asked = questionnaire.named().get(base)
    text = text.strip() or first_value(asked, is_part=bool(part))
    if not text:
        return RuleRow(name, "given")
    element = None if part else asked
    if comparison == "one_of":
        return RuleRow(name, comparison, [typed(one, element) for one in text.split(";") if one.strip()])
    if part or comparison in {"contains", "lacks"}:
        return RuleRow(name, comparison, text)
    return RuleRow(name, comparison, typed(text, element))


def first_value(element: Element | None, *, is_part: bool) -> str:
    if element is None:
        return ""
    if is_part:
        return element.columns[0].value if element.columns else ""
    question = QUESTIONS[element.type]
    steps = question.choices or question.scale or ()
    return element.choices[0].value if element.choices else next((as_text(step) for step in steps), "")


def value_shown(row: RuleRow) -> str:
    if isinstance(row.value, list):
        return "; ".join(as_text(one) for one in row.value)
    return as_text(row.value)


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)
