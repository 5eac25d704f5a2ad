"""One metric by two dimensions at once, coloured where a cell really differs from the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from .dimensions import labels, name_of
from .filters import Filter
from .grid import Grid, GridCell, GridGroup, GridRow, Head, gap_to_rest, grid_cell, narrowing, tints
from .metric import Metric
from .queries import Measured, measure
from .where import BUCKETS

MOST_ROWS = 60
MOST_COLUMNS = 12

Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was measured, by its place in the table: each told by itself, none reckoned from the others."""

    cells: Mapping[Pair, Measured]
    rows: Mapping[Any, Measured]
    columns: Mapping[Any, Measured]
    whole: Measured


@dataclass(frozen=True, slots=True)
class Crosstab:
    """`real`: how many cells differ from the rest; `left_out`: groups that did not fit in."""

    grid: Grid
    real: int
    left_out: int
    has_rows: bool


def crosstab_of(metric: Metric, chosen: Filter, *, rows: str, columns: str) -> Crosstab:
    """Four questions: the cells, the totals of rows, those of columns, and the whole."""
    found = counted(metric, chosen, rows, columns)
    gaps = {pair: (metric, gap_to_rest(metric, cell, found.whole)) for pair, cell in found.cells.items()}
    coloured = tints(gaps)

    def cell(
        measured: Measured | None, group: Mapping[str, Any], pair: Pair | None = None
    ) -> GridCell | None:
        tint = coloured.get(pair) if pair else None
        return grid_cell(metric, measured, chosen=chosen, group=group, tint=tint)

    row_words, column_words = labels(rows, found.rows), labels(columns, found.columns)
    down = in_order(rows, found.rows, row_words)[:MOST_ROWS]
    across = in_order(columns, found.columns, column_words, most=MOST_COLUMNS)
    lines = [
        GridRow(
            row_words[row],
            narrower(chosen, {rows: row}),
            [
                *(cell(found.cells.get((row, one)), {rows: row, columns: one}, (row, one)) for one in across),
                cell(found.rows[row], {rows: row}),
            ],
        )
        for row in down
    ]
    heads = [Head(column_words[one], narrower(chosen, {columns: one})) for one in across]
    sums = [*(cell(found.columns[one], {columns: one}) for one in across), cell(found.whole, {})]
    return Crosstab(
        grid=Grid(
            corner=f"{name_of(rows)} × {name_of(columns)}",
            heads=[*heads, Head(gettext("All"))],
            groups=[GridGroup("", lines)],
            totals=GridRow(gettext("All"), "", sums),
        ),
        real=len(coloured),
        left_out=len(found.rows) - len(down) + len(found.columns) - len(across),
        has_rows=bool(lines),
    )


def counted(metric: Metric, chosen: Filter, rows: str, columns: str) -> Counted:
    where = chosen.where
    cells = {
        (one.group[rows], one.group[columns]): one for one in measure(metric, where=where, by=[rows, columns])
    }
    return Counted(
        cells,
        {one.group[rows]: one for one in measure(metric, where=where, by=[rows])},
        {one.group[columns]: one for one in measure(metric, where=where, by=[columns])},
        measure(metric, where=where)[0],
    )


def in_order(
    by: str, found: Mapping[Any, Measured], words: Mapping[Any, str], *, most: int | None = None
) -> Sequence[Any]:
    """Months in the order of time, the newest of them kept; other groups by how many answered."""
    if by in BUCKETS:
        return sorted(found)[-most:] if most else sorted(found)
    return sorted(found, key=lambda value: (-found[value].n, words[value]))[:most]


def narrower(chosen: Filter, group: Mapping[str, Any]) -> str:
    """The change of the address that leaves this group only; "" where there is no such address."""
    changes = narrowing(chosen, group)
    return chosen.query(**changes) if changes else ""
