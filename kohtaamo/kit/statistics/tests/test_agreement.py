from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kohtaamo.kit.statistics.agreement import Agreement, Level, agreement_interval, krippendorff

# four raters, twelve units: the "C" data of Hayes & Krippendorff and of DescTools
C_DATA = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)]
)
def test_krippendorff_of_the_golden_data(level, alpha):
    found = krippendorff(C_DATA, level)
    assert round(found.alpha, 4) == alpha
    assert (found.units, found.judgements) == (11, 40)


def test_krippendorff_of_two_raters():
    rows = [[int(digit) for digit in row] for row in ("0100000010", "1110010000")]
    assert round(krippendorff(rows, "nominal").alpha, 4) == 0.0952


@settings(deadline=None)
@given(arrays.arrays(int, (3, 6), elements=st.integers(0, 4)))
def test_krippendorff_is_one_minus_observed_over_expected(table):
    rows = [[None if value == 4 else int(value) for value in row] for row in table]
    units = [[value for value in unit if value is not None] for unit in zip(*rows, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    if len(set(values)) < 2:
        return
    observed = sum((a - b) ** 2 / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)) / len(
        values
    )
    expected = 2 * np.var(values, ddof=1)
    assert krippendorff(rows, "interval").alpha == pytest.approx(1 - observed / expected, abs=1e-12)


def test_krippendorff_of_full_agreement_is_one():
    rows: list[list[float | None]] = [[1, 2, 3, None], [1, 2, 3, 1]]
    levels: list[Level] = ["nominal", "ordinal", "interval", "ratio"]
    assert [krippendorff(rows, level).alpha for level in levels] == [1] * 4


@pytest.mark.parametrize(
    ("alpha", "word"), [(0.80, "reliable"), (0.79, "tentative"), (0.667, "tentative"), (0.66, "unreliable")]
)
def test_agreement_says_how_far_it_bears(alpha, word):
    assert Agreement(alpha, "nominal", 10, 20).reliability == word


def test_krippendorff_refuses_what_shows_no_chance():
    with pytest.raises(ValueError, match="alike"):
        krippendorff([[1, 1], [1, 1]], "nominal")
    with pytest.raises(ValueError, match="judged twice"):
        krippendorff([[1, None], [None, 2]], "nominal")
    with pytest.raises(ValueError, match="a place for each"):
        krippendorff([[1, 2], [1]], "nominal")
    with pytest.raises(ValueError, match="ratio scale"):
        krippendorff([[1, -2], [1, 2]], "ratio")


def test_agreement_interval_is_around_alpha_and_comes_out_the_same_again():
    low, high = agreement_interval(C_DATA, "ordinal", seed=28, resamples=400)
    assert 0.4 < low < 0.8154 < high <= 1
    assert (low, high) == agreement_interval(C_DATA, "ordinal", seed=28, resamples=400)


def test_agreement_interval_holds_the_alpha_of_everybody():
    # two raters of the same 0/1 truth, each wrong one time in ten: both agree in .82, chance .5, alpha .64
    rng = np.random.default_rng(2016)
    held, runs = 0, 60
    for seed in range(runs):
        truth = rng.integers(0, 2, 60)
        rows = [np.where(rng.random(60) < 0.1, 1 - truth, truth).tolist() for _ in range(2)]
        low, high = agreement_interval(rows, "nominal", seed=seed, resamples=100)
        held += low <= 0.64 <= high
    assert held / runs >= 0.85


def test_agreement_interval_of_full_agreement_stays_there():
    assert agreement_interval([[1, 2, 3, 1], [1, 2, 3, 1]], "nominal", seed=1, resamples=50) == (1, 1)
