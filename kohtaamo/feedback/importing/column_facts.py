"""What the cells of each column hold, from one pass over the whole file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.tabular import Row

# More different values than these are no choices.
MOST_KEPT = 300


@dataclass(slots=True)
class ColumnFacts:
    """`values` with how often each occurs, in the order they first do; no more of them once `is_varied`."""

    filled: int = 0
    length: int = 0
    longest: int = 0
    is_varied: bool = False
    is_numeric: bool = True
    are_days: bool = True
    are_whole: bool = True
    low: float = 0
    high: float = 0
    values: dict[str, int] = field(default_factory=dict)

    def take(self, text: str) -> None:
        self.filled += 1
        self.length += len(text)
        self.longest = max(self.longest, len(text))
        if text in self.values:
            self.values[text] += 1
            return
        if len(self.values) < MOST_KEPT:
            self.values[text] = 1
        else:
            self.is_varied = True
        if self.is_numeric:
            self.weigh(text)
        if self.are_days:
            self.are_days = fits("date", text)

    def weigh(self, text: str) -> None:
        try:
            parsed = QUESTIONS["number"].parse(text)
        except UnfitError:
            self.is_numeric = False
            return
        number = float(parsed) if isinstance(parsed, int | float) else 0.0
        is_first = len(self.values) == 1 and self.filled == 1
        self.low = number if is_first else min(self.low, number)
        self.high = number if is_first else max(self.high, number)
        self.are_whole = self.are_whole and number.is_integer()

    @property
    def average(self) -> float:
        return self.length / self.filled if self.filled else 0.0

    @property
    def numbers(self) -> bool:
        return self.filled > 0 and self.is_numeric


def fits(kind: str, text: str) -> bool:
    try:
        QUESTIONS[kind].parse(text)
    except UnfitError:
        return False
    return True


def facts_of(rows: Iterable[Row], columns: Iterable[str]) -> dict[str, ColumnFacts]:
    found = {column: ColumnFacts() for column in columns}
    for row in rows:
        if row.problem:
            continue
        for column, facts in found.items():
            text = row.cells.get(column, "").strip()
            if text:
                facts.take(text)
    return found
