"""Conditions of Typeform's jumps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kohtaamo.feedback.definitions.expressions import containing
from kohtaamo.feedback.definitions.logic import (
    Rule,
    Target,
    UnsayableError,
    all_of,
    any_of,
    given,
    negated,
    number_in,
)
from kohtaamo.feedback.definitions.shapes import listed, mapping, words

COMPARED = {
    "equal": "==",
    "not_equal": "!=",
    "lower_than": "<",
    "lower_equal_than": "<=",
    "greater_than": ">",
    "greater_equal_than": ">=",
    "on": "==",
    "not_on": "!=",
    "earlier_than": "<",
    "later_than": ">",
}
PAIR = 2


def condition_of(raw: Any, targets: Mapping[str, Target]) -> Rule | None:
    """None is always."""
    one = mapping(raw)
    operator, given_parts = words(one.get("op")), [mapping(part) for part in listed(one.get("vars"))]
    if operator in ("always", ""):
        return None
    if operator in ("and", "or"):
        rules = [condition_of(part, targets) for part in given_parts]
        return all_of(rules) if operator == "and" else any_of(rules)
    target = next(
        (
            targets.get(words(part.get("value")))
            for part in given_parts
            if part.get("type") in ("field", "hidden")
        ),
        None,
    )
    values = [part.get("value") for part in given_parts if part.get("type") in ("choice", "constant")]
    if target is None:
        raise UnsayableError(operator)
    if operator in ("answered", "not_answered"):
        return given(target) if operator == "answered" else negated(given(target))
    if len(given_parts) != PAIR or len(values) != 1:
        raise UnsayableError(f"{target.name} {operator}")
    return compared(operator, target, values[0])


def compared(operator: str, target: Target, value: Any) -> Rule:
    if operator in ("is", "is_not"):
        rule = target.has(value)
        return rule if operator == "is" else negated(rule)
    if operator in ("contains", "not_contains"):
        rule = containing("contains", target, value)
        return rule if operator == "contains" else negated(rule)
    if operator in COMPARED:
        return {COMPARED[operator]: [target.var, number_in(value) if target.way == "number" else value]}
    raise UnsayableError(f"{target.name} {operator}")
