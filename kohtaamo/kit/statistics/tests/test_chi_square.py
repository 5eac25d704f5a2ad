from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kohtaamo.kit.statistics.chi_square import chi_square_tail


@settings(deadline=None)
@given(st.floats(0, 2000), st.integers(1, 1500))
def test_chi_square_tail_agrees_with_scipy(value, degrees):
    expected = float(stats.chi2.sf(value, degrees))
    assert chi_square_tail(value, degrees) == pytest.approx(expected, rel=1e-7, abs=1e-12)


def test_chi_square_tail_of_textbook_tables():
    assert [round(chi_square_tail(x, k), 3) for x, k in ((3.841, 1), (11.070, 5), (6.635, 1))] == [
        0.05,
        0.05,
        0.01,
    ]
    assert chi_square_tail(0, 3) == 1


def test_chi_square_tail_refuses_impossible_questions():
    with pytest.raises(ValueError, match="not negative"):
        chi_square_tail(-1, 1)
    with pytest.raises(ValueError, match="above 0"):
        chi_square_tail(1, 0)
