"""The value of a rule: the same as json-logic-js gives in the browser, whatever is missing among the facts.

Facts are JSON. What JavaScript would answer with an exception, has no value here: None.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from .operators import EAGER, LAZY, NoValueError, Run
from .values import LARGEST_WHOLE, is_list, truthy

Facts = Mapping[str, object]
# A rule may multiply lists by lists; beyond so many steps it has no value.
MOST_STEPS = 100_000
CHARACTERS_A_STEP = 20


def value_of(rule: object, facts: Facts) -> object:
    """As JSON: whole numbers are int, infinite ones and those that are no numbers None."""
    try:
        return settled(Evaluation().value(rule, facts))
    except (NoValueError, RecursionError):
        return None


def holds(rule: object, facts: Facts) -> bool:
    try:
        return truthy(Evaluation().value(rule, facts))
    except (NoValueError, RecursionError):
        return False


class Evaluation:
    """One evaluation, counting its steps."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def value(self, rule: object, data: object) -> object:
        self.spend(1)
        if is_list(rule):
            return self.weighed([self.value(part, data) for part in rule])
        if not isinstance(rule, Mapping) or len(rule) != 1:
            return rule
        ((name, operands),) = rule.items()
        given = list(operands) if is_list(operands) else [operands]
        return self.weighed(self.operation(name, given, data))

    def operation(self, name: str, operands: list[object], data: object) -> object:
        run: Run = self.value
        if lazy := LAZY.get(name):
            return lazy(operands, data, run)
        if eager := EAGER.get(name):
            return eager([run(operand, data) for operand in operands], data)
        raise NoValueError(name)

    def weighed(self, value: object) -> object:
        """Longer and longer values are steps as well."""
        if isinstance(value, str):
            self.spend(len(value) // CHARACTERS_A_STEP)
        elif is_list(value):
            for part in value:
                self.spend(1)
                self.weighed(part)
        return value

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise NoValueError("too many steps")


def settled(value: object) -> object:
    if isinstance(value, float):
        if not isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) <= LARGEST_WHOLE else value
    if isinstance(value, str):
        # halves of a character, which substr may leave
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {name: settled(part) for name, part in value.items()}
    return [settled(part) for part in value] if is_list(value) else value
