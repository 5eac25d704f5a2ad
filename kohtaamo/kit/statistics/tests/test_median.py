from __future__ import annotations

from collections import Counter
from math import inf, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kohtaamo.kit.statistics import median_sample, median_score
from kohtaamo.kit.statistics.median import rank_of


@pytest.mark.parametrize(
    ("n", "rank"), [(6, 1), (8, 1), (9, 2), (10, 2), (15, 4), (20, 6), (50, 18), (100, 40)]
)
def test_ranks_are_those_of_the_tables_of_the_sign_test(n: int, rank: int) -> None:
    found = median_score(dict.fromkeys(range(1, n + 1), 1))
    assert (found.value, found.low, found.high, found.n) == ((n + 1) / 2, rank, n + 1 - rank, n)


@pytest.mark.parametrize("n", [999, 1000, 1001, 1002, 5_000, 100_001])
def test_ranks_of_many_answers_agree_with_scipy(n: int) -> None:
    # the lowest whose chance reaches 2.5 % is one past the last whose chance does not, as ranks are one past counts
    rank, tail = rank_of(n)
    assert 0 <= stats.binom.ppf(0.025, n, 0.5) - rank <= (n > 1000)
    assert tail == pytest.approx(stats.binom.cdf(rank - 1, n, 0.5), rel=0.002)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 50), min_size=6, max_size=80))
def test_the_value_is_the_middle_and_the_interval_is_of_its_answers(answers: list[int]) -> None:
    found = median_score(Counter(answers))
    assert found.value == np.median(answers)
    assert found.low <= found.value <= found.high
    assert {found.low, found.high} <= set(map(float, answers))


def test_five_answers_do_not_enclose_their_median() -> None:
    with pytest.raises(ValueError, match="six"):
        median_score({1: 5})
    with pytest.raises(ValueError, match="no answers"):
        median_sample({})


def test_the_interval_covers_as_often_as_it_says_of_a_long_tail() -> None:
    rng = np.random.default_rng(7)
    true, times = float(np.exp(0)), 2_000
    told = [median_score(Counter(rng.lognormal(0, 1.5, 25).tolist())) for _ in range(times)]
    share = sum(one.low <= true <= one.high for one in told) / times
    # of 25 the ranks 8 and 18 cover 95.67 %
    assert share == pytest.approx(0.9567, abs=0.015)


def test_the_error_is_read_back_from_the_interval() -> None:
    # of ten the ranks 2 and 9, each left with a chance of 11/1024: 2.2991 errors either side
    sample = median_sample({3_600: 5, 10_800: 5})
    assert (sample.value, sample.n) == (7_200, 10)
    assert sample.standard_error == pytest.approx(7_200 / (2 * 2.2991), rel=1e-3)
    assert median_sample({4: 1}).standard_error == inf


def test_what_is_alike_in_the_middle_only_is_not_certain() -> None:
    # 18 x 0, 1 x 10, 1 x 20: mean 1.5, squares 18*2.25 + 72.25 + 342.25 = 455, sd 4.8936
    sample = median_sample({0: 18, 10: 1, 20: 1})
    assert sample.value == 0
    assert sample.standard_error == pytest.approx(4.8936 / sqrt(20) * sqrt(pi / 2), rel=1e-4)
    assert median_sample({0: 20}).standard_error == 0
