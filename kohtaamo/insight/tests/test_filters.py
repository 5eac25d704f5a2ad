from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from kohtaamo.insight.filters import filter_of
from kohtaamo.insight.where import Where
from kohtaamo.kit.periods import Period

TODAY = date(2026, 11, 21)
NINETY = Period(date(2026, 8, 24), date(2026, 11, 22))


def test_an_empty_address_is_ninety_days_of_everything():
    found = filter_of(QueryDict(""), today=TODAY)
    assert (found.where, found.days, found.by, found.size) == (Where(period=NINETY), 90, "touchpoint", "week")


def test_an_address_reads_back_as_it_was_written():
    address = "days=28&touchpoint=3&channel=chat&a%3AIk%C3%A4ryhm%C3%A4=18%E2%80%9329&by=attribute%3AAlue&size=month"
    found = filter_of(QueryDict(address), today=TODAY)
    assert found.where.touchpoint == 3
    assert found.where.attributes == {"Ikäryhmä": "18–29"}
    assert found.query() == address


def test_own_days_include_the_last_one():
    found = filter_of(QueryDict("days=own&from=2026-11-01&to=2026-11-21"), today=TODAY)
    assert (found.days, found.where.period) == (None, Period(date(2026, 11, 1), date(2026, 11, 22)))
    assert "days=own&from=2026-11-01&to=2026-11-21" in found.query()


@pytest.mark.parametrize(
    "broken",
    [
        "days=7",
        "touchpoint=x",
        "touchpoint=-1",
        "touchpoint=" + "9" * 40,
        "by=password",
        "size=hour",
        "days=own&from=2026-11-21&to=2026-11-01",
        "from=&to=",
        "a:=x",
        "days=²",
    ],
)
def test_what_is_not_understood_is_left_open(broken: str):
    found = filter_of(QueryDict(broken), today=TODAY)
    assert (found.where, found.by, found.size) == (Where(period=NINETY), "touchpoint", "week")


def test_answers_without_a_channel_have_an_address():
    found = filter_of(QueryDict("channel=-"), today=TODAY)
    assert found.where.channel == ""
    assert "channel=-" in found.query()
