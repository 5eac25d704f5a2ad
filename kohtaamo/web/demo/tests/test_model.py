from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kohtaamo.web.demo.comments import comments, sentences
from kohtaamo.web.demo.model import Meeting, Satama, a_year
from kohtaamo.web.demo.people import TOWNS
from kohtaamo.web.demo.places import PLACES, at, day_at
from kohtaamo.web.demo.values import lowly, nps_of

HELSINKI = ZoneInfo("Europe/Helsinki")
UNTIL = datetime(2026, 11, 20, 20, 0, tzinfo=HELSINKI)


def nps(meetings: Iterable[Meeting]) -> float:
    """Worked out here by the book, not by the product: promoters less detractors, in points."""
    values = [one.heard.nps for one in meetings if one.heard]
    return 100 * (sum(one >= 9 for one in values) - sum(one <= 6 for one in values)) / len(values)


def answers_at(year: Satama, key: str) -> list[Meeting]:
    return [one for one in year.meetings if one.place.key == key and one.heard]


def test_same_moment_makes_the_same_year() -> None:
    first, second = a_year(UNTIL, share=0.05), a_year(UNTIL, share=0.05)
    assert first == second
    assert comments(first.meetings) == comments(second.meetings)


def test_a_day_later_the_whole_year_has_moved_on() -> None:
    earlier, later = a_year(UNTIL, share=0.05), a_year(UNTIL + timedelta(days=1), share=0.05)
    newest = max(one.happened_at for one in earlier.meetings)
    assert max(one.happened_at for one in later.meetings) > newest
    assert [one.person for one in earlier.meetings] == [one.person for one in later.meetings]


def test_year_has_the_promised_numbers(year: Satama) -> None:
    assert 6_500 < sum(one.is_known for one in year.meetings) < 7_500
    assert 5_500 < sum(one.heard is not None for one in year.meetings) < 5_800
    written = comments(year.meetings)
    assert 0.42 < len(written) / sum(one.heard is not None for one in year.meetings) < 0.48
    assert len({one.uid for one in year.meetings}) == len(year.meetings)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_each_place_has_the_answers_promised(year: Satama, place: object) -> None:
    assert place in PLACES
    promised = next(one for one in PLACES if one is place)
    assert len(answers_at(year, promised.key)) == promised.answers


def test_nothing_happens_later_than_now_nor_earlier_than_a_year_ago(year: Satama) -> None:
    moments = [one.happened_at for one in year.meetings]
    assert max(moments) <= UNTIL
    assert max(moments).date() == UNTIL.date()
    assert min(moments) > UNTIL - timedelta(days=366)


def test_just_after_midnight_nothing_is_in_the_future() -> None:
    until = datetime(2026, 11, 20, 0, 5, tzinfo=HELSINKI)
    assert max(one.happened_at for one in a_year(until, share=0.1).meetings) <= until


def test_phone_is_quiet_at_night_and_on_sundays(year: Satama) -> None:
    moments = [one.happened_at for one in year.meetings if one.place.key == "phone"]
    late = UNTIL.date()
    hours = Counter(one.hour for one in moments if one.date() != late)
    assert sum(hours[hour] for hour in (*range(8), *range(18, 24))) == 0
    weekdays = Counter(one.weekday() for one in moments)
    assert weekdays[6] < weekdays[0] / 4


def test_phone_falls_after_the_closings_and_recovers_in_part(year: Satama) -> None:
    phone = answers_at(year, "phone")
    before = nps(one for one in phone if one.age > 190)
    worst = nps(one for one in phone if 70 < one.age <= 150)
    now = nps(one for one in phone if one.age <= 70)
    assert before == pytest.approx(7, abs=5)
    assert worst == pytest.approx(-44, abs=5)
    assert now == pytest.approx(-23, abs=5)


def test_new_greeting_of_the_bot_changes_nothing(year: Satama) -> None:
    bot = answers_at(year, "chatbot")
    before = nps(one for one in bot if 90 < one.age <= 146)
    after = nps(one for one in bot if 34 < one.age <= 90)
    assert after - before == pytest.approx(0, abs=7)


def test_queue_grows_after_the_closings(year: Satama) -> None:
    def waited(ages: range) -> float:
        seconds = [
            one.waited_seconds or 0 for one in year.meetings if one.place.key == "phone" and one.age in ages
        ]
        return sum(seconds) / len(seconds) / 60

    assert waited(range(200, 365)) < 7
    assert waited(range(71, 150)) > 20
    assert waited(range(70)) < 12


def test_those_passed_on_more_often_are_less_pleased(year: Satama) -> None:
    calls = [one for one in answers_at(year, "phone") if one.age <= 150]
    straight = nps(one for one in calls if one.transfers == 0)
    passed_on = nps(one for one in calls if (one.transfers or 0) >= 3)
    assert passed_on < straight - 15
    assert max(one.transfers or 0 for one in calls) == 5


def test_closed_towns_are_named_only_after_the_closing(year: Satama) -> None:
    by_uid = {one.uid: one for one in year.meetings}
    for uid, text in comments(year.meetings).items():
        town = by_uid[uid].person.town
        if any(name in text for name in (town.genitive, town.inside, town.from_there)):
            assert town.closed is not None
            assert by_uid[uid].age <= town.closed


def test_comments_leave_no_slot_open(year: Satama) -> None:
    written = comments(year.meetings)
    assert not [text for text in written.values() if "{" in text or "  " in text or text != text.strip()]
    english = sum(by.person.language == "en" for by in year.meetings if by.uid in written)
    assert 0.15 < english / len(written) < 0.25


def test_minutes_in_a_comment_are_those_she_waited(year: Satama) -> None:
    by_uid = {one.uid: one for one in year.meetings}
    spoken = [
        (by_uid[uid], text)
        for uid, text in comments(year.meetings).items()
        if text.startswith("Jonotin") and "minuuttia" in text
    ]
    assert len(spoken) > 10
    for meeting, text in spoken:
        assert f"{(meeting.waited_seconds or 0) // 60} minuuttia" in text
        assert not meeting.was_called_back


def test_there_are_sentences_enough() -> None:
    assert len(sentences("fi")) >= 120
    assert len(sentences("en")) >= 30
    keys = {place.key for place in PLACES} | {"*"}
    for sentence in (*sentences("fi"), *sentences("en")):
        assert sentence.place in keys
        assert sentence.mood in {"bad", "mixed", "good"}
        assert sentence.occasion in {
            "", "queue", "quick", "transfers", "closed", "callback", "greeting", "newapp", "newbill", "login",
        }  # fmt: skip


def test_only_small_towns_lose_their_service_point() -> None:
    assert {town.name for town in TOWNS if town.closed is None} == {"Helsinki", "Tampere", "Oulu", "Turku"}


@pytest.mark.parametrize(("age", "value"), [(400, 10), (100, 10), (50, 30), (0, 50), (-5, 50)])
def test_curve_is_straight_between_its_points(age: float, value: float) -> None:
    assert at(((100, 10), (0, 50)), age) == value


def test_share_of_a_year_falls_on_its_day() -> None:
    # days of weight 1, 3 and 4: half of all is at the end of the second
    assert day_at([1, 4, 8], 0.5) == (1, 1.0)
    assert day_at([1, 4, 8], 0.75) == (2, 0.5)


def test_values_follow_the_net_they_are_drawn_from() -> None:
    from random import Random  # noqa: PLC0415

    rng = Random(1)
    values = [nps_of(rng, (step + 0.5) / 1_000, -40) for step in range(1_000)]
    net = sum(one >= 9 for one in values) - sum(one <= 6 for one in values)
    assert net / 10 == pytest.approx(-40, abs=0.2)
    assert [lowly(0.0), lowly(0.999)] == [0, 6]
