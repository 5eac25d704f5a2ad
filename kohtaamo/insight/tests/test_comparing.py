from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from kohtaamo.insight.comparing import (
    BEFORE,
    YEAR_AGO,
    Comparison,
    earlier,
    groups_compared,
    periods_compared,
    side_by_side,
    two_of,
    year_before,
)
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.where import Where, today
from kohtaamo.kit.periods import Period
from tests.measurements import hear
from tests.world import World

NPS = METRICS["nps"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def last_90() -> Filter:
    return Filter(Where(period=Period.last_days(90, today())))


def by_touchpoint(chosen: Filter, first: str = "", second: str = "") -> Comparison:
    found, _, _ = groups_compared(NPS, chosen, "touchpoint", first, second)
    assert found is not None
    return found


def test_two_touchpoints_differ_by_more_than_chance(in_satama: World):
    # 60 promoters of 100 less 20 detractors: 40; 30 of 100 less 50: −20
    hear(in_satama.phone, {10: 60, 8: 20, 0: 20}, timezone.now())
    hear(in_satama.desk, {10: 30, 8: 20, 0: 49}, timezone.now())
    found = by_touchpoint(last_90())
    assert (found.first.label, found.second.label) == ("Puhelinpalvelu", "Palvelupiste")
    assert found.difference is not None
    # 40 − 100·(30 − 49)/99 = 59.19
    assert found.difference.value == pytest.approx(40 + 1900 / 99)
    assert found.difference.low > 0
    assert (found.verdict, found.amount, found.better) == ("real", "+59 NPS", "Puhelinpalvelu")
    turned = by_touchpoint(last_90(), str(in_satama.desk.pk), str(in_satama.phone.pk))
    assert (turned.amount, turned.better) == ("−59 NPS", "Puhelinpalvelu")


def test_what_may_be_chance_says_how_many_answers_would_tell(in_satama: World):
    hear(in_satama.phone, {10: 12, 0: 8}, timezone.now())
    hear(in_satama.desk, {10: 10, 0: 10}, timezone.now())
    found = by_touchpoint(last_90())
    assert found.difference is not None
    assert (found.verdict, found.better, round(found.difference.value)) == ("chance", "", -20)
    # about (1.96 + .8416)² · (v1 + v2) / 20²; a net of two ends varies at most 100²: under 393 and not far from it
    assert found.answers_needed is not None
    assert 300 < found.answers_needed < 393


def test_too_few_on_one_side_say_nothing(in_satama: World):
    hear(in_satama.phone, {10: 60, 0: 40}, timezone.now())
    hear(in_satama.desk, {10: 9}, timezone.now())
    found = by_touchpoint(last_90())
    assert (found.verdict, found.amount, found.interval) == ("unknown", "", "")
    assert found.second.shares == []
    assert side_by_side(found) is None


def test_periods_are_compared_with_as_many_days_before(in_satama: World):
    hear(in_satama.phone, {10: 20}, timezone.now() - timedelta(days=5))
    hear(in_satama.phone, {0: 20}, timezone.now() - timedelta(days=100))
    found = periods_compared(NPS, last_90(), BEFORE)
    assert found is not None
    assert found.amount == "+200 NPS"
    assert (found.first.measured.n, found.second.measured.n) == (20, 20)


def test_a_year_earlier_is_the_same_days_unless_they_would_overlap():
    june = Period(date(2026, 6, 1), date(2026, 7, 1))
    assert earlier(june, YEAR_AGO) == Period(date(2025, 6, 1), date(2025, 7, 1))
    assert earlier(june, BEFORE) == Period(date(2026, 5, 2), date(2026, 6, 1))
    two_years = Period(date(2024, 1, 1), date(2026, 1, 1))
    assert earlier(two_years, YEAR_AGO) == two_years.before
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_sides_are_two_different_groups_whatever_the_address_asks():
    assert two_of(["1", "2", "3"], "", "") == ("1", "2")
    assert two_of(["1", "2", "3"], "3", "3") == ("3", "1")
    assert two_of(["1", "2", "3"], "", "1") == ("2", "1")
    assert two_of(["1", "2"], "x", "y") == ("1", "2")
    assert two_of(["1"], "1", "") is None


def test_answers_of_both_stand_side_by_side_as_shares(in_satama: World):
    hear(in_satama.phone, {10: 15, 0: 5}, timezone.now())
    hear(in_satama.desk, {10: 4, 0: 6}, timezone.now())
    chart = side_by_side(by_touchpoint(last_90()))
    assert chart is not None
    assert [[bar["value"] for bar in one["data"]][::10] for one in chart.option["series"]] == [
        [25.0, 75.0],
        [60.0, 40.0],
    ]
    assert chart.rows[0] == ["0", "25 % (5)", "60 % (6)"]


def test_a_filter_on_what_is_compared_is_left_open(in_satama: World):
    hear(in_satama.phone, {10: 15, 0: 5}, timezone.now())
    hear(in_satama.desk, {10: 5, 0: 5}, timezone.now())
    where = Where(period=last_90().where.period, touchpoint=in_satama.phone.pk)
    found = by_touchpoint(Filter(where))
    assert found.second.measured.n == 10
    assert found.second.where.touchpoint == in_satama.desk.pk


def test_a_difference_on_a_scale_is_told_without_the_end_of_the_scale(in_satama: World):
    hear(in_satama.phone, {5: 15, 3: 15}, timezone.now(), kind="csat")
    hear(in_satama.desk, {3: 20}, timezone.now(), kind="csat")
    found, _, _ = groups_compared(METRICS["csat_mean"], last_90(), "touchpoint", "", "")
    assert found is not None
    assert found.amount == "+1.00"
