from __future__ import annotations

import pytest

from kohtaamo.kit.statistics.kano import Feeling, KanoClass, kano_class, kano_result

A, O, M, I, R, Q = (KanoClass(letter) for letter in "AOMIRQ")  # noqa: E741 - the letters of the method


@pytest.mark.parametrize(
    ("present", "absent", "expected"),
    [
        (Feeling.LIKE, Feeling.DISLIKE, O),
        (Feeling.LIKE, Feeling.NEUTRAL, A),
        (Feeling.MUST_BE, Feeling.DISLIKE, M),
        (Feeling.LIVE_WITH, Feeling.DISLIKE, M),
        (Feeling.NEUTRAL, Feeling.NEUTRAL, I),
        (Feeling.MUST_BE, Feeling.LIVE_WITH, I),
        (Feeling.DISLIKE, Feeling.LIKE, R),
        (Feeling.NEUTRAL, Feeling.LIKE, R),
        (Feeling.LIKE, Feeling.LIKE, Q),
        (Feeling.DISLIKE, Feeling.DISLIKE, Q),
    ],
)
def test_kano_class_of_an_answer(present, absent, expected):
    assert kano_class(present, absent) == expected


def test_kano_table_has_each_class_as_often_as_the_method_says():
    found = [kano_class(present, absent) for present in Feeling for absent in Feeling]
    assert {each: found.count(each) for each in KanoClass} == {M: 3, O: 1, A: 3, I: 9, R: 7, Q: 2}


def test_kano_result_of_the_worked_example():
    found = kano_result([A] * 30 + [O] * 25 + [M] * 20 + [I] * 25)
    assert found.better is not None
    assert found.worse is not None
    assert (found.better.value, found.worse.value) == (0.55, -0.45)
    assert found.worse.low < -0.45 < found.worse.high < 0
    assert (found.leading, found.n) == (A, 100)


def test_kano_tie_goes_to_what_hurts_most():
    assert kano_result([I, A, O, M]).leading == M
    assert kano_result([I, A, O]).leading == O
    assert kano_result([I, A]).leading == A
    assert kano_result([Q, R, I]).leading == I


def test_kano_coefficients_leave_out_unclear_answers():
    found = kano_result([A, M, R, R, Q])
    assert found.better is not None
    assert (found.better.value, found.better.n, found.n) == (0.5, 2, 5)
    assert kano_result([R, Q]).better is None


def test_kano_lack_that_saddens_nobody_is_plain_zero():
    found = kano_result([A, I])
    assert found.worse is not None
    assert str(found.worse.value) == "0.0"


def test_kano_result_needs_answers():
    with pytest.raises(ValueError, match="no answers"):
        kano_result([])
