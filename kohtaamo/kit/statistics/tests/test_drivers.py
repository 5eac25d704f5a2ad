from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.api import OLS, add_constant

from kohtaamo.kit.statistics.drivers import relative_drivers, relative_weights, shapley_weights

GOLDEN = ([[1, 0.5, 0.3], [0.5, 1, 0.4], [0.3, 0.4, 1]], [0.6, 0.5, 0.3])
# the demonstration matrix of the R package iopsych
IOPSYCH = (
    [[1, 0.2, 0.3, 0.4], [0.2, 1, 0.5, 0.1], [0.3, 0.5, 1, 0.2], [0.4, 0.1, 0.2, 1]],
    [-0.4, 0.1, -0.3, 0.4],
)


def _people(seed, n=300):
    chance = np.random.default_rng(seed)
    x = chance.standard_normal((n, 3))
    x[:, 1] += 0.7 * x[:, 0]
    return x, x @ [0.6, 0.4, 0.0] + chance.standard_normal(n)


def test_relative_weights_of_the_worked_example():
    found = relative_weights(*GOLDEN)
    assert [round(value, 4) for value in found.values] == [0.2471, 0.1333, 0.0363]
    assert round(found.r_squared, 4) == 0.4168
    assert [round(100 * share, 1) for share in found.shares] == [59.3, 32.0, 8.7]


def test_relative_weights_of_iopsych():
    found = relative_weights(*IOPSYCH)
    assert [round(value, 4) for value in found.values] == [0.2407, 0.0549, 0.1214, 0.2816]
    assert round(found.r_squared, 4) == 0.6986


def test_shapley_weights_of_the_worked_example():
    found = shapley_weights(*GOLDEN)
    assert [round(value, 4) for value in found.values] == [0.2465, 0.1345, 0.0358]
    assert round(found.r_squared, 4) == 0.4168


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_shapley_weights_are_gains_averaged_over_all_orders(seed):
    x, y = _people(seed, 40)
    whole = np.corrcoef(np.column_stack([x, y]), rowvar=False)

    def explained(members):
        return OLS(y, add_constant(x[:, members])).fit().rsquared if members else 0.0

    orders = list(permutations(range(3)))
    first = [
        explained([*order[: order.index(0)], 0]) - explained([*order[: order.index(0)]]) for order in orders
    ]
    found = shapley_weights(whole[:3, :3], whole[:3, 3])
    assert found.values[0] == pytest.approx(np.mean(first), abs=1e-9)
    assert sum(found.values) == pytest.approx(explained([0, 1, 2]), abs=1e-9)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_relative_weights_sum_to_what_the_regression_explains(seed):
    x, y = _people(seed, 40)
    found = relative_drivers(x, y, seed=1, resamples=20)
    assert found.r_squared == pytest.approx(OLS(y, add_constant(x)).fit().rsquared, abs=1e-9)
    assert sum(driver.share for driver in found.drivers) == pytest.approx(1)
    assert found.n == 40


def test_relative_drivers_agree_with_their_correlations():
    x, y = _people(5)
    whole = np.corrcoef(np.column_stack([x, y]), rowvar=False)
    expected = relative_weights(whole[:3, :3], whole[:3, 3])
    found = relative_drivers(100 + 3 * x, -2 * y, seed=1, resamples=50)
    assert [driver.weight for driver in found.drivers] == pytest.approx(expected.values)


def test_relative_drivers_resample_as_one_by_one():
    x, y = _people(6, 60)
    found = relative_drivers(x, y, seed=9, resamples=300)
    chance = np.random.default_rng(10)
    weights = []
    for _ in range(300):
        drawn = chance.integers(0, 60, 60)
        whole = np.corrcoef(np.column_stack([x, y])[drawn], rowvar=False)
        weights.append(relative_weights(whole[:3, :3], whole[:3, 3]).values)
    low, high = np.percentile(weights, (2.5, 97.5), axis=0)
    assert [driver.low for driver in found.drivers] == pytest.approx(low, abs=0.04)
    assert [driver.high for driver in found.drivers] == pytest.approx(high, abs=0.06)


def test_relative_drivers_tell_a_driver_from_chance():
    found = relative_drivers(*_people(7), seed=1)
    assert [driver.beyond_chance for driver in found.drivers] == [True, True, False]
    assert all(driver.low <= driver.weight <= driver.high for driver in found.drivers[:2])


def test_relative_drivers_come_out_the_same_again():
    assert relative_drivers(*_people(8), seed=3) == relative_drivers(*_people(8), seed=3)
    assert relative_drivers(*_people(8), seed=3) != relative_drivers(*_people(8), seed=4)


def test_drivers_that_say_the_same_share_equally():
    x, y = _people(9)
    found = relative_drivers(np.column_stack([x[:, 0], x[:, 0], np.ones(300)]), y, seed=1, resamples=20)
    first, second, constant = (driver.weight for driver in found.drivers)
    assert first == pytest.approx(second)
    assert constant == 0
    assert first + second == pytest.approx(np.corrcoef(x[:, 0], y)[0, 1] ** 2)
    assert shapley_weights([[1, 1], [1, 1]], [0.6, 0.6]).values == pytest.approx((0.18, 0.18))


def test_shapley_weights_of_twelve_drivers_that_do_not_go_together():
    alone = [0.25] * 12
    assert shapley_weights(np.eye(12), alone).values == pytest.approx([0.0625] * 12)
    with pytest.raises(ValueError, match="at most 12"):
        shapley_weights(np.eye(13), [0.25] * 13)


def test_drivers_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="drivers by drivers"):
        relative_weights([[1, 0.5]], [0.5])
    with pytest.raises(ValueError, match="cannot belong"):
        relative_weights([[1, 0.9], [0.9, 1]], [0.9, -0.9])
    with pytest.raises(ValueError, match="more people"):
        relative_drivers([[1, 2], [3, 4]], [1, 2], seed=1)
    with pytest.raises(ValueError, match="outcome varies"):
        relative_drivers(np.eye(9)[:, :2], [1] * 9, seed=1)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_relative_weights_agree_with_the_formula_written_out(seed):
    data = np.random.default_rng(seed).normal(size=(60, 5))
    data[:, 1:] += data[:, :1]
    whole = np.asarray(np.corrcoef(data, rowvar=False))
    matrix, outcome = whole[:4, :4], whole[:4, 4]
    values, vectors = np.linalg.eig(matrix)
    loadings = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    betas = np.linalg.solve(loadings, outcome)
    expected = [sum(loadings[j, k] ** 2 * betas[k] ** 2 for k in range(4)) for j in range(4)]
    assert relative_weights(matrix, outcome).values == pytest.approx(expected, rel=1e-7)
