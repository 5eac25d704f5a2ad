from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import inf, nan

import pytest

from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import (
    Number,
    show_date,
    show_moment,
    show_number,
    show_percent,
    show_percent_range,
    show_period,
    show_range,
    show_signed,
    show_time,
    whole_number,
)

MOMENT = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "fi", "en"),
    [
        (1204, None, "1\u00a0204", "1,204"),
        (0.72, None, "0,72", "0.72"),
        (-31, None, "\u221231", "\u221231"),
        (1234567.891, None, "1\u00a0234\u00a0567,89", "1,234,567.89"),
        (4.5, 2, "4,50", "4.50"),
        (2.675, 2, "2,68", "2.68"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "\u22123", "\u22123"),
        (-0.001, None, "0", "0"),
        (Decimal("0.1"), None, "0,1", "0.1"),
        (1e20, 0, "100" + "\u00a0000" * 6, "100" + ",000" * 6),
        (inf, None, "∞", "∞"),
        (-inf, None, "\u2212∞", "\u2212∞"),
    ],
)
def test_number_as_people_read_it(value: Number, decimals: int | None, fi: str, en: str) -> None:
    assert show_number(value, "fi", decimals) == fi
    assert show_number(value, "en", decimals) == en


def test_number_refuses_what_is_none() -> None:
    with pytest.raises(ValueError, match="not a number"):
        show_number(nan, "fi")


def test_signed_says_its_direction() -> None:
    assert [show_signed(value, "fi") for value in (12, -31, 0, 0.5)] == ["+12", "\u221231", "0", "+0,5"]
    assert show_signed(0.2, "fi", 0) == "0"
    assert show_signed(0.001, "en", 2) == "0.00"


def test_percent_of_a_share() -> None:
    assert show_percent(0.804, "fi") == "80\u00a0%"
    assert show_percent(0.804, "en", 1) == "80.4%"
    assert show_percent(0.285, "fi") == "29\u00a0%"


def test_range_of_two_ends() -> None:
    assert show_range(4, 18, "fi") == "4–18"
    assert show_range(0.5, 1204, "fi", 1) == "0,5–1\u00a0204,0"
    assert show_range(-5, 3, "fi") == "\u22125…3"
    assert show_range(-5, -3, "en") == "\u22125\u00a0to\u00a0\u22123"


def test_a_range_of_shares_has_the_sign_of_per_cent_once() -> None:
    assert show_percent_range(0.617, 0.6949, "fi") == "62–69\u00a0%"
    assert show_percent_range(0.01, 0.05, "en") == "1–5%"


def test_dates_and_times() -> None:
    assert show_date(date(2026, 11, 1), "fi") == "1.11.2026"
    assert show_date(MOMENT.date(), "en") == "21 Nov 2026"
    assert show_time(MOMENT, "fi") == "klo\u00a010.42"
    assert show_time(time(9, 5), "fi") == "klo\u00a09.05"
    assert show_time(time(15, 5), "en") == "15:05"
    assert show_moment(MOMENT, "fi") == "21.11.2026 klo\u00a010.42"
    assert show_moment(MOMENT, "en") == "21 Nov 2026, 10:42"


def test_period_writes_once_what_its_ends_share() -> None:
    november = Period.parse("1.11.2026–21.11.2026")
    assert show_period(november, "fi") == "1.–21.11.2026"
    assert show_period(november, "en").replace("\u2009", "") == "1–21 Nov 2026"
    assert show_period(Period.parse("15.12.2026–3.1.2027"), "fi") == "15.12.2026–3.1.2027"
    assert show_period(Period.parse("21.11.2026"), "fi") == "21.11.2026"


def test_whole_number_takes_plain_digits_that_a_key_can_hold() -> None:
    assert [whole_number(text) for text in ("7", "0042", "9" * 18)] == [7, 42, 10**18 - 1]
    assert [whole_number(text) for text in ("", "-1", "1.0", " 7", "1_0", "²", "9" * 19, "9" * 5000)] == [
        None
    ] * 8
