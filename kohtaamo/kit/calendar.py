"""Opening hours, weekdays and holidays: when somebody may be met, and how long that takes in open hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import holidays

# Longer than any row of holidays.
MOST_DAYS = 60


class NoTimeError(ValueError):
    """No day of these hours lets anything through."""


class Hours(Protocol):
    """`days` are weekdays, Monday 0. Hours that begin and end at one time are the whole day."""

    @property
    def time_zone(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def opens_at(self) -> time: ...
    @property
    def closes_at(self) -> time: ...
    @property
    def days(self) -> Any: ...
    @property
    def on_holidays(self) -> bool: ...


def next_open(moment: datetime, hours: Hours) -> datetime:
    """The moment itself, or the first one after it that is open. Raises `NoTimeError`."""
    if is_day_open(local(moment, hours).date(), hours) and is_open(local(moment, hours).time(), hours):
        return moment
    for opening, _ in stretches(moment, hours):
        if opening >= moment:
            return opening
    raise NoTimeError


def open_after(moment: datetime, span: timedelta, hours: Hours) -> datetime:
    """When so much open time has passed since the moment. Raises `NoTimeError`."""
    left = span
    for opening, closing in stretches(moment, hours):
        begin = max(opening, moment)
        if closing - begin >= left:
            return begin + left
        left -= max(closing - begin, timedelta())
    raise NoTimeError


def open_between(first: datetime, last: datetime, hours: Hours) -> timedelta:
    """Open time from one moment to a later one; none when the later one is not later."""
    found = timedelta()
    if first >= last:
        return found
    for opening, closing in stretches(first, hours):
        if opening >= last:
            break
        found += max(min(closing, last) - max(opening, first), timedelta())
    return found


def stretches(since: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches in UTC from the day of the moment on, until no day has been open for long."""
    day, closed = local(since, hours).date(), 0
    while closed <= MOST_DAYS:
        if is_day_open(day, hours):
            closed = 0
            yield stretch(day, hours)
        else:
            closed += 1
        day += timedelta(days=1)


def stretch(day: date, hours: Hours) -> tuple[datetime, datetime]:
    """By way of UTC: an hour that summer time leaves out or repeats is counted as the clock on the wall has it."""
    zone = ZoneInfo(hours.time_zone)
    if hours.opens_at == hours.closes_at:
        ends = datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)
    else:
        ends = datetime.combine(day, hours.opens_at, zone), datetime.combine(day, hours.closes_at, zone)
    return ends[0].astimezone(UTC), ends[1].astimezone(UTC)


def local(moment: datetime, hours: Hours) -> datetime:
    return moment.astimezone(ZoneInfo(hours.time_zone))


def is_open(clock: time, hours: Hours) -> bool:
    """The end is not included."""
    return hours.opens_at == hours.closes_at or hours.opens_at <= clock < hours.closes_at


def is_day_open(day: date, hours: Hours) -> bool:
    if day.weekday() not in hours.days:
        return False
    return hours.on_holidays or day not in holidays_of(hours.country, day.year)


@lru_cache(maxsize=200)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Days off in that year; none of a country that is not known."""
    if not country or country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))
