from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kohtaamo.kit.statistics import student_quantile, student_tail, t95


@given(st.floats(0.3, 1e6), st.floats(0.5, 0.9999))
def test_student_quantile_agrees_with_scipy(degrees: float, probability: float) -> None:
    expected = float(stats.t.ppf(probability, degrees))
    assert student_quantile(probability, degrees) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@given(st.floats(0, 40), st.integers(1, 100_000))
def test_student_tail_agrees_with_scipy(t: float, degrees: int) -> None:
    assert student_tail(t, degrees) == pytest.approx(float(stats.t.sf(t, degrees)), rel=1e-6, abs=1e-13)


def test_t95_of_textbook_tables() -> None:
    assert [round(t95(degrees), 3) for degrees in (1, 5, 10, 30)] == [12.706, 2.571, 2.228, 2.042]
    assert t95(1e9) == pytest.approx(1.959964, abs=1e-6)
    assert t95(0) == inf


def test_student_refuses_impossible_questions() -> None:
    with pytest.raises(ValueError, match="upper half"):
        student_quantile(0.2, 5)
    with pytest.raises(ValueError, match="above 0"):
        student_tail(1, 0)
