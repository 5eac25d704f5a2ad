from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from .source import Kind, Problem, Record, Source


class Row(NamedTuple):
    """`number` counts the rows of data from 1: neither the header nor blank lines are counted."""

    number: int
    cells: dict[str, str]
    problem: Problem | None
    progress: float


@dataclass(frozen=True, slots=True)
class Table:
    """`estimated_rows` is exact for a small file, otherwise projected from the beginning of the file."""

    name: str
    columns: list[str]
    kind: Kind
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    estimated_rows: int
    _source: Source = field(repr=False)

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Stream the rows after the first `start` ones, so that an interrupted import can go on.

        The file is opened anew each time; `UnreadableTable` may come in the middle of it.
        """
        records = self._source.records()
        next(records, None)
        for number, record in enumerate(records, 1):
            if number > start:
                yield self._row(number, record)

    def preview(self, n: int = 20) -> list[Row]:
        return list(islice(self.rows(), n))

    def _row(self, number: int, record: Record) -> Row:
        cells, width = record.cells, len(self.columns)
        problem = record.problem
        if len(cells) > width and any(cells[width:]):
            problem = problem or "too_many_cells"
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        return Row(number, dict(zip(self.columns, cells, strict=False)), problem, record.progress)
