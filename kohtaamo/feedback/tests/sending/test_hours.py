from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.feedback.models import SendingHours
from kohtaamo.feedback.sending.hours import NoTimeError, next_allowed

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def hours(**facts: object) -> SendingHours:
    given = {"opens_at": time(9), "closes_at": time(20), "days": [0, 1, 2, 3, 4], "country": "FI", **facts}
    return SendingHours(**given)


@pytest.mark.parametrize(
    ("wished", "allowed"),
    [
        ("2026-03-03 12:00", "2026-03-03 12:00"),  # a Tuesday
        ("2026-03-03 09:00", "2026-03-03 09:00"),
        ("2026-03-03 08:59", "2026-03-03 09:00"),
        ("2026-03-03 20:00", "2026-03-04 09:00"),
        ("2026-03-06 20:01", "2026-03-09 09:00"),  # over a weekend
        ("2026-04-02 21:00", "2026-04-07 09:00"),  # Easter
        ("2026-12-23 21:00", "2026-12-28 09:00"),  # Christmas, its eve too
        ("2026-12-31 23:00", "2027-01-04 09:00"),  # New Year on a Friday
    ],
)
def test_what_falls_into_quiet_hours_waits_for_the_next_allowed_moment(wished: str, allowed: str) -> None:
    assert next_allowed(at(wished), hours()) == at(allowed)


@pytest.mark.parametrize(
    ("wished", "allowed"),
    [
        # clocks go forward on Sunday 29 March at three, and back on Sunday 25 October at four
        ("2026-03-28T20:30:00+02:00", "2026-03-29T09:00:00+03:00"),
        ("2026-10-24T20:30:00+03:00", "2026-10-25T09:00:00+02:00"),
        ("2026-10-25T03:30:00+03:00", "2026-10-25T09:00:00+02:00"),
    ],
)
def test_summer_time_moves_the_opening_with_the_clock(wished: str, allowed: str) -> None:
    all_week = hours(days=list(range(7)), on_holidays=True)
    moment = next_allowed(datetime.fromisoformat(wished), all_week)
    assert moment == datetime.fromisoformat(allowed)
    assert moment.astimezone(HELSINKI).time() == time(9)


def test_an_opening_that_summer_time_leaves_out_is_the_hour_after_it() -> None:
    early = hours(opens_at=time(3, 30), closes_at=time(23), days=list(range(7)), on_holidays=True)
    moment = next_allowed(at("2026-03-29 02:00"), early)
    assert moment.astimezone(HELSINKI).time() == time(4, 30)


def test_holidays_are_of_the_country_and_may_be_allowed() -> None:
    midsummer = at("2026-06-19 12:00")
    assert next_allowed(midsummer, hours()) == at("2026-06-22 09:00")
    assert next_allowed(midsummer, hours(country="DE")) == midsummer
    assert next_allowed(midsummer, hours(on_holidays=True)) == midsummer


def test_hours_without_a_day_are_no_hours() -> None:
    with pytest.raises(NoTimeError):
        next_allowed(at("2026-03-03 12:00"), hours(days=[]))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001  the zone is given below
    st.sampled_from(["Europe/Helsinki", "America/New_York", "Asia/Kolkata"]),
)
def test_the_moment_is_never_before_the_wish_and_always_allowed(wished: datetime, zone: str) -> None:
    chosen = hours(time_zone=zone)
    moment = next_allowed(wished.replace(tzinfo=ZoneInfo(zone)), chosen)
    assert moment.timestamp() >= wished.replace(tzinfo=ZoneInfo(zone)).timestamp()
    local = moment.astimezone(ZoneInfo(zone))
    assert time(9) <= local.time() < time(20)
    assert local.weekday() < 5
