"""Numbers for the choices of a variable: programs of statistics count with numbers, and keep words beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .table import Sheet
from .variables import Variable


@dataclass(frozen=True, slots=True)
class Coded:
    """`numbers` by value. A choice that is a number keeps it when all of them are whole numbers."""

    variable: Variable
    numbers: dict[str, int]
    words: dict[int, str]

    def read(self, value: Any) -> int | None:
        return None if value is None else self.numbers.get(str(value))


def coded(sheet: Sheet) -> dict[str, Coded]:
    """By variable. Values that only occur, and no version offers any more, come after the others."""
    variables = [(place, one) for place, one in enumerate(sheet.variables) if one.sort in {"code", "mark"}]
    seen: dict[str, dict[str, None]] = {one.name: dict.fromkeys(one.labels) for _, one in variables}
    for row in sheet.rows():
        for place, one in variables:
            if row[place] is not None:
                seen[one.name].setdefault(str(row[place]))
    return {one.name: code(one, list(seen[one.name])) for _, one in variables}


def code(variable: Variable, values: list[str]) -> Coded:
    plain = [value for value in values if value.isascii() and value.isdigit() and str(int(value)) == value]
    if len(plain) == len(values) and all(len(value) < 9 for value in values):  # noqa: PLR2004 - as a program holds
        numbers = {value: int(value) for value in values}
    else:
        numbers = {value: number for number, value in enumerate(values, start=1)}
    words = {number: variable.labels.get(value, value) for value, number in numbers.items()}
    return Coded(variable, numbers, words)
