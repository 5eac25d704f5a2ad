from __future__ import annotations

from collections import Counter
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from kohtaamo.kit.statistics import Sample
from kohtaamo.kit.statistics.clustered import clustered_change, clustered_difference_in_differences

ANSWERS = st.lists(st.integers(1, 5), min_size=1, max_size=8)
AGENTS = st.lists(st.tuples(ANSWERS, ANSWERS), min_size=2, max_size=8)


def counted(agents, side: int):
    return {place: Counter(agent[side]) for place, agent in enumerate(agents)}


@settings(deadline=None, max_examples=60)
@given(AGENTS)
def test_clustered_change_agrees_with_statsmodels(agents) -> None:
    rows = [
        (key, side, value) for key, agent in enumerate(agents) for side in (0, 1) for value in agent[side]
    ]
    groups, after, values = (np.array(column, float) for column in zip(*rows, strict=True))
    design = np.column_stack([np.ones(len(rows)), after])
    fit = OLS(values, design).fit(cov_type="cluster", cov_kwds={"groups": groups.astype(int)})
    found = clustered_change(counted(agents, 0), counted(agents, 1))
    assert found.value == pytest.approx(float(fit.params[1]), abs=1e-9)
    assert found.standard_error == pytest.approx(float(np.sqrt(max(0, fit.cov_params()[1, 1]))), abs=1e-7)
    assert (found.n, found.freedom) == (len(rows), len(agents) - 1)


@settings(deadline=None, max_examples=60)
@given(AGENTS, AGENTS)
def test_difference_in_differences_agrees_with_the_regression_of_all_four(trained, others) -> None:
    change = clustered_change(counted(trained, 0), counted(trained, 1))
    comparison = clustered_change(counted(others, 0), counted(others, 1))
    rows = [
        (key + 100 * arm, arm, side, value)
        for arm, agents in enumerate((others, trained))
        for key, agent in enumerate(agents)
        for side in (0, 1)
        for value in agent[side]
    ]
    groups, arm, side, values = (np.array(column, float) for column in zip(*rows, strict=True))
    design = np.column_stack([np.ones(len(rows)), arm, side, arm * side])
    fit = OLS(values, design).fit(
        cov_type="cluster", cov_kwds={"groups": groups.astype(int), "use_correction": False}
    )
    found = clustered_difference_in_differences(change, comparison)
    assert found.value == pytest.approx(float(fit.params[3]), abs=1e-9)
    # each arm has its own correction for few clusters; without them it is the whole regression's sandwich
    plain = sum(
        one.standard_error**2 * (agents - 1) / agents * (one.n - 2) / (one.n - 1)
        for one, agents in ((change, len(trained)), (comparison, len(others)))
    )
    assert plain == pytest.approx(max(0, fit.cov_params()[3, 3]), abs=1e-9)


def test_agents_who_are_high_both_times_do_not_widen_the_change() -> None:
    before = {"Aino": {5: 10, 4: 10}, "Onni": {2: 10, 1: 10}}
    after = {"Aino": {5: 20}, "Onni": {2: 20}}
    found = clustered_change(before, after)
    # both change by one half: nothing but the half is seen
    assert (found.value, found.standard_error) == (0.5, 0.0)


def test_difference_in_differences_of_the_worked_example() -> None:
    # row 27: (4.15 - 3.90) - (3.95 - 3.88)
    found = clustered_difference_in_differences(Sample(0.25, 0.05, 800, 19), Sample(0.07, 0.05, 800, 19))
    assert round(found.value, 2) == 0.18
    # se .0707, Welch's degrees 38, t 2.0244: 0.18 +- 0.143
    assert (round(found.low, 3), round(found.high, 3)) == (0.037, 0.323)
    assert (found.verdict, found.design, found.n_before) == ("helped", "difference_in_differences", 800)


def test_one_agent_or_few_answers_cannot_tell() -> None:
    alone = clustered_change({"Aino": {3: 9}}, {"Aino": {4: 9}})
    assert (alone.value, alone.standard_error, alone.freedom) == (1, inf, 0)
    sure = Sample(0.0, 0.01, 400, 19)
    assert clustered_difference_in_differences(alone, sure).verdict == "cannot_tell"
    few = clustered_difference_in_differences(Sample(1.0, 0.01, 8, 3), sure)
    assert (few.verdict, few.low > 0) == ("cannot_tell", True)
    with pytest.raises(ValueError, match="no answers"):
        clustered_change({"Aino": {3: 9}}, {"Aino": {}})
