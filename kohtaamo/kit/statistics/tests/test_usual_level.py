from __future__ import annotations

from math import sqrt

import pytest

from kohtaamo.kit.statistics import Sample
from kohtaamo.kit.statistics.usual_level import usual_level


def weeks(*values: float, n: int = 25) -> list[Sample]:
    return [Sample(value, 1.0, n) for value in values]


def test_level_has_the_deviation_of_one_answer_and_the_error_of_a_week() -> None:
    # 8 weeks of 25 answers, deviation 10: the error of a week is 10/5 = 2
    found = usual_level(weeks(49, 51, 50, 50, 51, 49, 50, 50), Sample(50.0, 10 / sqrt(200), 200))
    assert (found.mean, found.spread, found.periods, found.answers_a_period) == (50.0, 1.0, 8, 25)
    assert found.deviation == pytest.approx(10)
    assert found.error(25) == pytest.approx(2)
    assert found.error(100) == pytest.approx(1)
    assert found.standardised(46, 25) == pytest.approx(-2)


def test_weeks_that_vary_more_than_their_answers_explain_widen_the_error() -> None:
    # scores alternate -5, +5: chi-square 200 on 7 degrees; each step is 10, and 10/1.128 = 8.865
    found = usual_level(weeks(40, 60, 40, 60, 40, 60, 40, 60), Sample(50.0, 10 / sqrt(200), 200))
    assert found.spread == pytest.approx(8.865, abs=0.001)


def test_a_step_within_the_baseline_does_not_pass_for_ordinary_variation() -> None:
    # scores -5 five times, then +5 five times: one step of 10 among nine; 10/9/1.128 = 0.985, never below 1
    values = [40.0] * 5 + [60.0] * 5
    assert usual_level(weeks(*values), Sample(50.0, 10 / sqrt(250), 250)).spread == 1.0


def test_too_few_weeks_or_answers_all_alike_make_no_level() -> None:
    with pytest.raises(ValueError, match="too few"):
        usual_level(weeks(1, 2, 3, 4, 5, 6, 7), Sample(4.0, 0.1, 175))
    with pytest.raises(ValueError, match="alike"):
        usual_level(weeks(*[9.0] * 8), Sample(9.0, 0.0, 200))
