"""A rule of ours as XPath, for the columns "relevant" and "required"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from kohtaamo.feedback.definitions.logic import UnsayableError
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A column of the form's data as rules speak of it. `codes`: the name of each choice there."""

    name: str
    way: Literal["one", "many", "yes", "number", "text"]
    codes: Mapping[str, str] = field(default_factory=dict)
    yes: str = "yes"

    def literal(self, value: Any) -> str:
        if self.way == "yes":
            return f"'{self.yes if value else 'no'}'"
        if self.way in ("one", "many"):
            return quoted(self.codes.get(str(value), str(value)))
        return number_text(value) if isinstance(value, int | float) else quoted(str(value))


def relevance(rule: Any, asked: Mapping[str, Asked]) -> str | None:
    """None where the rule says more than a condition can, or asks of what the form does not have."""
    found = condition(rule)
    try:
        return None if found is None else written(found, asked)
    except UnsayableError:
        return None


def written(found: Condition, asked: Mapping[str, Asked]) -> str:
    if isinstance(found, Always):
        return "true()" if found.holds else "false()"
    if isinstance(found, Joined):
        between = " and " if found.every else " or "
        return "(" + between.join(written(part, asked) for part in found.parts) + ")"
    if isinstance(found, Not):
        return f"not({written(found.part, asked)})"
    one = asked.get(found.name)
    if one is None:
        raise UnsayableError(found.name)
    return SAID[type(found)](found, one)


def compared(found: Compared, one: Asked) -> str:
    if found.value is None and found.relation == "is":
        return missing(found, one)
    unfit = one.way == "many" or found.value is None or (one.way == "yes" and found.relation != "is")
    if unfit:
        raise UnsayableError(found.name)
    return f"${{{one.name}}} {SIGNS[found.relation]} {one.literal(found.value)}"


def between(found: Between, one: Asked) -> str:
    if one.way not in ("number", "text"):
        raise UnsayableError(found.name)
    low, high = (">=", "<=") if found.ends else (">", "<")
    name = f"${{{one.name}}}"
    return f"({name} {low} {one.literal(found.low)} and {name} {high} {one.literal(found.high)})"


def one_of(found: OneOf, one: Asked) -> str:
    if one.way == "many" or not found.values:
        raise UnsayableError(found.name)
    return "(" + " or ".join(f"${{{one.name}}} = {one.literal(value)}" for value in found.values) + ")"


def contains(found: Contains, one: Asked) -> str:
    if one.way == "many":
        return f"selected(${{{one.name}}}, {one.literal(found.text)})"
    if one.way == "text":
        return f"contains(${{{one.name}}}, {quoted(found.text)})"
    raise UnsayableError(found.name)


def told(_found: Told, one: Asked) -> str:
    """No and nought are nothing that was told."""
    if one.way == "yes":
        return f"${{{one.name}}} = '{one.yes}'"
    if one.way == "number":
        return f"(${{{one.name}}} != '' and ${{{one.name}}} != 0)"
    return f"${{{one.name}}} != ''"


def missing(_found: Missing | Compared, one: Asked) -> str:
    return f"${{{one.name}}} = ''"


SAID: dict[type, Callable[[Any, Asked], str]] = {
    Compared: compared,
    Between: between,
    OneOf: one_of,
    Contains: contains,
    Told: told,
    Missing: missing,
}


def quoted(text: str) -> str:
    """XPath 1.0 has no way to write both quotes in one text."""
    if "'" in text and '"' in text:
        raise UnsayableError(text)
    return f'"{text}"' if "'" in text else f"'{text}'"


def number_text(number: float) -> str:
    """Without an exponent, which XPath 1.0 does not know."""
    if isinstance(number, bool):
        return "true()" if number else "false()"
    plain = format(Decimal(repr(number)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
