"""Which numbers of a table to hide so that nobody's answer shows. Source: row 18.

Groups below the threshold are hidden, their sizes too; then others, until neither a hidden group nor
any union of hidden groups below the threshold is a total less what is shown. It guards one table: two
tables of nearly the same people (last week's, another filter) can still be set against each other.
Empty groups may be shown as empty: they hide nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from .hidden_cells import cells_to_hide

METRIC_THRESHOLD = 5
COMMENT_THRESHOLD = 8

Group = TypeVar("Group", bound=Hashable)
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)


@dataclass(frozen=True, slots=True)
class HiddenGroups(Generic[Group]):
    """`total`: whether the number of all groups together is to be hidden too."""

    groups: frozenset[Group]
    total: bool


@dataclass(frozen=True, slots=True)
class HiddenTable(Generic[Row, Column]):
    """Cells, totals of rows, totals of columns, and the total of all, as far as they are to be hidden."""

    cells: frozenset[tuple[Row, Column]]
    rows: frozenset[Row]
    columns: frozenset[Column]
    total: bool


def hidden_groups(sizes: Mapping[Group, int], *, threshold: int = METRIC_THRESHOLD) -> HiddenGroups[Group]:
    """What to hide of groups shown beside their total; `sizes`: people who answered in each.

    Where one small group would be the total less the others, the smallest of the others hides with it.
    `ValueError` when a size is negative or the threshold below 1. Source: newmeasures; PeopleCues.
    """
    _check(sizes.values(), threshold)
    hidden = {group for group, n in sizes.items() if 0 < n < threshold}
    shown = sorted((group for group, n in sizes.items() if n >= threshold), key=lambda group: sizes[group])
    if hidden and (len(hidden) == 1 or sum(sizes[group] for group in hidden) < threshold):
        if not shown:
            return HiddenGroups(frozenset(hidden), total=True)
        hidden.add(shown[0])
    return HiddenGroups(frozenset(hidden), total=False)


def hidden_table(
    sizes: Mapping[tuple[Row, Column], int], *, threshold: int = METRIC_THRESHOLD
) -> HiddenTable[Row, Column]:
    """What to hide of a table of (row, column) shown with the totals of rows, of columns and of all.

    Cells left out are empty. Small cells are hidden first, then the smallest that cover them, totals last.
    `ValueError` as in `hidden_groups`. Source: Gusfield 1988 (a hidden cell is safe when it lies on a
    circle of hidden cells, rows and columns being the corners).
    """
    _check(sizes.values(), threshold)
    rows = {row: place for place, row in enumerate(dict.fromkeys(row for row, _ in sizes))}
    columns = {column: place for place, column in enumerate(dict.fromkeys(column for _, column in sizes))}
    placed = {(rows[row], columns[column]): n for (row, column), n in sizes.items()}
    hidden = cells_to_hide(placed, len(rows), len(columns), threshold)
    return HiddenTable(
        frozenset(cell for cell in sizes if (rows[cell[0]], columns[cell[1]]) in hidden),
        frozenset(row for row, place in rows.items() if (place, len(columns)) in hidden),
        frozenset(column for column, place in columns.items() if (len(rows), place) in hidden),
        (len(rows), len(columns)) in hidden,
    )


def _check(sizes: Collection[int], threshold: int) -> None:
    if threshold < 1 or min(sizes, default=0) < 0:
        raise ValueError("a threshold is above 0, and a group's size is not negative")
