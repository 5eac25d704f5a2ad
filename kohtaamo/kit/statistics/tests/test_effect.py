from __future__ import annotations

import random
from collections import Counter
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kohtaamo.kit.statistics import (
    Sample,
    Verdict,
    before_after,
    clustered_sample,
    difference_in_differences,
    mean_sample,
    net_sample,
    promoter_groups,
    verdict,
)

STEPS = range(11)
ORDINARY = (3, 1, 1, 2, 2, 6, 8, 15, 22, 20, 20)
BETTER = (1, 0, 0, 1, 1, 2, 4, 9, 18, 28, 36)
RUNS = 400


def _net(chance: random.Random, weights: tuple[int, ...], n: int) -> Sample:
    return net_sample(promoter_groups(Counter(chance.choices(STEPS, weights, k=n))))


@pytest.mark.parametrize(
    ("low", "high", "expected", "higher_is_better", "judged"),
    [
        (1, 9, None, True, "helped"),
        (1, 9, 20, True, "helped"),
        (-9, -1, None, True, "did_not"),
        (-9, -1, None, False, "helped"),
        (1, 9, 5, False, "did_not"),
        (-2, 3, 5, True, "did_not"),
        (-3, 2, 5, False, "did_not"),
        (-3, 2, -5, False, "did_not"),
        (-2, 6, 5, True, "cannot_tell"),
        (-2, 6, None, True, "cannot_tell"),
        (0, 6, None, True, "cannot_tell"),
    ],
)
def test_verdict_follows_the_interval(
    low: float, high: float, expected: float | None, higher_is_better: bool, judged: Verdict
) -> None:
    assert verdict(low, high, expected=expected, higher_is_better=higher_is_better) == judged


def test_verdict_refuses_an_interval_upside_down() -> None:
    with pytest.raises(ValueError, match="low end"):
        verdict(2, 1)


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=40).filter(lambda answers: len(set(answers)) > 1),
    st.lists(st.integers(1, 5), min_size=2, max_size=40).filter(lambda answers: len(set(answers)) > 1),
)
def test_before_after_agrees_with_welch_of_scipy(before: list[int], after: list[int]) -> None:
    found = before_after(mean_sample(Counter(before)), mean_sample(Counter(after)))
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert found.low == pytest.approx(float(interval.low), abs=1e-8)
    assert found.high == pytest.approx(float(interval.high), abs=1e-8)


def test_before_after_is_weak_and_counts_its_answers() -> None:
    found = before_after(Sample(70, 2, 120), Sample(80, 2, 90), expected=5)
    assert (found.value, found.n_before, found.n_after) == (10, 120, 90)
    assert (found.design, found.strength, found.verdict) == ("before_after", "weak", "helped")


def test_before_after_with_few_answers_cannot_tell() -> None:
    assert before_after(Sample(1, 0.1, 9), Sample(5, 0.1, 500)).verdict == "cannot_tell"
    assert before_after(Sample(1, 0.1, 9), Sample(5, 0.1, 500), minimum=9).verdict == "helped"


def test_before_after_without_any_spread_cannot_tell() -> None:
    found = before_after(mean_sample({3: 50}), mean_sample({4: 50}))
    assert (found.value, found.low, found.high, found.verdict) == (1, -inf, inf, "cannot_tell")
    assert before_after(clustered_sample([{3: 9, 4: 9}]), mean_sample({4: 50, 5: 9})).verdict == "cannot_tell"


def test_difference_in_differences_of_a_training() -> None:
    found = difference_in_differences(
        Sample(3.90, 0.04, 400), Sample(4.15, 0.04, 400), Sample(3.88, 0.04, 400), Sample(3.95, 0.04, 400)
    )
    assert round(found.value, 2) == 0.18
    # SE = 2 * 0.04 and t is almost z: 0.18 +- 0.157
    assert (round(found.low, 2), round(found.high, 2)) == (0.02, 0.34)
    assert (found.strength, found.verdict) == ("moderate", "helped")


def test_difference_in_differences_needs_enough_answers_in_the_comparison_too() -> None:
    full, thin = Sample(1, 0.01, 400), Sample(1, 0.01, 4)
    assert difference_in_differences(full, Sample(2, 0.01, 400), full, thin).verdict == "cannot_tell"


def test_few_agents_widen_the_interval() -> None:
    agents = [{3: 10, 4: 20}, {4: 15, 5: 15}, {2: 10, 4: 20}]
    after = [{4: 10, 5: 20}, {4: 10, 5: 20}, {3: 10, 5: 20}]
    before_pooled = mean_sample({2: 10, 3: 10, 4: 55, 5: 15})
    after_pooled = mean_sample({3: 10, 4: 20, 5: 60})
    pooled = before_after(before_pooled, after_pooled)
    clustered = before_after(clustered_sample(agents), clustered_sample(after))
    assert clustered.value == pytest.approx(pooled.value)
    assert clustered.high - clustered.low > 1.5 * (pooled.high - pooled.low)


def test_no_true_effect_is_seldom_said_to_have_helped() -> None:
    chance = random.Random(20261121)
    judged = [
        before_after(_net(chance, ORDINARY, 60), _net(chance, ORDINARY, 60)).verdict for _ in range(RUNS)
    ]
    assert judged.count("helped") <= 0.05 * RUNS


def test_no_true_effect_beside_a_comparison_is_seldom_said_to_have_helped() -> None:
    chance = random.Random(20261122)
    judged = [
        # the whole world improved, with us and without us
        difference_in_differences(
            _net(chance, ORDINARY, 60),
            _net(chance, BETTER, 60),
            _net(chance, ORDINARY, 60),
            _net(chance, BETTER, 60),
        ).verdict
        for _ in range(RUNS)
    ]
    assert judged.count("helped") <= 0.05 * RUNS


def test_a_planted_big_effect_is_found() -> None:
    chance = random.Random(20261123)
    judged = [
        before_after(_net(chance, ORDINARY, 120), _net(chance, BETTER, 120)).verdict for _ in range(RUNS)
    ]
    assert judged.count("helped") >= 0.80 * RUNS
