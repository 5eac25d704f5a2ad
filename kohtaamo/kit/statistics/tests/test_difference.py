from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from kohtaamo.kit.statistics import (
    Groups,
    Sample,
    answers_for_margin,
    answers_to_detect,
    difference,
    net_score,
    pooled_difference,
    two_shares,
    wald_net,
)

PAIRS = st.integers(20, 3000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))


def test_difference_of_two_net_scores() -> None:
    found = difference(wald_net(Groups(50, 30, 20)), wald_net(Groups(120, 70, 60)))
    assert round(found.value, 1) == 6.0
    assert round(found.standard_error, 2) == 9.35
    assert (round(found.z, 2), round(found.p, 2)) == (0.64, 0.52)
    assert found.low < 0 < found.high


def test_difference_of_a_clipped_estimate_stays_careful() -> None:
    unanimous = net_score(Groups(10, 0, 0))
    assert difference(unanimous, Sample(50, 0, 10)).standard_error > 20


def test_difference_without_noise_is_certain() -> None:
    assert difference(Sample(1, 0, 5), Sample(1, 0, 5)).p == 1
    assert difference(Sample(2, 0, 5), Sample(1, 0, 5)).p == 0


def test_two_shares_of_the_worked_example() -> None:
    found = two_shares((130, 1000), (100, 1000))
    assert (round(found.z, 3), round(found.p, 4)) == (2.103, 0.0355)
    assert (round(found.value, 3), round(found.low, 4), round(found.high, 4)) == (0.030, 0.0021, 0.0579)


@given(PAIRS, PAIRS)
def test_two_shares_agrees_with_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    found = two_shares(first, second)
    z, p = proportions_ztest([first[0], second[0]], [first[1], second[1]])
    low, high = confint_proportions_2indep(*first, *second, method="wald", compare="diff")
    assert (found.z, found.p) == pytest.approx((z, p), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-7)


@pytest.mark.parametrize(
    ("variance", "margin", "n"), [(0.61, 0.10, 235), (0.61, 0.05, 938), (1, 0.10, 385), (1, 0.05, 1537)]
)
def test_answers_for_margin(variance: float, margin: float, n: int) -> None:
    assert answers_for_margin(variance, margin) == n


def test_answers_to_detect_points_and_shares() -> None:
    assert answers_to_detect(0.05, 0.61) == 3831
    assert answers_to_detect(0.02, 0.10 * 0.90, 0.12 * 0.88) == 3839


def test_difference_refuses_impossible_plans() -> None:
    with pytest.raises(ValueError, match="margin"):
        answers_for_margin(0.5, 0)
    with pytest.raises(ValueError, match="power"):
        answers_to_detect(0.05, 0.6, power=1)
    with pytest.raises(ValueError, match="not a share"):
        two_shares((3, 2), (1, 2))


def test_pooled_difference_is_the_t_test_of_equal_spreads_when_both_vary_alike() -> None:
    first, second = [1.0, 2, 3, 4, 5, 6], [3.0, 4, 5, 6, 7, 8]
    expected = ttest_ind(first, second)
    within = sqrt(sum((x - 3.5) ** 2 for x in first) / 5)
    sides = [Sample(mean, within / sqrt(6), 6) for mean in (3.5, 5.5)]
    # the spread around one common mean, as if nothing differed, is wider than around two
    both = Sample(4.5, sqrt(sum((x - 4.5) ** 2 for x in [*first, *second]) / 11) / sqrt(12), 12)
    found = pooled_difference(sides[0], sides[1], both)
    assert found.value == -2.0
    assert found.p > expected.pvalue
    same = pooled_difference(sides[0], sides[1], Sample(4.5, within / sqrt(12), 12))
    assert same.p == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_pooled_difference_of_answers_all_alike_tells_nothing() -> None:
    nothing = pooled_difference(Sample(5, 0, 10), Sample(5, 0, 10), Sample(5, 0, 20))
    assert nothing.p == 1.0
