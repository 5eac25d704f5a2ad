from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kohtaamo.insight.learning.judging import Difference, difference, figures, folds, split
from kohtaamo.insight.learning.labels import Labelled
from kohtaamo.language.reading import read_comment

START = datetime(2026, 1, 1, tzinfo=UTC)
GOOD, BAD = read_comment("Erinomaista, kiitos.", "fi"), read_comment("Surkeaa, todella huonoa.", "fi")


def row(number: int, label: str = "positive", respondent: str = "") -> Labelled:
    moment = START + timedelta(days=number)
    return Labelled(number, f"t{number}", label, False, respondent or f"a{number}", moment, moment, label)


def test_the_latest_quarter_is_held_out_and_nobody_is_on_both_sides():
    rows = [row(number, respondent="Eero" if number in (2, 11) else "") for number in range(12)]
    earlier, later = split(rows)
    assert [one.key for one in later] == [9, 10, 11]
    assert [one.key for one in earlier] == [0, 1, 3, 4, 5, 6, 7, 8]


def test_a_respondent_is_in_one_fold_only():
    rows = [row(number, respondent=f"r{number // 2}") for number in range(12)]
    parts = folds(rows, 3)
    assert sorted(one.key for part in parts for one in part) == list(range(12))
    people = [{one.respondent for one in part} for part in parts]
    assert not people[0] & people[1]
    assert not people[1] & people[2]


def test_figures_are_those_worked_out_by_hand():
    # 30 good read good, 10 good read bad, 20 bad read bad
    rows = [*(row(one) for one in range(40)), *(row(one, "negative") for one in range(40, 60))]
    found = figures(rows, [GOOD] * 30 + [BAD] * 30)
    assert found["accuracy"] == pytest.approx(50 / 60)
    assert found["classes"]["positive"]["f1"] == pytest.approx(60 / 70)
    assert found["classes"]["negative"]["f1"] == pytest.approx(40 / 50)
    assert found["macro_f1"] == pytest.approx((60 / 70 + 40 / 50) / 2)


def test_a_tone_told_seldom_is_left_out_of_the_mean():
    rows = [*(row(one) for one in range(40)), row(40, "neutral")]
    assert figures(rows, [GOOD] * 41)["macro_f1"] == pytest.approx(80 / 81)


def test_a_reader_that_is_right_where_the_other_errs_is_better():
    rows = [*(row(one) for one in range(30)), *(row(one, "negative") for one in range(30, 60))]
    won = difference(rows, [GOOD] * 60, [GOOD] * 30 + [BAD] * 30)
    # the first: F1 of positive 60/90, of negative 0; the second: both 1
    assert won.value == pytest.approx(1 - (60 / 90) / 2)
    assert won.is_better


def test_the_same_readings_are_not_better():
    rows = [row(one) for one in range(30)]
    assert difference(rows, [GOOD] * 30, [GOOD] * 30) == Difference(0, 0, 0)


def test_many_comments_of_one_person_are_not_many_witnesses():
    rows = [row(one, respondent="Eero" if one < 25 else "") for one in range(30)]
    won = difference(rows, [BAD] * 25 + [GOOD] * 5, [GOOD] * 30)
    alone = difference([row(one) for one in range(30)], [BAD] * 25 + [GOOD] * 5, [GOOD] * 30)
    assert won.value == alone.value
    assert won.high - won.low > alone.high - alone.low
