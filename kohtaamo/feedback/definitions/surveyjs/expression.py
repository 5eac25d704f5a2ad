"""A rule of ours as an expression of SurveyJS."""

from __future__ import annotations

import json
from typing import Any

from kohtaamo.feedback.definitions.outward import (
    SIGNS,
    Always,
    Between,
    Compared,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    OneOf,
    Told,
    condition,
)


def expression(rule: Any) -> str | None:
    """None where the rule says more than a condition can."""
    found = condition(rule)
    return None if found is None else written(found)


def written(found: Condition) -> str:  # noqa: PLR0911  one way for each part of a condition
    if isinstance(found, Always):
        return "1 = 1" if found.holds else "1 = 0"
    if isinstance(found, Joined):
        between = " and " if found.every else " or "
        return "(" + between.join(written(part) for part in found.parts) + ")"
    if isinstance(found, Not):
        return f"!({written(found.part)})"
    name = f"{{{found.name}}}"
    if isinstance(found, Missing):
        return f"{name} empty"
    if isinstance(found, Told):
        return f"{name} notempty"
    if isinstance(found, Contains):
        return f"{name} contains {literal(found.text)}"
    if isinstance(found, OneOf):
        return "(" + " or ".join(f"{name} = {literal(value)}" for value in found.values) + ")"
    if isinstance(found, Between):
        low, high = ("<=", "<=") if found.ends else ("<", "<")
        return f"({literal(found.low)} {low} {name} and {name} {high} {literal(found.high)})"
    if found.value is None and found.relation == "is":
        return f"{name} empty"
    assert isinstance(found, Compared)  # noqa: S101  all others stand above
    return f"{name} {SIGNS[found.relation]} {literal(found.value)}"


def literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return json.dumps(value)
