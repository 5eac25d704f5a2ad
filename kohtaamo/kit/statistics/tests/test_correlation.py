from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from kohtaamo.kit.statistics import discoveries
from kohtaamo.kit.statistics.correlation import Correlation, spearman, spearman_matrix, spearman_over_time

ANSWERS = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=10, max_size=60)


def test_spearman_of_a_textbook():
    # hours of television against IQ, ten people: rho = -29/165
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    found = spearman(iq, hours)
    assert found.rho is not None
    assert found.rho == pytest.approx(-29 / 165)
    assert round(found.p, 3) == 0.627
    assert found.low < found.rho < found.high


@settings(deadline=None)
@given(ANSWERS)
def test_spearman_agrees_with_scipy(answers):
    first, second = zip(*answers, strict=True)
    found = spearman(first, second)
    if found.rho is None:
        assert len(set(first)) == 1 or len(set(second)) == 1
        return
    theirs = stats.spearmanr(first, second)
    assert found.rho == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-6)
    assert -1 <= found.low <= found.rho <= found.high <= 1


def test_spearman_leaves_out_what_is_missing():
    x = [1.0, 2, 3, np.nan, 5, 6, 7, 8, 9, 10, 11, 12]
    found = spearman(x, [1, 2, 3, 4, np.nan, 6, 7, 8, 9, 10, 11, 12])
    assert (found.n, found.rho) == (10, 1)
    # a full correlation is not certainty: 2/10! by permutation
    assert found.p == pytest.approx(2 / 3_628_800)
    assert 0.9 < found.low < found.high == 1


def test_spearman_says_when_it_cannot_tell():
    assert spearman(range(9), range(9)) == Correlation(None, -1, 1, 1, 9)
    assert spearman([3] * 12, range(12)).rho is None


def test_spearman_interval_covers():
    chance = np.random.default_rng(21)
    true = 6 / np.pi * np.arcsin(0.6 / 2)
    hits = 0
    for _ in range(600):
        x = chance.standard_normal(40)
        found = spearman(x, 0.6 * x + 0.8 * chance.standard_normal(40))
        hits += found.low <= true <= found.high
    assert hits / 600 == pytest.approx(0.95, abs=0.03)


def test_spearman_matrix_of_null_data_finds_next_to_nothing():
    # nothing to be found: the rate of false discoveries is that of tables with any, at most 5 % (row 21)
    chance = np.random.default_rng(1995)
    tables = 400
    wrong = sum(
        any(found.believed for found in spearman_matrix(chance.integers(1, 6, (40, 5))))
        for _ in range(tables)
    )
    assert wrong / tables <= 0.05 + 3 * (0.05 * 0.95 / tables) ** 0.5


def test_spearman_matrix_names_the_pairs_it_believes():
    chance = np.random.default_rng(3)
    x = chance.standard_normal(200)
    table = np.column_stack([x, chance.standard_normal(200), -x + chance.standard_normal(200), np.ones(200)])
    found = spearman_matrix(table)
    assert [(each.earlier, each.later) for each in found if each.believed] == [(0, 2)]
    assert len(found) == 6
    assert all(each.correlation.n == 200 for each in found)


def test_spearman_matrix_with_a_lag_tells_which_comes_first():
    chance = np.random.default_rng(4)
    cause = chance.standard_normal(120)
    effect = np.concatenate([chance.standard_normal(2), cause[:-2]]) + 0.3 * chance.standard_normal(120)
    found = spearman_matrix(np.column_stack([cause, effect]), lag=2)
    assert [(each.earlier, each.later, each.lag) for each in found] == [(0, 1, 2), (1, 0, 2)]
    assert [each.believed for each in found] == [True, False]
    assert found[0].correlation.n == 118
    assert not any(each.believed for each in spearman_matrix(np.column_stack([cause, effect])))


def test_spearman_matrix_with_a_lag_beyond_its_rows_tells_nothing():
    found = spearman_matrix(np.ones((5, 2)), lag=7)
    assert [(each.correlation.n, each.correlation.rho, each.believed) for each in found] == [
        (0, None, False)
    ] * 2


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.sampled_from([0.01, 0.05, 0.2]))
def test_discoveries_agree_with_statsmodels(p_values, rate):
    theirs = multipletests(p_values, alpha=rate, method="fdr_bh")[0]
    assert discoveries(p_values, rate=rate) == theirs.tolist()


def test_correlation_refuses_what_is_no_table():
    with pytest.raises(ValueError, match="one length"):
        spearman([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="rows and columns"):
        spearman_matrix([1, 2, 3])
    with pytest.raises(ValueError, match="not negative"):
        spearman_matrix([[1, 2]], lag=-1)


def test_spearman_over_time_of_single_months_is_plain():
    rng = np.random.default_rng(1989)
    x, y = rng.normal(size=(2, 40))
    # every place heard once: nothing is alike, every pair is a witness of its own
    assert spearman_over_time(x, y, range(40), [7] * 40) == spearman(x, y)


def test_spearman_over_time_counts_places_that_differ_for_good_once():
    rng = np.random.default_rng(1990)
    places, months = np.repeat(np.arange(6), 24), np.tile(np.arange(24), 6)
    believed = plain = 0
    for _ in range(150):
        x, y = (rng.normal(size=6)[places] + rng.normal(size=144) * 0.3 for _ in "xy")
        believed += spearman_over_time(x, y, places, months).p < 0.05
        plain += spearman(x, y).p < 0.05
    # six places are six witnesses: the usual p deceives most of the time
    assert believed / 150 <= 0.09
    assert plain / 150 > 0.5


def test_spearman_over_time_by_hand():
    # one place, ranks 1..10 in order: alike r(k) = sum z(i) z(i+k) / (10 - k), and var = (10 + 2 sum (10-k) r^2)/100
    z = (np.arange(10) - 4.5) / np.sqrt(8.25)
    r = [float(z[: 10 - k] @ z[k:]) / (10 - k) for k in range(1, 10)]
    variance = (10 + 2 * sum((10 - k) * r[k - 1] ** 2 for k in range(1, 10))) / 100
    witnesses = 1 + 1 / variance
    found = spearman_over_time(range(10), [v**3 for v in range(10)], [0] * 10, range(10))
    assert witnesses < 4
    assert found.rho == pytest.approx(1)
    assert (found.low, found.high, found.p, found.n) == (-1, 1, 1, 10)


def test_spearman_over_time_of_too_few_tells_nothing():
    assert spearman_over_time([1, 2], [2, 1], [0, 0], [0, 1]).rho is None
