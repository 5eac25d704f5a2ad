from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from kohtaamo.kit.statistics import Sample, two_shares
from kohtaamo.kit.statistics.experiments import (
    always_valid,
    always_valid_shares,
    answers_per_arm,
    assignment,
)


def test_assignment_of_the_worked_examples():
    uneven, even = assignment([5000, 5300]), assignment([5000, 5100])
    assert (round(uneven.chi_square, 2), round(uneven.p, 4), uneven.mismatched) == (8.74, 0.0031, True)
    assert (round(even.p, 2), even.mismatched) == (0.32, False)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 20)), min_size=2, max_size=6))
def test_assignment_agrees_with_scipy(arms):
    counts, planned = [count for count, _ in arms], [share for _, share in arms]
    expected = np.array(planned) / sum(planned) * sum(counts)
    theirs = stats.chisquare(counts, expected)
    ours = assignment(counts, planned=planned)
    assert (ours.chi_square, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-7, abs=1e-12)


def test_always_valid_of_the_worked_example():
    found = always_valid_shares((130, 1000), (100, 1000))
    assert (round(found.value, 3), round(found.half_width, 4), round(found.p, 3)) == (0.030, 0.0445, 0.379)
    later = always_valid_shares((390, 3000), (300, 3000))
    assert (round(later.low, 4), round(later.high, 4)) == (0.0050, 0.0550)
    assert later.n == 6000


@settings(deadline=None)
@given(st.integers(50, 20_000), st.floats(-1, 1), st.floats(0.1, 2))
def test_always_valid_interval_and_p_tell_the_same(n, value, deviation):
    error = deviation / n**0.5
    found = always_valid(Sample(value, error, n), Sample(0, error, n))
    if abs(found.p - 0.05) > 1e-9:
        assert (found.p < 0.05) == (not found.low <= 0 <= found.high)


def test_always_valid_without_noise_says_nothing():
    found = always_valid_shares((0, 5), (5, 5))
    assert (found.low, found.high, found.p) == (-inf, inf, 1)
    assert always_valid(Sample(1, inf, 1), Sample(0, 1, 9)).high == inf


def test_looking_often_deceives_the_fixed_horizon_and_not_the_always_valid():
    # row 25: the same share in both arms; 100 more answers an arm before each of thirty looks
    chance = np.random.default_rng(25)
    trials, looks, batch = 2000, 30, 100
    successes = chance.binomial(batch, 0.2, size=(trials, 2, looks)).cumsum(axis=2)
    fixed, valid = np.zeros((trials, looks)), np.zeros((trials, looks))
    for trial in range(trials):
        for look in range(looks):
            n = batch * (look + 1)
            first, second = (int(successes[trial, 0, look]), n), (int(successes[trial, 1, look]), n)
            fixed[trial, look] = two_shares(first, second).p < 0.05
            valid[trial, look] = always_valid_shares(first, second).p < 0.05
    deceived = [float(fixed[:, :seen].max(axis=1).mean()) for seen in (1, 5, 10, 30)]
    # three errors of a share out of 2000 trials
    assert deceived == pytest.approx([0.05, 0.14, 0.19, 0.27], abs=0.03)
    assert valid.max(axis=1).mean() == pytest.approx(0.015, abs=0.008)


def test_answers_per_arm_of_the_worked_example():
    assert answers_per_arm(0.10, 0.12) == 3839
    assert answers_per_arm(0.10, 0.12, planning="cohen_h") == 3835


@settings(deadline=None)
@given(st.floats(0.05, 0.9), st.floats(0.02, 0.1), st.floats(0.5, 0.95))
def test_answers_per_arm_agrees_with_statsmodels(base, step, power):
    size = proportion_effectsize(base + step, base)
    # statsmodels counts the other side's chance too, which is nothing at such power
    theirs = NormalIndPower().solve_power(size, alpha=0.05, power=power, alternative="larger", ratio=1)
    two_sided = theirs * ((1.959964 + stats.norm.ppf(power)) / (1.644854 + stats.norm.ppf(power))) ** 2
    assert answers_per_arm(base, base + step, power=power, planning="cohen_h") == pytest.approx(
        two_sided, abs=1.1
    )


def test_experiments_refuse_impossible_questions():
    with pytest.raises(ValueError, match="a plan"):
        assignment([10, 10], planned=[1, 0])
    with pytest.raises(ValueError, match="nobody"):
        assignment([0, 0])
    with pytest.raises(ValueError, match="alpha"):
        always_valid_shares((1, 2), (1, 2), alpha=1)
    with pytest.raises(ValueError, match="two different shares"):
        answers_per_arm(0.1, 0.1)
