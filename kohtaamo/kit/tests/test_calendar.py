"""Expected moments are counted by hand from a wall calendar of Finland."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kohtaamo.kit.calendar import NoTimeError, next_open, open_after, open_between

HELSINKI = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class Office:
    time_zone: str = "Europe/Helsinki"
    country: str = "FI"
    opens_at: time = time(8)
    closes_at: time = time(16)
    days: list[int] = field(default_factory=lambda: [0, 1, 2, 3, 4])
    on_holidays: bool = False


OFFICE = Office()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("since", "hours", "due"),
    [
        ("2026-03-03 09:00", 4, "2026-03-03 13:00"),  # within a Tuesday
        ("2026-03-03 15:00", 2, "2026-03-04 09:00"),  # an hour today, one tomorrow
        ("2026-03-06 15:00", 4, "2026-03-09 11:00"),  # Friday afternoon: over the weekend
        ("2026-03-07 12:00", 8, "2026-03-09 16:00"),  # on a Saturday: the whole Monday
        ("2026-03-03 05:00", 1, "2026-03-03 09:00"),  # before the doors open
        ("2026-06-18 15:00", 4, "2026-06-22 11:00"),  # Midsummer Eve is Friday 19 June 2026
        ("2026-12-23 14:00", 8, "2026-12-28 14:00"),  # Christmas Eve, Day and the weekend
        ("2026-03-27 15:00", 2, "2026-03-30 09:00"),  # summer time begins on Sunday 29 March
        ("2026-10-23 15:00", 2, "2026-10-26 09:00"),  # and ends on Sunday 25 October
        ("2026-04-02 15:00", 40, "2026-04-13 15:00"),  # Easter: 3 and 6 April are off
    ],
)
def test_open_hours_go_over_nights_weekends_and_holidays(since: str, hours: float, due: str) -> None:
    assert open_after(at(since), timedelta(hours=hours), OFFICE) == at(due)
    assert open_between(at(since), at(due), OFFICE) == timedelta(hours=hours)


def test_a_night_of_summer_time_is_an_hour_shorter_and_of_winter_time_longer() -> None:
    always = replace(OFFICE, opens_at=time(0), closes_at=time(0), days=list(range(7)), on_holidays=True)
    assert open_between(at("2026-03-29 00:00"), at("2026-03-30 00:00"), always) == timedelta(hours=23)
    assert open_between(at("2026-10-25 00:00"), at("2026-10-26 00:00"), always) == timedelta(hours=25)
    # 24 hours from Saturday noon: 13 o'clock on the wall, as the clock was moved on
    assert open_after(at("2026-03-28 12:00"), timedelta(hours=24), always) == datetime(
        2026, 3, 29, 10, tzinfo=UTC
    )


def test_what_is_open_now_begins_now_and_else_when_doors_open() -> None:
    assert next_open(at("2026-03-03 09:30"), OFFICE) == at("2026-03-03 09:30")
    assert next_open(at("2026-03-06 16:00"), OFFICE) == at("2026-03-09 08:00")
    assert open_after(at("2026-03-07 12:00"), timedelta(), OFFICE) == at("2026-03-09 08:00")


def test_nothing_is_open_between_later_and_earlier_or_in_hours_without_days() -> None:
    assert open_between(at("2026-03-04 09:00"), at("2026-03-03 09:00"), OFFICE) == timedelta()
    with pytest.raises(NoTimeError):
        open_after(at("2026-03-03 09:00"), timedelta(hours=1), replace(OFFICE, days=[]))


def test_holidays_are_of_the_country() -> None:
    german = replace(OFFICE, country="DE")
    # Midsummer Eve is a working day there
    assert open_after(at("2026-06-18 15:00"), timedelta(hours=4), german) == at("2026-06-19 11:00")
