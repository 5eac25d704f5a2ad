"""Whether something is a rule that we take: JsonLogic of known operators, of bounded depth and size.

What is wrong is told as codes with the place; whoever shows them has the words. Nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal

from .values import LARGEST_WHOLE, is_list

MOST_DEPTH = 20  # operators and lists within each other
MOST_PARTS = 1000
LONGEST_TEXT = 2000
LONGEST_NAME = 200
MANY = MOST_PARTS
UNSTORABLE = re.compile("[\\0\\ud800-\\udfff]")

# How many operands each takes, fewest and most.
OPERANDS: dict[str, tuple[int, int]] = {
    "var": (1, 2),
    "missing": (1, MANY),
    "missing_some": (2, 2),
    "if": (2, MANY),
    **dict.fromkeys(("==", "===", "!=", "!==", ">", ">=", "/", "%", "in"), (2, 2)),
    **dict.fromkeys(("<", "<=", "substr"), (2, 3)),
    **dict.fromkeys(("!", "!!"), (1, 1)),
    **dict.fromkeys(("and", "or", "max", "min", "+", "cat", "merge"), (1, MANY)),
    "*": (2, MANY),
    "-": (1, 2),
    **dict.fromkeys(("map", "filter", "all", "some", "none"), (2, 2)),
    "reduce": (3, 3),
}
# Their second operand is a rule about one item of a list, where other names hold.
OF_AN_ITEM = {"map", "filter", "all", "some", "none", "reduce"}

Code = Literal[
    "too_deep",
    "too_large",
    "unknown_operator",
    "not_one_operator",
    "operand_count",
    "unfit_name",
    "unfit_value",
]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` leads from the rule to the part: ("and", 1, "=="); `facts` fill the sentence about it."""

    code: Code
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)


def check_rule(raw: object) -> list[Problem]:
    """Empty when the rule is fit; else what is wrong, in the order of reading."""
    return list(_Reading().problems(raw, ()))


def names_in(rule: object) -> set[str]:
    """What the rule asks of the facts, as written: "q1", "customer.name"."""
    return set(_names(rule))


class _Reading:
    def __init__(self) -> None:
        self.parts = 0

    def problems(self, part: object, place: Place, depth: int = 0) -> Iterator[Problem]:
        self.parts += 1
        if self.parts > MOST_PARTS:
            # said once: what comes after is not read
            if self.parts == MOST_PARTS + 1:
                yield Problem("too_large", (), {"most": MOST_PARTS})
        elif not (is_list(part) or isinstance(part, Mapping)):
            if not fits(part):
                yield Problem("unfit_value", place)
        elif depth >= MOST_DEPTH:
            yield Problem("too_deep", place, {"most": MOST_DEPTH})
        elif is_list(part):
            for number, one in enumerate(part):
                yield from self.problems(one, (*place, number), depth + 1)
        else:
            yield from self.of_operation(part, place, depth)

    def of_operation(self, part: object, place: Place, depth: int) -> Iterator[Problem]:
        pairs = list(part.items()) if isinstance(part, Mapping) else []
        if len(pairs) != 1:
            yield Problem("not_one_operator", place, {"count": len(pairs)})
            return
        ((operator, raw),) = pairs
        if not isinstance(operator, str) or operator not in OPERANDS:
            yield Problem("unknown_operator", place, {"operator": str(operator)[:LONGEST_NAME]})
            return
        operands = operands_of(raw)
        fewest, most = OPERANDS[operator]
        here = (*place, operator)
        if not fewest <= len(operands) <= most:
            facts = {"operator": operator, "fewest": fewest, "most": most, "count": len(operands)}
            yield Problem("operand_count", here, facts)
        yield from unfit_names(operator, operands, here)
        for number, one in enumerate(operands):
            yield from self.problems(one, (*here, number), depth + 1)


def operands_of(raw: object) -> Sequence[object]:
    """{"var": "a"} is short for {"var": ["a"]}."""
    return raw if is_list(raw) else [raw]


def fits(value: object) -> bool:
    if isinstance(value, str):
        # halves of characters are not known to UTF-8, and NUL not to PostgreSQL
        return len(value) <= LONGEST_TEXT and not UNSTORABLE.search(value)
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return isfinite(value) and abs(value) <= LARGEST_WHOLE
    return False


def unfit_names(operator: str, operands: Sequence[object], place: Place) -> Iterator[Problem]:
    """Names must stand in the rule, so that one can tell what it depends on before any facts are there."""
    if operator == "var" and operands and not is_name(operands[0]):
        yield Problem("unfit_name", (*place, 0))
    elif operator == "missing":
        named = operands[0] if operands and is_list(operands[0]) else operands
        if not all(map(names_something, named)):
            yield Problem("unfit_name", place)
    elif operator == "missing_some":
        named = operands_of(operands[1]) if len(operands) > 1 else []
        if not all(map(is_name, named)):
            yield Problem("unfit_name", (*place, 1))


def is_name(raw: object) -> bool:
    if isinstance(raw, str):
        return len(raw) <= LONGEST_NAME
    return isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0


def names_something(raw: object) -> bool:
    """A name, or {"merge": …} and {"if": …} of names."""
    if is_list(raw):
        return all(map(is_name, raw))
    if not isinstance(raw, Mapping):
        return is_name(raw)
    return all(map(names_something, chosen(raw))) and not raw.keys().isdisjoint({"if", "merge"})


def chosen(raw: Mapping[Any, Any]) -> Sequence[object]:
    """What {"if": …} may give, or all that {"merge": …} gives."""
    ((operator, operands),) = raw.items() if len(raw) == 1 else (("", []),)
    given = operands_of(operands)
    if operator != "if":
        return given
    return [*given[1::2], *given[-1:]] if len(given) % 2 else given[1::2]


def _names(part: object) -> Iterator[str]:
    if is_list(part):
        for one in part:
            yield from _names(one)
    elif isinstance(part, Mapping) and len(part) == 1:
        ((operator, raw),) = part.items()
        operands = operands_of(raw)
        if operator in OF_AN_ITEM:
            # the second operand speaks of one item, whose names are its own
            operands = [*operands[:1], *operands[2:]]
        elif operator == "var":
            yield from (str(name) for name in operands[:1] if is_name(name) and name != "")
            operands = operands[1:]
        elif operator in ("missing", "missing_some"):
            yield from _missing_names(operands[1:] if operator == "missing_some" else operands)
        yield from (name for one in operands for name in _names(one))


def _missing_names(part: object) -> Iterator[str]:
    if is_list(part):
        for one in part:
            yield from _missing_names(one)
    elif isinstance(part, Mapping):
        for one in chosen(part):
            yield from _missing_names(one)
        if "if" in part:
            yield from _names(list(operands_of(part["if"])[:-1:2]))
    elif is_name(part):
        yield str(part)
