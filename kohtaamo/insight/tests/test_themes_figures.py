from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import sqrt

import pytest

from kohtaamo.insight.services import measure_answers
from kohtaamo.insight.themes.figures import figures_by_touchpoint, figures_of_themes, stretches_of, top_themes
from kohtaamo.insight.where import Where
from kohtaamo.kit.periods import Period
from tests.world import World

from .test_services import answer, comment

PERIOD = Period(date(2026, 11, 1), date(2026, 11, 27))
WHERE = Where(period=PERIOD)
WAITED, LIKED, OTHER = (
    "Jonotus oli aivan kamalaa ja huonoa",
    "Asiakaspalvelija oli todella ystävällinen",
    "Kiitos",
)


def said(world: World, text: str, day: int, number: int, **facts) -> None:
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=day)
    given = answer(world, f"said-{day}-{number}-{text[:5]}", happened_at=moment, **facts)
    comment(given, text)
    measure_answers(answers=[given.pk])


@pytest.fixture
def year(in_satama: World) -> World:
    """In the period 4 of 10 about waiting, in the 26 days before 1 of 10."""
    for number in range(10):
        said(in_satama, WAITED if number < 4 else OTHER, 20, number)
        said(in_satama, WAITED if number < 1 else LIKED, -3, number)
    in_satama.satama.minimum_answers = 5
    in_satama.satama.save()
    return in_satama


def test_share_change_and_tone_of_a_theme(year: World):
    found = figures_of_themes(["waiting", "staff"], WHERE)
    waiting, staff = found.themes["waiting"], found.themes["staff"]
    assert (found.n, found.before, waiting.mentions, waiting.n) == (10, 10, 4, 10)
    assert waiting.share is not None
    assert waiting.share.value == 0.4
    # Wilson's interval of 4 of 10, as Newcombe 1998 has it
    assert (waiting.share.low, waiting.share.high) == pytest.approx((0.1682, 0.6873), abs=1e-4)
    assert waiting.change is not None
    assert waiting.change.value == pytest.approx(0.3)
    # Agresti & Caffo 2000: a success and a failure more on each side
    error = sqrt(5 / 12 * 7 / 12 / 12 + 2 / 12 * 10 / 12 / 12)
    assert waiting.change.high == pytest.approx(0.3 + 1.959964 * error)
    assert (waiting.tone, waiting.toned) == (None, 4)
    assert staff.mentions == 0
    assert staff.change is not None
    assert staff.change.value == pytest.approx(-0.9)
    assert (staff.is_real, waiting.is_real) == (True, False)


def test_bars_are_shares_of_equal_stretches_from_the_end(year: World):
    found = figures_of_themes(["waiting"], WHERE)
    assert found.stretch == 2
    bars = found.themes["waiting"].bars
    assert len(bars) == 13
    # day 20 is the 21st of the month: the 11th stretch of two days
    assert [at for at, one in enumerate(bars) if one is not None] == [10]
    assert bars[10] == 0.4


def test_stretches_cover_the_period_once():
    for days in (1, 5, 13, 28, 90, 365, 40_000):
        period = Period.last_days(days, date(2026, 11, 30))
        found = stretches_of(period)
        assert len(found) <= 13
        assert (found[0].start, found[-1].end) == (period.start, period.end)
        assert all(one.end == other.start for one, other in pairwise(found))


def test_too_few_comments_have_no_share(in_satama: World):
    said(in_satama, WAITED, 20, 0)
    waiting = figures_of_themes(["waiting"], WHERE).themes["waiting"]
    assert (waiting.mentions, waiting.share, waiting.change, waiting.tone) == (1, None, None, None)


def test_employees_and_answers_past_their_quota_are_in_no_number(year: World):
    said(year, WAITED, 20, 50, is_from_staff=True)
    said(year, WAITED, 20, 51, is_complete=False, attributes={"over_quota": "full"})
    said(year, WAITED, 20, 52, is_complete=False)
    assert figures_of_themes(["waiting"], WHERE).themes["waiting"].mentions == 5


def test_numbers_follow_the_filters(year: World):
    said(year, WAITED, 20, 60, channel="chat", touchpoint=year.desk, attributes={"region": "Oulu"})
    period = WHERE.period
    for where in (
        Where(period=period, channel="chat"),
        Where(period=period, touchpoint=year.desk.pk),
        Where(period=period, attributes={"region": "Oulu"}),
        Where(period=period, segment="", channel="chat"),
    ):
        found = figures_of_themes(["waiting"], where)
        assert (found.n, found.themes["waiting"].mentions) == (1, 1)
    assert figures_of_themes(["waiting"], Where(period=period, segment="kotitalous")).n == 0


def test_touchpoints_of_a_theme_and_themes_of_a_touchpoint(year: World):
    said(year, WAITED, 20, 70, touchpoint=year.desk)
    places = figures_by_touchpoint("waiting", WHERE)
    assert {place: (one.mentions, one.n) for place, one in places.items()} == {
        year.phone.pk: (4, 10),
        year.desk.pk: (1, 1),
    }
    assert next(iter(places)) == year.phone.pk
    assert top_themes([year.desk.pk, year.phone.pk], PERIOD)[year.desk.pk] == (1, [("waiting", 1)])
