from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohtaamo.kit.statistics.weighting import Targets, design_effect, effective_n, rake, trimmed


def test_effective_n_of_the_worked_example():
    weights = [0.5] * 60 + [1.75] * 40
    assert round(effective_n(weights), 1) == 72.7
    assert round(design_effect(weights), 3) == 1.375


def test_rake_of_one_trait_is_post_stratification():
    # 60 of 100 belong to a group of 30 %: .3/.6 and .7/.4, the weights of the worked example
    people = [{"age": "old"}] * 60 + [{"age": "young"}] * 40
    found = rake(people, {"age": {"old": 0.3, "young": 0.7}})
    assert (found.converged, found.rounds) == (True, 1)
    assert found.weights == pytest.approx([0.5] * 60 + [1.75] * 40)
    assert (round(found.effective_n, 1), round(found.design_effect, 3)) == (72.7, 1.375)


def test_rake_meets_the_targets_of_every_trait_and_keeps_the_odds():
    cells = {("f", "north"): 30, ("f", "south"): 10, ("m", "north"): 20, ("m", "south"): 40}
    people = [{"sex": sex, "where": where} for (sex, where), n in cells.items() for _ in range(n)]
    found = rake(people, {"sex": {"f": 0.5, "m": 0.5}, "where": {"north": 0.35, "south": 0.65}})
    assert found.converged
    sums = dict.fromkeys(cells, 0.0)
    for person, weight in zip(people, found.weights, strict=True):
        sums[person["sex"], person["where"]] += weight
    assert sums["f", "north"] + sums["f", "south"] == pytest.approx(50)
    assert sums["f", "north"] + sums["m", "north"] == pytest.approx(35)
    # what raking leaves alone: the odds ratio of the sample, 30 x 40 / (10 x 20)
    odds = sums["f", "north"] * sums["m", "south"] / (sums["f", "south"] * sums["m", "north"])
    assert odds == pytest.approx(6)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=40),
    st.floats(0.2, 0.6),
    st.floats(0.2, 0.8),
)
def test_rake_averages_one_and_never_gains_answers(extra, first, second):
    filled = [(a, b) for a in range(3) for b in range(2)]
    people = [{"a": a, "b": b} for a, b in filled + extra]
    found = rake(people, {"a": {0: first, 1: 0.1, 2: 0.9 - first}, "b": {0: second, 1: 1 - second}})
    assert found.converged
    assert sum(found.weights) == pytest.approx(len(people))
    assert found.effective_n <= len(people) + 1e-9


def test_rake_says_when_targets_contradict():
    # who is old is always from the north: the two shares can never differ
    people = [{"age": "old", "where": "north"}] * 5 + [{"age": "young", "where": "south"}] * 5
    found = rake(people, {"age": {"old": 0.5, "young": 0.5}, "where": {"north": 0.2, "south": 0.8}})
    assert not found.converged
    assert found.largest_gap > 0.1


def test_rake_refuses_what_it_cannot_weight():
    people = [{"age": "old"}]
    with pytest.raises(ValueError, match="nobody in"):
        rake(people, {"age": {"old": 0.5, "young": 0.5}})
    with pytest.raises(ValueError, match="no target for"):
        rake(people, {"age": {"young": 1}})
    with pytest.raises(ValueError, match="sum to 1"):
        rake(people, {"age": {"old": 0.9}})
    with pytest.raises(ValueError, match="people and targets"):
        rake([], {"age": {"old": 1}})
    with pytest.raises(ValueError, match="weights are not negative"):
        effective_n([])


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=40),
    st.floats(0.2, 0.6),
    st.floats(0.2, 0.8),
)
def test_rake_agrees_with_plain_proportional_fitting(extra, first, second):
    pairs = [(a, b) for a in range(3) for b in range(2)] + extra
    cells = np.zeros((3, 2))
    for pair in pairs:
        cells[pair] += 1
    rows, columns = np.array([first, 0.1, 0.9 - first]), np.array([second, 1 - second])
    fitted = cells / cells.sum()
    for _ in range(3000):
        fitted *= (rows / fitted.sum(axis=1))[:, None]
        fitted *= columns / fitted.sum(axis=0)
    people = [{"a": a, "b": b} for a, b in pairs]
    targets: Targets = {"a": dict(enumerate(rows.tolist())), "b": dict(enumerate(columns.tolist()))}
    expected = [fitted[pair] / cells[pair] * len(pairs) for pair in pairs]
    assert rake(people, targets).weights == pytest.approx(expected, rel=1e-6)


def test_trimmed_weights_by_hand():
    # mean 2, at most 4: the 7 gives 3 to the others, which together weighed 1 and now weigh 4
    assert trimmed([7, 0.5, 0.25, 0.25], most=2) == pytest.approx([4, 2, 1, 1])
    # the surplus of the first lifts the second past the limit too
    assert trimmed([12, 5, 1, 1, 1], most=1.5) == pytest.approx([6, 6, 8 / 3, 8 / 3, 8 / 3])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=40), st.floats(1.1, 6))
def test_trimmed_weights_keep_their_sum_and_the_limit(weights, most):
    found = trimmed(weights, most=most)
    mean = sum(weights) / len(weights)
    assert sum(found) == pytest.approx(sum(weights))
    assert max(found) <= most * mean * (1 + 1e-6)
    assert effective_n(found) >= effective_n(weights) * (1 - 1e-9)


def test_trimmed_refuses_what_is_no_limit():
    with pytest.raises(ValueError, match="above the mean"):
        trimmed([1, 2], most=1)
