from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.kit.tabular import OutOfRange, guess_day_first, parse_moment, parse_number

utc = partial(datetime, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,5", 3.5),
        ("3.5", 3.5),
        (" 7 ", 7),
        ("1 204", 1204),
        ("1\u00a0204,5", 1204.5),
        ("1\u202f204", 1204),
        ("1.204,5", 1204.5),
        ("1,204.5", 1204.5),
        ("1.204.500", 1_204_500),
        ("12,345,678.9", 12_345_678.9),
        ("−3", -3),
        ("-1,5 %", -1.5),
        ("+4", 4),
        ("45 %", 45),
        ("12,50 €", 12.5),
        ("1e3", 1000),
        (",5", 0.5),
        ("5 - erittäin tyytyväinen", 5),
        ("0 – en lainkaan", 0),
        ("4: hyvä", 4),
        ("4) hyvä", 4),
        ("4. hyvä", 4),
        ("4 = hyvä", 4),
        ("5 Erittäin tyytyväinen", 5),
        ("Tyytyväinen (4)", 4),
    ],
)
def test_number_is_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "abc", "nan", "inf", "1e999", "1,2,3", "1,20,300", "1 20 4", "٣"),
        *("21.11.2026", "10:42", "2026-11-21", "4/10", "040 123 4567", "5hyvä", "7d5be5f8-aa"),
        *("soitin 5 kertaa", "2 tuntia jonossa eikä kukaan vastannut puheluun"),
    ],
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_number(text) is None


def test_decimal_mark_settles_a_lone_comma() -> None:
    assert parse_number("1,204") == 1.204
    assert parse_number("1,204", decimal_mark=".") == 1204
    assert parse_number("1.204", decimal_mark=",") == 1204
    assert parse_number("5 - hyvä", labels=False) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_written_by_python_is_read_back(number: float) -> None:
    assert parse_number(repr(number)) == number


@given(st.text(max_size=250))
def test_no_text_breaks_the_parsers(text: str) -> None:
    parse_number(text)
    try:
        parse_moment(text, day_first=None, excel_serial=True)
    except OutOfRange:
        return


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("2026-11-21", None, utc(2026, 11, 20, 22, 0)),
        ("2026-11-21T10:42:05", None, utc(2026, 11, 21, 8, 42, 5)),
        ("2026-11-21 10:42:05.25Z", None, utc(2026, 11, 21, 10, 42, 5, 250_000)),
        ("2026-11-21T10:42:05.1234567+00:00", None, utc(2026, 11, 21, 10, 42, 5, 123_456)),
        ("2015-02-24 11:35:52 -0800", None, utc(2015, 2, 24, 19, 35, 52)),
        ("21.11.2026", None, utc(2026, 11, 20, 22, 0)),
        ("1.7.2026 klo 9.05", None, utc(2026, 7, 1, 6, 5)),
        ("21.11.2026 klo 10.42", None, utc(2026, 11, 21, 8, 42)),
        ("21.11.2026 10:42:05", True, utc(2026, 11, 21, 8, 42, 5)),
        ("2/24/2015 11:15", False, utc(2015, 2, 24, 9, 15)),
        ("2/24/2015 12:05 AM", False, utc(2015, 2, 23, 22, 5)),
        ("24/02/2015", None, utc(2015, 2, 23, 22, 0)),
        ("3/4/2015", True, utc(2015, 4, 2, 21, 0)),
        ("3/4/2015", False, utc(2015, 3, 3, 22, 0)),
    ],
)
def test_moment_is_read_in_helsinki(text: str, day_first: bool | None, expected: datetime) -> None:
    moment = parse_moment(text, day_first=day_first)
    assert moment == expected
    assert moment is not None
    assert moment.tzinfo == ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("3/4/2015", None),
        ("2/24/2015", True),
        ("24/2/2015", False),
        ("2026-02-30", None),
        ("2026-11-21 25:00", None),
        ("2026-11-21 10:42 +99:99", None),
        ("2026-11-21 13:00 pm", None),
        ("20261121", None),
        ("42059", None),
        ("ei tietoa", None),
        ("", None),
    ],
)
def test_what_is_no_moment_gives_none(text: str, day_first: bool | None) -> None:
    assert parse_moment(text, day_first=day_first) is None


def test_hour_that_summer_time_leaps_over_moves_on() -> None:
    moment = parse_moment("29.3.2026 3.30", day_first=True)
    assert moment is not None
    assert moment.isoformat() == "2026-03-29T04:30:00+03:00"


def test_other_zone_is_used_when_given() -> None:
    moment = parse_moment("2/24/2015 11:15", day_first=False, zone=ZoneInfo("America/New_York"))
    assert moment == datetime(2015, 2, 24, 16, 15, tzinfo=UTC)


def test_excel_serial_is_read_only_when_asked() -> None:
    moment = parse_moment("42059,5", day_first=None, zone=UTC, excel_serial=True)
    assert moment == datetime(2015, 2, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1.1899", "too_early"),
        ("0001-01-01", "too_early"),
        ("31.12.9999", "too_late"),
        ("2101-01-01", "too_late"),
    ],
)
def test_filler_dates_are_refused(text: str, code: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        parse_moment(text, day_first=None)
    assert refused.value.code == code
    with pytest.raises(OutOfRange):
        parse_moment("9999999", day_first=None, excel_serial=True)


def test_edges_of_the_range_are_read() -> None:
    assert parse_moment("1.1.1900", day_first=None, zone=UTC) == datetime(1900, 1, 1, tzinfo=UTC)
    assert parse_moment("31.12.2100", day_first=None, zone=UTC) == datetime(2100, 12, 31, tzinfo=UTC)


def test_day_first_is_guessed_from_all_samples() -> None:
    assert guess_day_first(["3/4/2015", "25/4/2015"]) is True
    assert guess_day_first(["3/4/2015", "4/25/2015 11:15"]) is False
    assert guess_day_first(["3/4/2015", "text", ""]) is None
    assert guess_day_first(["25/4/2015", "4/25/2015"]) is None
    assert guess_day_first(["3.4.2015"]) is True
