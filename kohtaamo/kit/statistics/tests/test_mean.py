from __future__ import annotations

from collections import Counter
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS

from kohtaamo.kit.statistics import clustered_sample, mean_sample, mean_score, standard_deviation
from kohtaamo.kit.statistics.mean import skewness

ANSWERS = st.lists(st.integers(0, 10), min_size=2, max_size=60)
SATISFACTION = {1: 3, 2: 5, 3: 12, 4: 40, 5: 40}


def test_mean_score_of_the_worked_example() -> None:
    assert round(mean_score(SATISFACTION).value, 2) == 4.09
    assert round(standard_deviation(SATISFACTION), 3) == 0.996


@settings(deadline=None, max_examples=60)
@given(ANSWERS)
def test_mean_score_of_answers_that_lie_evenly_agrees_with_scipy(answers: list[int]) -> None:
    even = [*answers, *(10 - answer for answer in answers)]
    if len(set(even)) == 1:
        return
    low, high = stats.t.interval(0.95, len(even) - 1, loc=np.mean(even), scale=stats.sem(even))
    score = mean_score(Counter(even))
    assert (score.low, score.high) == pytest.approx((low, high), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(ANSWERS)
def test_mean_score_ends_where_halls_cubic_meets_student(answers: list[int]) -> None:
    n = len(answers)
    if n < 3 or len(set(answers)) == 1:
        return
    found = mean_score(Counter(answers))
    reach = float(stats.t.ppf(0.975, n - 1)) / n**0.5
    skew = float(np.clip(stats.skew(answers, bias=False), -0.9 / reach, 0.9 / reach))
    for end, quantile in ((found.low, reach), (found.high, -reach)):
        w = (np.mean(answers) - end) / np.std(answers, ddof=1)
        assert w + skew * w**2 / 3 + skew**2 * w**3 / 27 + skew / (6 * n) == pytest.approx(quantile, abs=1e-6)
    assert found.low < found.value < found.high


def test_mean_score_leans_to_the_long_tail() -> None:
    found = mean_score({0: 6, 1: 3, 3: 1})
    assert found.high - found.value > 2 * (found.value - found.low)


def test_mean_score_of_answers_all_alike_is_not_certain() -> None:
    # Wilson of none in ten: 27.8 % may yet be elsewhere, at worst at the other end of the scale
    bounded = mean_score({5: 10}, bounds=(1, 5))
    assert (round(bounded.low, 3), bounded.high) == (round(5 - 0.27753 * 4, 3), 5)
    # without an upper end: the rule of three, ln 40 of 3.689 over n
    opened = mean_score({0: 10}, bounds=(0, inf), step=60)
    assert (opened.low, round(opened.high, 2)) == (0, 22.13)
    assert mean_score({3: 10}).high == inf


@settings(deadline=None, max_examples=60)
@given(ANSWERS)
def test_skewness_agrees_with_scipy(answers: list[int]) -> None:
    if len(answers) > 2 and len(set(answers)) > 1:
        assert skewness(Counter(answers)) == pytest.approx(float(stats.skew(answers, bias=False)), abs=1e-9)


def test_mean_score_of_one_answer_knows_only_the_scale() -> None:
    assert mean_score({4: 1}).high == inf
    assert mean_sample({4: 1}).standard_error == inf
    bounded = mean_score({4: 1}, bounds=(1, 5))
    assert (bounded.value, bounded.low, bounded.high) == (4, 1, 5)


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=8), min_size=2, max_size=8))
def test_clustered_sample_agrees_with_statsmodels(agents: list[list[int]]) -> None:
    answers = np.concatenate(agents).astype(float)
    groups = np.repeat(np.arange(len(agents)), [len(agent) for agent in agents])
    fit = OLS(answers, np.ones((len(answers), 1))).fit(cov_type="cluster", cov_kwds={"groups": groups})
    sample = clustered_sample(Counter(agent) for agent in agents)
    assert sample.value == pytest.approx(float(answers.mean()))
    assert sample.standard_error == pytest.approx(float(np.sqrt(fit.cov_params()[0, 0])), abs=1e-9)
    assert (sample.n, sample.freedom) == (len(answers), len(agents) - 1)


def test_clustered_sample_of_one_agent_cannot_tell_the_noise() -> None:
    assert clustered_sample([{4: 10, 5: 3}, {}]).standard_error == inf


def test_mean_refuses_no_answers() -> None:
    for ask in (mean_score, mean_sample):
        with pytest.raises(ValueError, match="no answers"):
            ask({})
    with pytest.raises(ValueError, match="no answers"):
        clustered_sample([{}])
    with pytest.raises(ValueError, match="no spread"):
        standard_deviation({3: 1})
