from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from kohtaamo.kit.statistics import share
from kohtaamo.kit.statistics.survival import median_stay, survival_curve

GOLDEN = [(1, True), (2, True), (2, False), (3, True), (4, False), (5, True)]
STAYS = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=2, max_size=60)


def test_survival_of_the_worked_example():
    curve = survival_curve(GOLDEN)
    assert [step.time for step in curve] == [1, 2, 3, 4, 5]
    assert [round(step.value, 4) for step in curve] == [0.8333, 0.6667, 0.4444, 0.4444, 0]
    assert [(step.at_risk, step.left, step.unknown) for step in curve] == [
        (6, 1, 0),
        (5, 1, 1),
        (3, 1, 0),
        (2, 0, 1),
        (1, 1, 0),
    ]
    assert median_stay(curve) == 3


def test_survival_interval_by_hand():
    # Greenwood at t = 3: 1/30 + 1/20 + 1/6 = .25, so the error is .4444 x .5; log-log ends by calculator
    step = survival_curve(GOLDEN)[2]
    assert step.standard_error == pytest.approx(4 / 9 / 2)
    assert (round(step.low, 4), round(step.high, 4)) == (0.0662, 0.7849)


@settings(deadline=None)
@given(STAYS)
def test_survival_agrees_with_statsmodels(stays):
    left_at = {time for time, left in stays if left}
    # statsmodels lists only the times of leaving; at a time when all the rest leave its error is not a number
    ours = [step for step in survival_curve(stays) if step.time in left_at]
    if not ours:
        return
    theirs = SurvfuncRight([time for time, _ in stays], [int(left) for _, left in stays])
    kept = {float(time): index for index, time in enumerate(theirs.surv_times)}
    for step in ours:
        index = kept[step.time]
        assert step.value == pytest.approx(theirs.surv_prob[index], abs=1e-12)
        assert step.at_risk == theirs.n_risk[index]
        if step.value:
            assert step.standard_error == pytest.approx(theirs.surv_prob_se[index], abs=1e-9)


@settings(deadline=None)
@given(STAYS)
def test_survival_only_falls_within_its_interval(stays):
    curve = survival_curve(stays)
    assert all(0 <= step.low <= step.value <= step.high <= 1 for step in curve)
    assert all(later.value <= earlier.value for earlier, later in pairwise(curve))
    assert sum(step.left + step.unknown for step in curve) == len(stays)


def test_survival_never_claims_certainty():
    start, *_, end = survival_curve([(1, False), *[(2, True)] * 3, (3, True)])
    assert (start.value, start.low, start.high) == (1, share(5, 5).low, 1)
    assert end.value == 0
    assert end.high > 0.2


def test_median_stay_is_where_exactly_half_have_left():
    assert (
        median_stay(survival_curve([(1, True), (2, True), (3, True), (4, False), (5, True), (6, True)])) == 3
    )


def test_median_stay_of_those_who_mostly_remain():
    assert median_stay(survival_curve([(1, True), (5, False), (5, False)])) == inf


def test_survival_refuses_what_is_no_stay():
    with pytest.raises(ValueError, match="no curve"):
        survival_curve([])
    with pytest.raises(ValueError, match="length of a stay"):
        survival_curve([(-1, True)])
    with pytest.raises(ValueError, match="length of a stay"):
        survival_curve([(inf, False)])
