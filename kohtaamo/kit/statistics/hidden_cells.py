"""The hidden cells of a table as a graph: rows and columns are its corners, each cell joins two.

The totals of rows stand in one more column, those of columns in one more row, the total of all where the
two meet; then every row and column adds up to nothing but what is known, and two facts hold:
- a hidden cell follows from the shown ones exactly when it lies on no circle of hidden cells;
- a union of hidden cells follows exactly when those cells are all that leads from one set of corners to
  the rest, each from its row to its column, with corners joined by a hidden total counted as one.

Source: Gusfield 1988, "A graph theoretic approach to statistical data security".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from math import inf

Cell = tuple[int, int]
"""Row and column; the last row and the last column are those of totals."""

Ways = dict[int, list[tuple[int, Cell]]]
"""From each corner its neighbours, each with the cell that leads there."""

Flow = dict[int, dict[int, float]]


def cells_to_hide(sizes: Mapping[Cell, int], rows: int, columns: int, threshold: int) -> set[Cell]:
    """Cells, totals among them at row `rows` and column `columns`, to hide of a table of people's numbers.

    What is safe stays so when more is hidden: therefore each small cell is looked at once. Hidden are the
    cheapest found on the way, not the fewest possible, which would take too long to find.
    """
    table = _with_totals(sizes, rows, columns)
    whole = table.get((rows, columns), 0)
    # a total is worth more than any cell: it goes only where no cell can cover
    costs = {cell: n + whole * ((cell[0] == rows) + (cell[1] == columns)) for cell, n in table.items()}
    ways = _ways(table, rows)
    small = sorted((cell for cell, n in table.items() if n < threshold), key=lambda cell: (table[cell], cell))
    hidden = set(small)
    for cell in small:
        hidden |= _cheapest_circle(cell, hidden, costs, ways, rows)
    for cell in small:
        while crossing := _crossing_thin_union(cell, hidden, table, rows, columns, threshold):
            more = min(crossing, key=lambda each: (costs[each], each))
            hidden.add(more)
            hidden |= _cheapest_circle(more, hidden, costs, ways, rows)
    return hidden


def _with_totals(sizes: Mapping[Cell, int], rows: int, columns: int) -> dict[Cell, int]:
    table: dict[Cell, int] = {}
    for (row, column), n in sizes.items():
        for cell in ((row, column), (row, columns), (rows, column), (rows, columns)) if n else ():
            table[cell] = table.get(cell, 0) + n
    return table


def _corners(cell: Cell, rows: int) -> tuple[int, int]:
    return cell[0], rows + 1 + cell[1]


def _ways(table: Iterable[Cell], rows: int) -> Ways:
    ways: Ways = {}
    for cell in table:
        row, column = _corners(cell, rows)
        ways.setdefault(row, []).append((column, cell))
        ways.setdefault(column, []).append((row, cell))
    return ways


def _cheapest_circle(
    cell: Cell, hidden: set[Cell], costs: Mapping[Cell, int], ways: Ways, rows: int
) -> set[Cell]:
    """The cells of the way back from a cell's column to its row that costs least; hidden ones cost nothing."""
    start, end = _corners(cell, rows)
    reached: dict[int, tuple[int, Cell] | None] = {}
    open_ways: list[tuple[int, int, tuple[int, Cell] | None]] = [(0, start, None)]
    while end not in reached:
        cost, corner, came = heappop(open_ways)
        if corner in reached:
            continue
        reached[corner] = came
        for neighbour, other in ways[corner]:
            if neighbour not in reached and other != cell:
                step = 0 if other in hidden else costs[other]
                heappush(open_ways, (cost + step, neighbour, (corner, other)))
    circle: set[Cell] = set()
    while (came := reached[end]) is not None:
        end = came[0]
        circle.add(came[1])
    return circle


def _crossing_thin_union(
    cell: Cell, hidden: set[Cell], table: Mapping[Cell, int], rows: int, columns: int, threshold: int
) -> list[Cell]:
    """The shown cells of which any, once hidden, undoes a union with this cell that follows and is too small.

    None when there is no such union, or the cell is a total.
    """
    totals = {each for each in hidden if each[0] == rows or each[1] == columns}
    if cell in totals:
        return []
    name = _joined((_corners(each, rows) for each in totals), rows + columns + 2)
    flow = _flow_network(hidden - totals, table, rows, name)
    start, end = (name[corner] for corner in _corners(cell, rows))
    side = _smaller_side(flow, start, end, threshold)
    ends = {each: [name[corner] in side for corner in _corners(each, rows)] for each in table} if side else {}
    return [each for each, (row, column) in ends.items() if each not in hidden and row != column]


def _joined(pairs: Iterable[tuple[int, int]], corners: int) -> list[int]:
    """The name of each corner, those that are joined having the same."""
    name = list(range(corners))
    for first, second in pairs:
        old, new = name[first], name[second]
        name = [new if each == old else each for each in name]
    return name


def _flow_network(inner: Iterable[Cell], table: Mapping[Cell, int], rows: int, name: list[int]) -> Flow:
    """From row to column as much as there are people; back without bound."""
    flow: Flow = {}
    for cell in inner:
        row, column = (name[corner] for corner in _corners(cell, rows))
        there, back = flow.setdefault(row, {}), flow.setdefault(column, {})
        there[column] = there.get(column, 0) + table[cell]
        back[row] = inf
    return flow


def _smaller_side(flow: Flow, start: int, end: int, threshold: int) -> set[int]:
    """The corners on the start's side of the narrowest union, when fewer than threshold; else none."""
    passed = 0.0
    while start != end and passed < threshold:
        came = {start: start}
        waiting = [start]
        for corner in waiting:
            for neighbour, room in flow[corner].items():
                if room > 0 and neighbour not in came:
                    came[neighbour] = corner
                    waiting.append(neighbour)
        if end not in came:
            return set(came)
        way = [end]
        while way[-1] != start:
            way.append(came[way[-1]])
        steps = [(way[i + 1], way[i]) for i in range(len(way) - 1)]
        amount = min(threshold, *(flow[a][b] for a, b in steps))
        for a, b in steps:
            flow[a][b] -= amount
            flow[b][a] += amount
        passed += amount
    return set()
