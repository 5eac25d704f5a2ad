from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from math import isfinite
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
FIRST_YEAR, LAST_YEAR = 1900, 2100

LONGEST_VALUE = 200
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
NUMBER = r"[+\-−]?(?:[0-9](?:[0-9., '’]*[0-9])?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
PLAIN = re.compile(rf"(?:[€$£] ?)?({NUMBER})\.? ?[%€$£]?")
LABELLED = re.compile(rf"({NUMBER}) ?(?:[-–—:=)]|\. ) ?[^\W\d_].*")
LABEL_AFTER_SPACE = re.compile(rf"({NUMBER})(?: [^\W\d_][^ ]*){{1,3}}")
LABEL_FIRST = re.compile(rf"[^\W\d].* ?\(({NUMBER})\)")
LABEL_FORMS = (LABELLED, LABEL_AFTER_SPACE, LABEL_FIRST)
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ '’.,])[0-9]{3})(?:\1[0-9]{3})*")
LONGEST_LABELLED = 80

CLOCK = r"""
    (?:(?:T|,?[ ]|[ ]klo[ ]?)
    (?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?
    (?:[ ]?(?P<half>[ap])\.?m\.?)?
    [ ]?(?P<offset>Z|UTC|GMT|[+\-−]\d{2}(?::?\d{2})?)?)?
"""
YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){CLOCK}",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
YEAR_LAST = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<mark>[-/.])[ ]?(?P<two>\d{{1,2}})(?P=mark)[ ]?(?P<year>\d{{4}}){CLOCK}",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# Excel counts days from here, because it holds 1900 for a leap year.
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone; the caller's is added


class OutOfRange(ValueError):  # noqa: N818 - a reason, told by `code`
    """A date before 1900 or after 2100: in a table of encounters always a slip or a filler value."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.code = "too_early" if year < FIRST_YEAR else "too_late"
        self.year = year


def parse_number(text: str, *, decimal_mark: str | None = None, labels: bool = True) -> float | None:
    """3,5 and 3.5, 1 204, 1.204,5 and 1,204.5, 45 % (as 45), and "5 - erittäin tyytyväinen" (as 5).

    A lone comma or point is the decimal mark ("1,204" is a little over one) unless `decimal_mark` says
    which one it is. `labels=False` accepts a bare number only.
    """
    if len(text) > LONGEST_VALUE:
        return None
    value = SPACES.sub(" ", text).strip()
    found = PLAIN.fullmatch(value)
    if found is None and labels and len(value) <= LONGEST_LABELLED:
        found = next(filter(None, (form.fullmatch(value) for form in LABEL_FORMS)), None)
    if found is None:
        return None
    number = _read_digits(found[1].replace("−", "-"), decimal_mark)
    return number if number is not None and isfinite(number) else None


def _read_digits(written: str, decimal_mark: str | None) -> float | None:
    sign = -1.0 if written.startswith("-") else 1.0
    digits, _, exponent = written.lstrip("+-").lower().partition("e")
    mark = decimal_mark or _decimal_mark(digits)
    whole, point, fraction = digits.rpartition(mark) if mark and mark in digits else (digits, "", "")
    if not all(map(str.isdigit, fraction)) or (point and not fraction):
        return None
    if whole and not whole.isdigit():
        if not GROUPED.fullmatch(whole) or (mark and mark in whole):
            return None
        whole = "".join(filter(str.isdigit, whole))
    return sign * float(f"{whole or 0}.{fraction or 0}e{exponent or 0}")


def _decimal_mark(digits: str) -> str:
    """The later one of two different marks; a lone one; none where one mark stands many times."""
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return ""
    mark = digits[last]
    return mark if digits.count(mark) == 1 else ("." if mark == "," else ",")


def parse_moment(
    text: str, *, day_first: bool | None, zone: tzinfo = HELSINKI, excel_serial: bool = False
) -> datetime | None:
    """ISO, Finnish (21.11.2026 klo 10.42), and with `day_first=False` American (2/24/2015 11:15).

    A time without an offset is in `zone`, and so is the answer. Where `day_first` is None, 3/4/2015 is
    nobody's guess and gives None. An hour that summer time leaps over moves on by the leap. A day without
    a time is its midnight. Raises `OutOfRange`.
    """
    value = SPACES.sub(" ", text[:LONGEST_VALUE]).strip()
    if excel_serial and (serial := parse_number(value, labels=False)) is not None:
        return _settle(_from_serial(serial), zone)
    if plain := _plain_iso(value):
        _refuse_year(plain.year)
        return _settle(plain, zone)
    if found := YEAR_FIRST.fullmatch(value):
        month, day = int(found["month"]), int(found["day"])
    elif found := YEAR_LAST.fullmatch(value):
        order = _day_and_month(found, day_first)
        if order is None:
            return None
        day, month = order
    else:
        return None
    _refuse_year(year := int(found["year"]))
    try:
        naive = datetime(year, month, day) + _clock(found)  # noqa: DTZ001 - the zone comes below
        return _settle(naive, _offset(found["offset"]) or zone, shown_in=zone)
    except ValueError:
        return None


def _plain_iso(value: str) -> datetime | None:
    """Of 2024-11-21, or with 10:42 or 10:42:05 after a blank or a T: most files write so, and this is quick."""
    date, clock = value[:10], value[11:]
    if (
        not value.isascii()
        or date[4:5] != "-"
        or date[7:8] != "-"
        or value[10:11].upper() not in {"", " ", "T"}
    ):
        return None
    if clock and (len(clock) not in {5, 8} or clock[2] != ":" or clock[5:6] not in {"", ":"}):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None  # told by the caller, as everything that is no moment


def guess_day_first(samples: Iterable[str]) -> bool | None:
    """Whether a column writes the day before the month; None where it never tells, or contradicts itself."""
    day_first = month_first = False
    for sample in samples:
        found = YEAR_LAST.fullmatch(SPACES.sub(" ", sample[:LONGEST_VALUE]).strip())
        if found:
            day_first = day_first or found["mark"] == "." or int(found["one"]) > 12  # noqa: PLR2004 - months
            month_first = month_first or int(found["two"]) > 12  # noqa: PLR2004 - months
    return None if day_first == month_first else day_first


def _day_and_month(found: re.Match[str], day_first: bool | None) -> tuple[int, int] | None:
    one, two = int(found["one"]), int(found["two"])
    if day_first is None:
        day_first = guess_day_first([found.string])
    if day_first is None:
        return None
    return (one, two) if day_first else (two, one)


def _clock(found: re.Match[str]) -> timedelta:
    if found["hour"] is None:
        return timedelta()
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of half a day
            raise ValueError(hour)
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - a clock
        raise ValueError(found.string)
    microsecond = int((found["fraction"] or "").ljust(6, "0")[:6])
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microsecond)


def _offset(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(ahead if written[0] == "+" else -ahead)


def _settle(naive: datetime, zone: tzinfo, *, shown_in: tzinfo | None = None) -> datetime:
    """By way of UTC, so that an hour that does not exist becomes one that does."""
    return naive.replace(tzinfo=zone).astimezone(UTC).astimezone(shown_in or zone)


def _from_serial(serial: float) -> datetime:
    days_in_range = 73_415  # 2100-12-31
    if serial < 2:  # noqa: PLR2004 - 1900-01-01 in true days
        raise OutOfRange(FIRST_YEAR - 1)
    if serial >= days_in_range + 1:
        raise OutOfRange(LAST_YEAR + 1)
    return EXCEL_EPOCH + timedelta(seconds=round(serial * 86_400))


def _refuse_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutOfRange(year)
