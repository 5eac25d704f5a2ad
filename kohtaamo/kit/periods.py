from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

BucketSize = Literal["day", "week", "month"]

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FINNISH = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_FINNISH_START = re.compile(r"(\d{1,2})\.(?:\s*(\d{1,2})\.)?")
_BETWEEN = re.compile(r"\s*(?:/|\.\.+|–|—)\s*|(?:(?<=\.)|(?<=\.\d{4}))-\s*(?=\d{1,2}\.)|\s+-\s+")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("a period has at least one day")

    @classmethod
    def last_days(cls, n: int, today: date) -> Period:
        """The n days of which `today` is the last."""
        end = today + timedelta(days=1)
        return cls(end - timedelta(days=n), end)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2026-11-01/2026-11-30", "1.11.2026–30.11.2026", "1.–30.11.2026", or one day.

        The last day written belongs to the period, as people mean it. `ValueError` when it cannot be read.
        """
        parts = _BETWEEN.split(text.strip())
        if len(parts) == 1:
            day = parse_date(parts[0])
            return cls(day, _day_after(day))
        if len(parts) != 2:  # noqa: PLR2004 - a start and an end
            raise ValueError(f"{text!r} is not a period")
        last = parse_date(parts[1])
        return cls(_parse_start(parts[0], last), _day_after(last))

    def __str__(self) -> str:
        """As `parse` reads it back: both days written belong to the period."""
        return f"{self.start.isoformat()}/{self.last_day.isoformat()}"

    def __contains__(self, moment: date) -> bool:
        return self.start <= _day(moment) < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one starts."""
        return Period(self.start - (self.end - self.start), self.start)

    def overlap(self, other: Period) -> Period | None:
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def buckets(self, size: BucketSize) -> list[Period]:
        """Every whole day, ISO week or month that this period touches, in order.

        The first and the last may reach beyond the period: `overlap` cuts them.
        """
        found = []
        start = bucket_start(self.start, size)
        while start < self.end:
            end = bucket_end(start, size)
            found.append(Period(start, end))
            start = end
        return found


def parse_date(text: str) -> date:
    """A day from "2026-11-21" or "21.11.2026"; `ValueError` otherwise."""
    stripped = text.strip()
    if found := _ISO.fullmatch(stripped):
        year, month, day = found.groups()
    elif found := _FINNISH.fullmatch(stripped):
        day, month, year = found.groups()
    else:
        raise ValueError(f"{text!r} is not a date")
    return date(int(year), int(month), int(day))


def bucket_start(moment: date, size: BucketSize) -> date:
    """The first day of the day, ISO week (Monday) or month that holds `moment`."""
    day = _day(moment)
    match size:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
    raise ValueError(f"{size!r} is not a size of bucket")


def bucket_end(moment: date, size: BucketSize) -> date:
    """The day after the last of the bucket that holds `moment`."""
    start = bucket_start(moment, size)
    if size == "month":
        return (start + timedelta(days=31)).replace(day=1)
    return start + timedelta(days=7 if size == "week" else 1)


def _day_after(day: date) -> date:
    if day == date.max:
        raise ValueError("the last day there is has none after it")
    return day + timedelta(days=1)


def _day(moment: date) -> date:
    """A datetime is a date to Python; here only its own calendar day counts."""
    return date(moment.year, moment.month, moment.day)


def _parse_start(text: str, last: date) -> date:
    """In Finnish the start may leave out what it shares with the end."""
    if found := _FINNISH_START.fullmatch(text.strip()):
        day, month = found.groups()
        return date(last.year, int(month or last.month), int(day))
    return parse_date(text)
