from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from kohtaamo.insight.board.when import name_of, named, past, title_of, within
from kohtaamo.kit.periods import Period


@pytest.mark.parametrize(
    ("text", "size", "start", "end"),
    [
        ("2026-10", "month", date(2026, 10, 1), date(2026, 11, 1)),
        ("2026-12", "month", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-Q4", "quarter", date(2026, 10, 1), date(2027, 1, 1)),
        (" 2024-q1 ", "quarter", date(2024, 1, 1), date(2024, 4, 1)),
    ],
)
def test_a_month_and_a_quarter_are_read_and_named_again(text: str, size: str, start: date, end: date):
    assert named(text) == (size, Period(start, end))
    assert name_of(size, start) == text.strip().upper()


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026", "2026-Q5", "lokakuu", "0000-01"])
def test_anything_else_is_no_period(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - a date's own words
        named(text)


def test_past_periods_are_over_and_newest_first():
    assert past("month", date(2026, 1, 15), 2) == [
        Period(date(2025, 12, 1), date(2026, 1, 1)),
        Period(date(2025, 11, 1), date(2025, 12, 1)),
    ]
    assert past("quarter", date(2026, 11, 21), 2) == [
        Period(date(2026, 7, 1), date(2026, 10, 1)),
        Period(date(2026, 4, 1), date(2026, 7, 1)),
    ]


def test_periods_are_named_in_the_language_in_force():
    with translation.override("en"):
        assert title_of("month", date(2026, 10, 1)) == "October 2026"
        assert within("month", date(2026, 10, 1)) == "in October 2026"
    with translation.override("fi"):
        assert title_of("month", date(2026, 10, 1)) == "Lokakuu 2026"
