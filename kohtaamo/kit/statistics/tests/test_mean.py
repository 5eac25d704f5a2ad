from __future__ import annotations

from collections import Counter
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS

from kohtaamo.kit.statistics import clustered_sample, mean_sample, mean_score, standard_deviation

SATISFACTION = {1: 3, 2: 5, 3: 12, 4: 40, 5: 40}


def test_mean_score_of_the_worked_example() -> None:
    assert round(mean_score(SATISFACTION).value, 2) == 4.09
    assert round(standard_deviation(SATISFACTION), 3) == 0.996


@given(st.lists(st.integers(0, 10), min_size=2, max_size=60).filter(lambda answers: len(set(answers)) > 1))
def test_mean_score_agrees_with_scipy(answers: list[int]) -> None:
    low, high = stats.t.interval(0.95, len(answers) - 1, loc=np.mean(answers), scale=stats.sem(answers))
    score = mean_score(Counter(answers))
    assert (score.low, score.high) == pytest.approx((low, high), abs=1e-9)


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
