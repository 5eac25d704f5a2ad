"""A rule as a condition: comparisons of names with values, joined by and, or, not.

What can be asked of a database and said in a sentence; the rest of the rule language is beyond it, and told so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .check import Place, is_name, operands_of
from .values import is_list, truthy

Scalar = str | int | float | bool | None
Relation = Literal["is", "less", "at_most", "more", "at_least"]
Why = Literal["operator", "computed_operand", "list_operand", "no_name", "unknown_name"]


class BeyondConditionError(ValueError):
    """The rule says more than a condition can. `place` leads to the part that does."""

    def __init__(self, why: Why, place: Place) -> None:
        super().__init__(f"{why} at {'.'.join(map(str, place)) or 'the top'}")
        self.why = why
        self.place = place


@dataclass(frozen=True, slots=True)
class Compared:
    """`exact` is ===, where "6" is not 6."""

    name: str
    relation: Relation
    value: Scalar
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    name: str
    low: Scalar
    high: Scalar
    ends: bool  # whether the ends belong to it


@dataclass(frozen=True, slots=True)
class OneOf:
    name: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """The text is part of the named text, or among the named list."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """There is something, and it is not no, nothing or zero."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """There is nothing, or an empty text."""

    name: str


@dataclass(frozen=True, slots=True)
class Always:
    holds: bool


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Joined:
    """All of the parts, or any of them."""

    parts: tuple[Condition, ...]
    every: bool


Condition = Compared | Between | OneOf | Contains | Told | Missing | Always | Not | Joined

# From the side of the name: {"<": [5, {"var": "a"}]} says that a is more than 5.
ORDER: dict[str, tuple[Relation, Relation]] = {
    "<": ("less", "more"),
    "<=": ("at_most", "at_least"),
    ">": ("more", "less"),
    ">=": ("at_least", "at_most"),
}
EQUALITY = {"==": (False, False), "===": (True, False), "!=": (False, True), "!==": (True, True)}
THREE = 3


def condition_of(rule: object, place: Place = ()) -> Condition:
    """Of a rule that passed `check_rule`; `BeyondConditionError` when it says more than a condition can."""
    if is_list(rule):
        raise BeyondConditionError("list_operand", place)
    if not isinstance(rule, Mapping):
        return Always(truthy(rule))
    ((operator, raw),) = rule.items()
    read = READERS.get(operator)
    if read is None:
        raise BeyondConditionError("operator", place)
    return read(operator, operands_of(raw), (*place, operator))


def joined(operator: str, operands: Sequence[object], place: Place) -> Condition:
    parts = tuple(condition_of(one, (*place, number)) for number, one in enumerate(operands))
    return parts[0] if len(parts) == 1 else Joined(parts, every=operator == "and")


def negated(_: str, operands: Sequence[object], place: Place) -> Condition:
    return Not(condition_of(operands[0], (*place, 0)))


def affirmed(_: str, operands: Sequence[object], place: Place) -> Condition:
    return condition_of(operands[0], (*place, 0))


def told(_: str, operands: Sequence[object], place: Place) -> Condition:
    return Told(named({"var": list(operands)}, place))


def missing(_: str, operands: Sequence[object], place: Place) -> Condition:
    names = operands[0] if is_list(operands[0]) else operands
    parts = tuple(Missing(named({"var": one}, place)) for one in names)
    return parts[0] if len(parts) == 1 else Joined(parts, every=False)


def equal(operator: str, operands: Sequence[object], place: Place) -> Condition:
    exact, turned = EQUALITY[operator]
    name, value, _ = sides(operands, place)
    found = Compared(name, "is", value, exact=exact)
    return Not(found) if turned else found


def ordered(operator: str, operands: Sequence[object], place: Place) -> Condition:
    if len(operands) == THREE:
        low, high = (literal(operands[end], (*place, end)) for end in (0, 2))
        return Between(named(operands[1], (*place, 1)), low, high, ends=operator == "<=")
    name, value, name_first = sides(operands, place)
    return Compared(name, ORDER[operator][not name_first], value)


def among(_: str, operands: Sequence[object], place: Place) -> Condition:
    sought, where = operands
    if is_list(where):
        values = tuple(literal(one, (*place, 1, number)) for number, one in enumerate(where))
        return OneOf(named(sought, (*place, 0)), values)
    text = literal(sought, (*place, 0))
    if not isinstance(text, str):
        raise BeyondConditionError("computed_operand", (*place, 0))
    return Contains(named(where, (*place, 1)), text)


def sides(operands: Sequence[object], place: Place) -> tuple[str, Scalar, bool]:
    """The name, the value beside it, and whether the name comes first."""
    first = isinstance(operands[0], Mapping)
    at_name, at_value = (0, 1) if first else (1, 0)
    name = named(operands[at_name], (*place, at_name))
    return name, literal(operands[at_value], (*place, at_value)), first


def named(raw: object, place: Place) -> str:
    operands = operands_of(raw["var"]) if isinstance(raw, Mapping) and list(raw) == ["var"] else ()
    if len(operands) != 1 or not is_name(operands[0]):
        raise BeyondConditionError("computed_operand", place)
    if operands[0] == "":
        raise BeyondConditionError("no_name", place)
    return str(operands[0])


def literal(raw: object, place: Place) -> Scalar:
    if raw is None or isinstance(raw, str | int | float):
        return raw
    raise BeyondConditionError("list_operand" if is_list(raw) else "computed_operand", place)


Reader = Callable[[str, Sequence[object], Place], Condition]
READERS: dict[str, Reader] = {
    **dict.fromkeys(("and", "or"), joined),
    "!": negated,
    "!!": affirmed,
    "var": told,
    "missing": missing,
    **dict.fromkeys(EQUALITY, equal),
    **dict.fromkeys(ORDER, ordered),
    "in": among,
}
