"""The operators of JsonLogic that a rule may use, each as json-logic-js 2.0.5 does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from math import copysign, isnan, nan

from .values import (
    alike,
    before,
    cut,
    found,
    is_list,
    joined,
    leading_number,
    number_of,
    number_text,
    quotient,
    remainder,
    same,
    text_of,
    truthy,
)

Run = Callable[[object, object], object]
Operands = Sequence[object]
# Some operators look at their operands themselves; the others are given values.
Lazy = Callable[[Operands, object, Run], object]
Eager = Callable[[Operands, object], object]


class NoValueError(Exception):
    """The rule has no value; JavaScript would have thrown, or gone on for too long."""


def first_true(operands: Operands, data: object, run: Run) -> object:
    value: object = None
    for operand in operands:
        value = run(operand, data)
        if truthy(value):
            return value
    return value


def first_false(operands: Operands, data: object, run: Run) -> object:
    value: object = None
    for operand in operands:
        value = run(operand, data)
        if not truthy(value):
            return value
    return value


def choice(operands: Operands, data: object, run: Run) -> object:
    for condition, chosen in zip(operands[::2], operands[1::2], strict=False):
        if truthy(run(condition, data)):
            return run(chosen, data)
    return run(operands[-1], data) if len(operands) % 2 else None


def items(operands: Operands, data: object, run: Run) -> list[object]:
    value = run(operands[0], data)
    return list(value) if is_list(value) else []


def body(operands: Operands) -> object:
    return operands[1] if len(operands) > 1 else None


def each(operands: Operands, data: object, run: Run) -> object:
    return [run(body(operands), item) for item in items(operands, data, run)]


def those(operands: Operands, data: object, run: Run) -> object:
    return [item for item in items(operands, data, run) if truthy(run(body(operands), item))]


def every(operands: Operands, data: object, run: Run) -> object:
    among = items(operands, data, run)
    return bool(among) and all(truthy(run(body(operands), item)) for item in among)


def some(operands: Operands, data: object, run: Run) -> object:
    return any(truthy(run(body(operands), item)) for item in items(operands, data, run))


def folded(operands: Operands, data: object, run: Run) -> object:
    among = items(operands, data, run)
    value = run(operands[2], data) if len(operands) > 2 else None  # noqa: PLR2004  list, body, beginning
    for item in among:
        value = run(body(operands), {"current": item, "accumulator": value})
    return value


def at(values: Operands, place: int) -> object:
    return values[place] if place < len(values) else None


def in_order(values: Operands, *, or_same: bool) -> bool:
    """Two values, or a third that the second is below."""
    return all(before(low, high, or_same=or_same) for low, high in pairwise(values[:3]))


def missing(names: Operands, data: object) -> list[object]:
    keys = names[0] if names and is_list(names[0]) else names
    paths = [key if is_list(key) else [key] for key in keys]
    return [
        key
        for key, path in zip(keys, paths, strict=True)
        if found(data, at(path, 0), at(path, 1)) in (None, "")
    ]


def missing_some(values: Operands, data: object) -> object:
    names = at(values, 1)
    if not is_list(names):
        raise NoValueError("missing_some")
    absent = missing([names], data)
    return [] if before(at(values, 0), len(names) - len(absent), or_same=True) else absent


def is_in(values: Operands, _: object) -> object:
    sought, among = at(values, 0), at(values, 1)
    if isinstance(among, str):
        return bool(among) and text_of(sought) in among
    return any(same(sought, item) for item in among) if is_list(among) else False


def part_of_text(values: Operands, _: object) -> object:
    """A length below zero leaves off so many characters of the end."""
    text, start = text_of(at(values, 0)), at(values, 1)
    if len(values) < 3:  # noqa: PLR2004  text, start, length
        return cut(text, start)
    length = values[2]
    if not before(length, 0):
        return cut(text, start, length)
    rest = cut(text, start)
    size = len(rest.encode("utf-16-be", "surrogatepass")) // 2
    if isinstance(length, str) or is_list(length):  # there a text after the sign + joins
        return cut(rest, 0, number_text(size) + text_of(length))
    return cut(rest, 0, size + number_of(length))


def total(values: Operands, _: object) -> object:
    # not sum(), which since Python 3.12 is more exact than JavaScript
    return reduce(lambda one, other: one + other, map(leading_number, values), 0.0)


def product(values: Operands, _: object) -> object:
    return reduce(lambda one, other: leading_number(one) * leading_number(other), values)


def difference(values: Operands, _: object) -> object:
    numbers = [number_of(value) for value in values[:2]]
    return numbers[0] - numbers[1] if len(numbers) > 1 else -numbers[0]


def largest(values: Operands, sign: int) -> float:
    numbers = [number_of(value) for value in values]
    if any(map(isnan, numbers)):
        return nan
    return max(numbers, key=lambda number: (number * sign, copysign(1, number) * sign))


def merged(values: Operands, _: object) -> object:
    return [part for value in values for part in (value if is_list(value) else [value])]


def two(function: Callable[[float, float], float]) -> Eager:
    return lambda values, _: function(number_of(at(values, 0)), number_of(at(values, 1)))


LAZY: Mapping[str, Lazy] = {
    "if": choice,
    "and": first_false,
    "or": first_true,
    "map": each,
    "filter": those,
    "reduce": folded,
    "all": every,
    "some": some,
    "none": lambda operands, data, run: not some(operands, data, run),
}
EAGER: Mapping[str, Eager] = {
    "var": lambda values, data: found(data, at(values, 0), at(values, 1)),
    "missing": missing,
    "missing_some": missing_some,
    "==": lambda values, _: alike(at(values, 0), at(values, 1)),
    "!=": lambda values, _: not alike(at(values, 0), at(values, 1)),
    "===": lambda values, _: same(at(values, 0), at(values, 1)),
    "!==": lambda values, _: not same(at(values, 0), at(values, 1)),
    "!": lambda values, _: not truthy(at(values, 0)),
    "!!": lambda values, _: truthy(at(values, 0)),
    "<": lambda values, _: in_order(values, or_same=False),
    "<=": lambda values, _: in_order(values, or_same=True),
    ">": lambda values, _: before(at(values, 1), at(values, 0)),
    ">=": lambda values, _: before(at(values, 1), at(values, 0), or_same=True),
    "max": lambda values, _: largest(values, 1),
    "min": lambda values, _: largest(values, -1),
    "+": total,
    "-": difference,
    "*": product,
    "/": two(quotient),
    "%": two(remainder),
    "in": is_in,
    "cat": lambda values, _: joined(values, ""),
    "substr": part_of_text,
    "merge": merged,
}
