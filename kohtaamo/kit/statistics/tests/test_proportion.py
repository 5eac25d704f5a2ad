from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from kohtaamo.kit.statistics import share, share_sample, top_two_box


def test_top_two_box_of_the_worked_example() -> None:
    score = top_two_box({1: 3, 2: 5, 3: 12, 4: 40, 5: 40})
    assert (score.value, score.n) == (0.80, 100)
    assert (round(100 * score.low, 1), round(100 * score.high, 1)) == (71.1, 86.7)


def test_share_of_nine_in_ten() -> None:
    score = share(9, 10)
    assert (round(100 * score.low, 1), round(100 * score.high, 1)) == (59.6, 98.2)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_agrees_with_statsmodels(pair: tuple[int, int]) -> None:
    low, high = proportion_confint(*pair, method="wilson")
    score = share(*pair)
    assert score.low == pytest.approx(low, abs=1e-7)
    assert score.high == pytest.approx(high, abs=1e-7)
    assert score.low <= score.value <= score.high


def test_share_sample_of_unanimous_answers_is_not_certain() -> None:
    # 11 of 12: sqrt(11/12 * 1/12 / 12)
    assert share_sample(10, 10).standard_error == pytest.approx(0.0797856)
    assert share_sample(10, 10).value == 1


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (2, 1), (-1, 5)])
def test_share_refuses_what_is_no_share(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        share(successes, n)
