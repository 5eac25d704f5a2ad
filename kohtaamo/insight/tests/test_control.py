from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kohtaamo.insight.control import (
    Control,
    control_of,
    control_picture,
    controls_by,
    how_counted,
    standing,
    standing_of_all,
    standings_of_touchpoints,
    summary,
)
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import Measured
from kohtaamo.insight.where import midnight, today
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import Estimate
from tests.measurements import hear
from tests.world import World

NPS, SATISFIED, MEAN, EFFORT = (METRICS[key] for key in ("nps", "csat_top2", "csat_mean", "ces_1_5_mean"))
FIRST = date(2026, 6, 1)
TODAY = date(2026, 11, 22)
# metrics.md row 26: mean 81.75, mean step 3.727, limits 71.84 and 91.66
STEADY = (82.0, 80.0, 84.0, 79.0, 83.0, 81.0, 85.0, 80.0, 82.0, 84.0, 78.0, 83.0)
# row 26: the common share is .785, and 20 of 35 lies below its lower limit .577
SHARES = ((40, 50), (50, 60), (31, 40), (45, 55), (35, 45), (41, 50), (52, 65), (20, 35))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def weeks(values: Sequence[float | None], n: int = 50) -> list[Measured]:
    return [
        Measured(
            {"week": FIRST + timedelta(weeks=number)},
            None if value is None else Estimate(value, value - 2, value + 2, n),
            n,
            None,
        )
        for number, value in enumerate(values)
    ]


def share_weeks(pairs: Sequence[tuple[int, int]]) -> list[Measured]:
    return [
        Measured(
            {"week": FIRST + timedelta(weeks=number)},
            Estimate(100 * x / n, 0, 100, n),
            n,
            None,
            {5: x, 1: n - x},
        )
        for number, (x, n) in enumerate(pairs)
    ]


def judged(metric, rows: list[Measured], period: Period | None = None) -> Control:
    found = control_of(metric, rows, size="week", period=period, today=TODAY)
    assert found is not None
    return found


def test_nets_have_the_limits_of_an_xmr_chart():
    found = judged(NPS, weeks(STEADY))
    assert (found.method, found.middle) == ("xmr", 81.75)
    assert {(round(one.low, 2), round(one.high, 2)) for one in found.points} == {(71.84, 91.66)}
    assert not any(one.signals for one in found.points)
    assert standing(found).words == "ordinary variation"
    assert summary(found) == "Nothing stands out: all 12 points are ordinary variation."


def test_shares_have_limits_of_their_own_n():
    found = judged(SATISFIED, share_weeks(SHARES))
    assert (found.method, round(found.middle, 1)) == ("p", 78.5)
    assert [one.outside for one in found.points] == [False] * 7 + [True]
    assert round(found.points[-1].low, 1) == 57.7
    assert (standing(found).words, standing(found).tone) == ("signal: last week below its limits", "worse")
    assert summary(found) == "Stands out: 1 point outside its limits."


def test_shares_that_vary_more_than_chance_have_laneys_limits():
    # of 10,000 each week: the errors are some 0.4 points, the weeks differ by two
    counts = (8000, 8200, 7950, 8150, 8050, 8250, 7900, 8100)
    found = judged(SATISFIED, share_weeks([(x, 10_000) for x in counts]))
    # middle .80750; √(.8075·.1925/10000) = .0039426; mean step 1500/7 of 10000 = .0214286, /.0039426/1.128 = 4.8184
    assert found.method == "laney"
    reach = 100 * 3 * 4.8184 * 0.0039426
    assert found.points[0].high == pytest.approx(80.75 + reach, abs=0.01)
    assert not any(one.signals for one in found.points)
    assert "Laney" in how_counted(found)["method"]


def test_eight_in_a_row_above_the_middle_is_a_signal():
    # middle 12, one step of 4 among fifteen: limits 12 ± 2.66 · 4/15 = 12 ± 0.71
    found = judged(NPS, weeks([10.0] * 8 + [14.0] * 8))
    assert found.middle == 12
    assert all(one.in_run for one in found.points)
    assert standing(found).words == "signal: last week above its limits"
    assert summary(found) == (
        "Stands out: 16 points outside their limits, 2 long runs on one side of the middle."
    )
    # with more noise the limits hold them, and only the run tells: steps 7 · 3.5, 4.5, 7 · 3.5, mean 3.57, 12 ± 9.5
    noisy = judged(NPS, weeks([8.0, 12.0 - 0.5] * 4 + [16.0, 12.0 + 0.5] * 4))
    assert not any(one.outside for one in noisy.points)
    assert (standing(noisy).words, standing(noisy).tone) == ("8 in a row above the middle", "better")


def test_rising_effort_is_worse():
    noisy = weeks([2.0, 2.4] * 4 + [3.0, 2.6] * 4)
    assert (
        standing(judged(METRICS["effort_mean"], noisy)).tone == standing(judged(NPS, noisy)).tone == "better"
    )
    assert EFFORT.higher_is_better is False
    assert standing(judged(EFFORT, noisy)).tone == "worse"


def test_parts_of_weeks_and_weeks_of_too_few_are_not_judged():
    rows = weeks([*STEADY, None])
    period = Period(FIRST + timedelta(days=2), FIRST + timedelta(weeks=13))
    assert len(judged(NPS, rows, period).points) == 11
    assert control_of(NPS, weeks(STEADY[:5]), size="week", period=None, today=TODAY) is None
    early = FIRST + timedelta(weeks=6, days=3)
    found = control_of(NPS, rows, size="week", period=None, today=early)
    assert found is not None
    assert len(found.points) == 6


def test_each_group_has_limits_of_its_own_whatever_order_it_came_in():
    rows = [
        Measured({"touchpoint": place, **row.group}, row.estimate, row.n, None)
        for place, values in ((1, STEADY), (2, STEADY[:4]))
        for row in reversed(weeks(values))
    ]
    found = controls_by(NPS, rows, by="touchpoint", size="week", period=Period(FIRST, TODAY), today=TODAY)
    assert set(found) == {1}
    assert [one.value for one in found[1].points] == list(STEADY)


def test_the_picture_marks_signals_by_shape_and_tells_them_in_its_table():
    rows = [*share_weeks(SHARES), *weeks([None] * 9)[8:]]
    chart = control_picture(SATISFIED, rows, judged(SATISFIED, rows), size="week", target=80)
    low, width, line = chart.option["series"]
    assert line["data"][7]["symbol"] == "diamond"
    assert line["data"][7]["itemStyle"] == {"color": "var(--worse)"}
    assert "symbol" not in line["data"][0]
    assert line["data"][8] == {"value": None}
    assert (round(low["data"][7], 1), low["data"][8]) == (57.7, None)
    # 3·√(.785·.215/35) = .2083 above .785 is .9933
    assert round(low["data"][7] + width["data"][7], 1) == 99.3
    assert [mark["yAxis"] for mark in line["markLine"]["data"]] == [pytest.approx(78.5), 80]
    assert chart.rows[7][-2:] == ["58–99", "below its limits"]
    assert chart.rows[8][-2:] == ["–", "–"]


def test_touchpoints_and_the_whole_stand_by_their_newest_whole_week(in_satama: World):
    monday = today() - timedelta(days=today().weekday())
    for week in range(1, 13):
        at = midnight(monday - timedelta(weeks=week)) + timedelta(days=1)
        # +60 and +40 by turns, and −100 in the newest whole week: far below 40 or so ± 2.66 steps of 20 to 30
        promoters = 0 if week == 1 else 16 - 2 * (week % 2)
        hear(in_satama.phone, {10: promoters, 0: 20 - promoters}, at)
    found = standings_of_touchpoints(NPS)
    assert {key: one.words for key, one in found.items()} == {
        in_satama.phone.pk: "signal: last week below its limits"
    }
    assert standing_of_all(NPS) == found[in_satama.phone.pk]
    # what is over is not judged anew at each look
    hear(in_satama.desk, {10: 20}, midnight(monday) - timedelta(days=3))
    with CaptureQueriesContext(connection) as queries:
        assert standings_of_touchpoints(NPS) == found
    assert len(queries) == 0


def test_too_few_weeks_stand_nowhere(in_satama: World):
    hear(in_satama.phone, {10: 20}, midnight(today()) - timedelta(days=8))
    assert standing_of_all(NPS) is None
    assert standings_of_touchpoints(NPS) == {}
