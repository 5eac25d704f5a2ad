from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kohtaamo.kit.statistics.suppression import HiddenGroups, hidden_groups, hidden_table

SIZES = st.integers(0, 12)


def _known(sizes, hidden):
    """What is shown, as sums over the table's cells: one row of 0 and 1 for each number."""
    rows, columns = sizes.shape
    shown = []
    for row, column in np.ndindex(sizes.shape):
        if (row, column) not in hidden.cells:
            shown.append(np.eye(sizes.size)[row * columns + column])
    places = np.arange(sizes.size).reshape(sizes.shape)
    lines = [places[row] for row in range(rows) if row not in hidden.rows]
    lines += [places[:, column] for column in range(columns) if column not in hidden.columns]
    lines += [] if hidden.total else [places.ravel()]
    shown += [np.isin(np.arange(sizes.size), line).astype(float) for line in lines]
    return np.array(shown).reshape(-1, sizes.size)


def _follows(known, sums):
    """Which of the sums (m, cells) are combinations of what is known."""
    if not len(known):
        return np.zeros(len(sums), bool)
    rest = sums - sums @ np.linalg.pinv(known) @ known
    return np.abs(rest).max(axis=1) < 1e-7


def _table(sizes):
    return {(row, column): int(sizes[row, column]) for row, column in np.ndindex(sizes.shape)}


def test_hidden_groups_of_the_worked_example():
    # 12 x 4.0 - 8 x 4.25 would give the mean of the four: so A hides too
    assert hidden_groups({"A": 8, "B": 4}) == HiddenGroups(frozenset({"A", "B"}), total=False)


def test_hidden_groups_take_the_smallest_of_the_others():
    assert hidden_groups({"A": 40, "B": 3, "C": 9, "D": 20}).groups == {"B", "C"}
    assert hidden_groups({"A": 40, "B": 3, "C": 2}).groups == {"B", "C"}


def test_hidden_groups_together_are_no_small_group_either():
    # B and C hidden, their four would follow from the total
    assert hidden_groups({"A": 40, "B": 3, "C": 1, "D": 50}).groups == {"A", "B", "C"}


def test_hidden_groups_hide_the_total_where_nothing_covers():
    assert hidden_groups({"A": 3}) == HiddenGroups(frozenset({"A"}), total=True)
    assert hidden_groups({"A": 3, "B": 1, "C": 0}) == HiddenGroups(frozenset({"A", "B"}), total=True)


def test_hidden_groups_leave_large_and_empty_ones():
    assert hidden_groups({"A": 5, "B": 9, "C": 0}) == HiddenGroups(frozenset(), total=False)
    assert hidden_groups({"A": 7, "B": 9}, threshold=8).groups == {"A", "B"}
    assert hidden_groups({}) == HiddenGroups(frozenset(), total=False)


@settings(deadline=None)
@given(st.lists(SIZES, min_size=1, max_size=7), st.integers(1, 8))
def test_hidden_groups_leave_nothing_to_subtract(sizes, threshold):
    found = hidden_groups(dict(enumerate(sizes)), threshold=threshold)
    assert {group for group, n in enumerate(sizes) if 0 < n < threshold} <= found.groups
    rest = sum(sizes[group] for group in found.groups)
    if found.total:
        assert rest == sum(sizes) < threshold or len(found.groups) == 1
    elif found.groups:
        assert len(found.groups) > 1
        assert rest >= threshold


def test_hidden_table_covers_a_small_cell_with_a_circle():
    sizes = np.array([[3, 9, 20], [8, 30, 30], [25, 40, 50]])
    found = hidden_table(_table(sizes))
    # the cheapest circle through (0, 0): 9 + 8 + 30 people
    assert found.cells == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert (found.rows, found.columns, found.total) == (frozenset(), frozenset(), False)


def test_hidden_table_that_is_large_enough_shows_all():
    found = hidden_table(_table(np.array([[5, 0], [7, 9]])))
    assert (found.cells, found.rows, found.columns, found.total) == (
        frozenset(),
        frozenset(),
        frozenset(),
        False,
    )


def test_hidden_table_of_next_to_nobody_hides_all():
    found = hidden_table({("north", "old"): 2, ("north", "young"): 1})
    assert found.cells == {("north", "old"), ("north", "young")}
    assert (set(found.rows), set(found.columns), found.total) == ({"north"}, {"old", "young"}, True)


def test_hidden_table_of_one_row_hides_as_groups_do():
    found = hidden_table({("all", "A"): 8, ("all", "B"): 4})
    assert found.cells == {("all", "A"), ("all", "B")}
    assert found.columns == {"A", "B"}
    assert not found.total


def test_hidden_table_leaves_no_small_union_in_a_row():
    # a circle through the small cells alone would leave the four of the first row as its total less 20
    found = hidden_table(_table(np.array([[1, 3, 20], [21, 22, 23], [24, 25, 26]])))
    assert found.cells == {(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)}


def test_hidden_table_leaves_no_small_union_across_rows():
    # adding up line by line shows nothing, yet (2, 3), (3, 0) and (3, 3), four people, could follow together
    sizes = np.array([[0, 0, 15, 9], [0, 0, 0, 9], [0, 0, 15, 2], [1, 0, 1, 1]])
    assert _leaks(sizes, hidden_table(_table(sizes)), 5) == []


@settings(deadline=None)
@given(arrays.arrays(int, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=SIZES), st.integers(2, 6))
def test_no_hidden_number_of_a_table_can_be_worked_out(sizes, threshold):
    found = hidden_table(_table(sizes), threshold=threshold)
    small = {(int(r), int(c)) for r, c in zip(*np.nonzero((sizes > 0) & (sizes < threshold)), strict=True)}
    assert small <= found.cells
    assert _leaks(sizes, found, threshold) == []


def _leaks(sizes, found, threshold):
    """By linear algebra over every union of hidden cells: those that follow and are alone or too small."""
    known = _known(sizes, found)
    columns = sizes.shape[1]
    hidden = sorted(row * columns + column for row, column in found.cells)
    people = sizes.ravel()
    alone = [(cell,) for cell in hidden]
    few = [cell for cell in hidden if people[cell] < threshold]
    unions = chain.from_iterable(combinations(few, size) for size in range(2, threshold))
    thin = [union for union in unions if sum(people[list(union)]) < threshold]
    # a hidden total is a sum of its cells
    totals = [tuple(row * columns + column for column in range(columns)) for row in found.rows]
    totals += [tuple(row * columns + column for row in range(len(sizes))) for column in found.columns]
    totals += [tuple(range(sizes.size))] if found.total else []
    suspects = alone + thin + totals
    if not suspects:
        return []
    sums = np.array([np.isin(np.arange(sizes.size), suspect) for suspect in suspects], float)
    # empty cells are known whether listed or not
    known = np.vstack([known, np.eye(sizes.size)[people == 0]])
    return [suspect for suspect, leaks in zip(suspects, _follows(known, sums), strict=True) if leaks]


def test_suppression_refuses_impossible_sizes():
    with pytest.raises(ValueError, match="not negative"):
        hidden_groups({"A": -1})
    with pytest.raises(ValueError, match="above 0"):
        hidden_table({("a", "b"): 3}, threshold=0)
