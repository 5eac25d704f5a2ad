from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from .table import Table
from .values import HELSINKI, OutOfRange, guess_day_first, parse_moment, parse_number

ColumnKind = Literal["number", "moment", "text", "choice", "identifier", "empty"]

# The share of the filled cells that must read as a kind; the rest are slips like "-" or "ei tietoa".
ENOUGH = 0.9
# From here on up, different values name things; from here on down, they repeat as choices do.
MOSTLY_DIFFERENT = 0.5
FEW_CHOICES, SHORT = 30, 60
LONG_NUMBER = 6
LONGEST_TOKEN = 254
EXAMPLES, EXAMPLE_LENGTH = 3, 120
TOKEN = re.compile(r"(?=[^\d]*\d)[\w.:/#@+-]{5,64}|[^\s@]+@[^\s@]+\.[^\s@]+")
# Finnish writes its compounds together: asiakasnumero, tilaustunnus.
IDENTIFYING_NAME = re.compile(r"(?:\b|_)(?i:id|uuid|guid|no|number)$|(?i:nro|numero|tunnus|tunniste)$|I[Dd]$")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What a sample says of a column. `filled` is a share from 0 to 1, `average_length` in characters.

    `day_first` is None where the column holds no moments, or where its moments do not tell. `numbers` are
    those of the sample in a column of numbers, in the order of its rows.
    """

    name: str
    kind: ColumnKind
    filled: float
    distinct: int
    examples: tuple[str, ...]
    average_length: float
    minimum: float | None = None
    maximum: float | None = None
    all_integers: bool = False
    day_first: bool | None = None
    numbers: tuple[float, ...] = ()


def profile(table: Table, sample: int = 500) -> list[ColumnProfile]:
    rows = [row.cells for row in islice(table.rows(), sample)]
    return [profile_column(name, [cells[name] for cells in rows]) for name in table.columns]


def profile_column(name: str, cells: list[str]) -> ColumnProfile:
    values = [cell.strip() for cell in cells if cell.strip()]
    distinct = dict.fromkeys(values)
    numbers = [number for number in map(parse_number, values) if number is not None]
    kind = _kind(name, values, numbers)
    counted = numbers if kind == "number" else []
    return ColumnProfile(
        name=name,
        kind=kind,
        filled=len(values) / len(cells) if cells else 0.0,
        distinct=len(distinct),
        examples=tuple(value[:EXAMPLE_LENGTH] for value in islice(distinct, EXAMPLES)),
        average_length=sum(map(len, values)) / len(values) if values else 0.0,
        minimum=min(counted, default=None),
        maximum=max(counted, default=None),
        all_integers=bool(counted) and all(number.is_integer() for number in counted),
        day_first=guess_day_first(values) if kind == "moment" else None,
        numbers=tuple(counted),
    )


def _kind(name: str, values: list[str], numbers: list[float]) -> ColumnKind:
    if not values:
        return "empty"
    if _share(values, _is_moment_in(values)) >= ENOUGH:
        return "moment"
    different = len(set(values)) / len(values)
    if len(numbers) >= ENOUGH * len(values):
        return "identifier" if _numbers_name_things(name, values, different) else "number"
    if different > MOSTLY_DIFFERENT and _share(values, _is_token) >= ENOUGH:
        return "identifier"
    if _is_choice(values, different):
        return "choice"
    return "text"


def _is_token(value: str) -> bool:
    # The length comes first: the pattern of an address is slow on a long text of dots.
    return len(value) <= LONGEST_TOKEN and TOKEN.fullmatch(value) is not None


def _numbers_name_things(name: str, values: list[str], different: float) -> bool:
    """Order 1204 is no amount: numbers of one column, each once, long, or under a name that says so."""
    whole = all(value.isdigit() for value in values)
    if not whole or different < ENOUGH or len(values) < 2:  # noqa: PLR2004 - one value repeats nothing
        return False
    long = sum(len(value) > LONG_NUMBER for value in values) >= ENOUGH * len(values)
    return long or IDENTIFYING_NAME.search(name) is not None


def _is_choice(values: list[str], different: float) -> bool:
    few = len(set(values)) <= FEW_CHOICES and different <= MOSTLY_DIFFERENT
    return few and max(map(len, values)) <= SHORT


def _is_moment_in(values: list[str]) -> Callable[[str], bool]:
    day_first = guess_day_first(values)

    def is_moment(value: str) -> bool:
        try:
            # Where nothing tells, either order will do: the question here is only whether it is a date.
            found: datetime | None = parse_moment(value, day_first=day_first is not False, zone=HELSINKI)
        except OutOfRange:
            return True
        return found is not None

    return is_moment


def _share(values: list[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, values)) / len(values)
