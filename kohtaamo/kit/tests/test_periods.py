from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.kit.periods import BucketSize, Period, bucket_end, bucket_start, parse_date

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))
SIZES: st.SearchStrategy[BucketSize] = st.sampled_from(["day", "week", "month"])


def test_last_days_end_with_today() -> None:
    period = Period.last_days(7, date(2026, 11, 21))
    assert (period.start, period.last_day, period.days) == (date(2026, 11, 15), date(2026, 11, 21), 7)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-01/2026-11-30",
        "2026-11-01..2026-11-30",
        "2026-11-01 - 2026-11-30",
        "1.11.2026–30.11.2026",
        "1.11.2026 - 30.11.2026",
        "1.11.–30.11.2026",
        "1.–30.11.2026",
        " 1.11.-30.11.2026 ",
    ],
)
def test_parse_reads_iso_and_finnish(text: str) -> None:
    assert Period.parse(text) == NOVEMBER


def test_parse_reads_one_day() -> None:
    assert Period.parse("21.11.2026") == Period(date(2026, 11, 21), date(2026, 11, 22))
    assert Period.parse("2026-11-21").days == 1


@pytest.mark.parametrize(
    "text", ["", "eilen", "31.11.2026", "30.11.2026–1.11.2026", "1.1.2026/2.1.2026/3.1.2026", "31.12.9999"]
)
def test_parse_refuses_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.parse(text)


@given(DAYS, st.integers(1, 800))
def test_parse_reads_back_what_is_written(today: date, n: int) -> None:
    period = Period.last_days(n, today)
    assert Period.parse(str(period)) == period


def test_parse_date_reads_both_forms() -> None:
    assert parse_date("21.11.2026") == parse_date("2026-11-21") == date(2026, 11, 21)
    assert parse_date("1. 2. 2026") == date(2026, 2, 1)


def test_period_holds_its_first_day_and_not_its_end() -> None:
    assert date(2026, 11, 1) in NOVEMBER
    assert datetime(2026, 11, 30, 23, 59, tzinfo=UTC) in NOVEMBER
    assert date(2026, 12, 1) not in NOVEMBER


def test_period_before_is_as_long() -> None:
    assert NOVEMBER.before == Period(date(2026, 10, 2), date(2026, 11, 1))


def test_period_has_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Period(date(2026, 11, 1), date(2026, 11, 1))


def test_overlap_of_two_periods() -> None:
    late = Period(date(2026, 11, 25), date(2026, 12, 25))
    assert NOVEMBER.overlap(late) == Period(date(2026, 11, 25), date(2026, 12, 1))
    assert NOVEMBER.overlap(NOVEMBER.before) is None


def test_bucket_start_of_each_size() -> None:
    saturday = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)
    assert bucket_start(saturday, "day") == date(2026, 11, 21)
    assert bucket_start(saturday, "week") == date(2026, 11, 16)
    assert bucket_start(saturday, "month") == date(2026, 11, 1)
    assert type(bucket_start(saturday, "day")) is date


def test_bucket_start_refuses_other_sizes() -> None:
    with pytest.raises(ValueError, match="not a size"):
        bucket_start(date(2026, 1, 1), "year")  # type: ignore[arg-type]


def test_buckets_by_month_and_week() -> None:
    period = Period.parse("15.11.2026–15.1.2027")
    assert [str(month) for month in period.buckets("month")] == [
        "2026-11-01/2026-11-30",
        "2026-12-01/2026-12-31",
        "2027-01-01/2027-01-31",
    ]
    # 1 November 2026 is a Sunday and 30 November a Monday
    assert [week.start for week in NOVEMBER.buckets("week")] == [
        date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9),
        date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30),
    ]  # fmt: skip


@given(DAYS, st.integers(1, 400), SIZES)
def test_buckets_cover_the_period_without_gaps(today: date, n: int, size: BucketSize) -> None:
    period = Period.last_days(n, today)
    buckets = period.buckets(size)
    assert all(one.end == following.start for one, following in pairwise(buckets))
    assert sum(part.days for bucket in buckets if (part := bucket.overlap(period))) == n
    assert buckets[-1].end == bucket_end(period.last_day, size)
