from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.services import withdraw_consent
from kohtaamo.feedback.models import FatigueRule, Invitation, Occasion, SendingHours
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.sending import Trigger, invite
from kohtaamo.feedback.sending.limits import Asking, is_too_often, most_within
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

from .conftest import NOON, QUESTIONS

DAY = timedelta(days=1)
THREADS = 8
TRIGGERS = 1000
PEOPLE = 40


def asked(*days: float, survey: int = 1, kind: str = "encounter") -> list[Asking]:
    return [Asking(survey, kind, NOON + day * DAY) for day in days]


def rule(most: int, days: int, **facts: Any) -> FatigueRule:
    return FatigueRule(most=most, days=days, **facts)


def test_two_in_thirty_days_are_enough() -> None:
    two = [rule(2, 30)]
    new = Asking(1, "encounter", NOON)
    assert not is_too_often(new, asked(-20), two)
    assert is_too_often(new, asked(-20, -1), two)
    assert not is_too_often(new, asked(-30, -1), two)


def test_one_that_waits_for_later_counts_as_well() -> None:
    new = Asking(1, "encounter", NOON)
    assert is_too_often(new, asked(-20, 5), [rule(2, 30)])
    assert not is_too_often(new, asked(-20, 15), [rule(2, 30)])


def test_a_limit_of_one_survey_or_kind_leaves_others_alone() -> None:
    new = Asking(1, "encounter", NOON)
    other = asked(-1, survey=2, kind="relationship")
    assert is_too_often(new, other, [rule(1, 30)])
    assert not is_too_often(new, other, [rule(1, 30, of="each")])
    assert not is_too_often(new, other, [rule(1, 30, of="kind", kind="relationship")])
    assert not is_too_often(new, other, [rule(1, 30, of="survey", survey_id=2)])
    assert is_too_often(Asking(2, "x", NOON), other, [rule(1, 30, of="survey", survey_id=2)])


def test_who_has_answered_is_left_in_peace_for_a_while() -> None:
    new = Asking(1, "encounter", NOON)
    answered = [Asking(2, "encounter", NOON - 50 * DAY, NOON - 10 * DAY)]
    rest = rule(1, 20, counts="answered")
    assert is_too_often(new, answered, [rest])
    assert not is_too_often(new, answered, [rule(1, 10, counts="answered")])


@given(st.lists(st.integers(0, 400), max_size=30), st.integers(1, 60))
def test_the_most_within_a_span_is_what_counting_each_window_gives(days: list[int], span: int) -> None:
    moments = sorted(datetime(2026, 1, 1, tzinfo=UTC) + day * DAY for day in days)
    naive = max((sum(0 <= other - one < span for other in days) for one in days), default=0)
    assert most_within(moments, span * DAY) == naive


def trigger(customer: Customer, uid: str = "x") -> Trigger:
    return Trigger(uid=uid, customer=customer, happened_at=NOON, event="order.delivered")


@pytest.fixture
def asks(in_satama: World, occasion: Callable[..., Occasion], always: SendingHours) -> Callable[..., tuple]:
    made = occasion(after="event", event="order.delivered")

    def decide(customer: Customer, uid: str, **facts: Any) -> tuple[str, str, str]:
        for name, value in facts.items():
            setattr(made, name, value)
        (invitation,) = invite([trigger(customer, uid)], [made], now=NOON)
        return invitation.state, invitation.why, invitation.channel

    return decide


def person(key: str, email: str = "", **facts: Any) -> Customer:
    return Customer.objects.create(key=key, email=email, **facts)


def test_everybody_left_in_peace_has_a_reason_with_a_name(asks: Callable[..., tuple]) -> None:
    FatigueRule.objects.create(most=1, days=30)
    reached = person("1", "a@example.org")
    assert asks(reached, "1") == ("waiting", "", "email")
    Invitation.objects.update(state="sent")
    assert asks(reached, "2") == ("quarantined", "fatigue", "email")
    assert asks(person("2"), "3") == ("quarantined", "no_address", "")
    assert asks(person("3", "c@example.org"), "4", needs_consent=True) == ("quarantined", "no_consent", "")
    left = person("4", "d@example.org")
    withdraw_consent(customer=left, source="opt_out")
    assert asks(left, "5", needs_consent=False)[:2] == ("quarantined", "opted_out")
    assert asks(person("5", "e@example.org"), "6", sample_percent=0.0)[1] == "not_in_sample"


def test_two_numbers_of_one_address_are_one_person(asks: Callable[..., tuple]) -> None:
    FatigueRule.objects.create(most=1, days=30, of="each")
    first, second = person("1", "same@example.org"), person("2", "same@example.org")
    assert asks(first, "1")[0] == "waiting"
    assert asks(second, "2")[:2] == ("quarantined", "duplicate")
    Invitation.objects.filter(state="waiting").update(state="sent")
    assert asks(second, "3")[:2] == ("quarantined", "fatigue")
    third = person("3", "same@example.org")
    withdraw_consent(customer=first, source="opt_out")
    assert asks(third, "4")[1] == "opted_out"


def test_the_way_a_person_prefers_comes_first_and_the_other_when_there_is_no_address(
    asks: Callable[..., tuple],
) -> None:
    both = {"email": "a@example.org", "phone": "+358401234567"}
    ways = {"ways": ["email", "sms"]}
    assert asks(person("1", **both), "1", **ways)[2] == "email"
    assert (
        asks(person("2", email="b@example.org", phone="+358401234568", preferred_channel="sms"), "2")[2]
        == "sms"
    )
    assert asks(person("3", phone="+358401234569"), "3")[2] == "sms"


def test_a_share_of_what_happens_is_drawn_alike_each_time(
    asks: Callable[..., tuple], in_satama: World
) -> None:
    people = [person(f"{n}", f"p{n}@example.org") for n in range(200)]
    drawn = [asks(one, one.key, sample_percent=25.0)[1] == "" for one in people]
    # 50 are expected; five standard deviations are 31
    assert 19 <= sum(drawn) <= 81
    Invitation.objects.all().delete()
    assert [asks(one, one.key)[1] == "" for one in people] == drawn


@pytest.mark.django_db(transaction=True)
def test_a_thousand_triggers_at_once_break_no_limit(world: World) -> None:
    """Forty people of two rows and one address each are told of twenty-five times each by eight threads."""
    now = timezone.now()
    with working_for(world.satama):
        occasions = [a_running_occasion(world, f"Kysely {number}", now) for number in range(3)]
        FatigueRule.objects.create(most=2, days=30)
        FatigueRule.objects.create(most=1, days=30, of="each")
        rows = [person(f"{n}-{half}", f"p{n}@example.org") for n in range(PEOPLE) for half in "ab"]

    def happen(number: int) -> None:
        one = rows[number % len(rows)]
        try:
            with working_for(world.satama):
                trigger = Trigger(uid=str(number), customer=one, happened_at=now, event="order.delivered")
                invite([trigger], occasions, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(happen, range(TRIGGERS)))
    with working_for(world.satama):
        asked = Invitation.objects.filter(state="waiting").values_list("customer__email", "survey")
        assert Invitation.objects.count() == TRIGGERS * len(occasions)
    assert set(Counter(email for email, _ in asked).values()) == {2}
    assert set(Counter(asked).values()) == {1}
    assert len({email for email, _ in asked}) == PEOPLE


def a_running_occasion(world: World, name: str, now: datetime) -> Occasion:
    survey = create_survey(name=name, touchpoint=world.desk, questionnaire=read_questionnaire(QUESTIONS))
    publish_survey(survey=survey)
    survey.refresh_from_db()
    return Occasion.objects.create(
        name=name,
        survey=survey,
        after="event",
        event="order.delivered",
        ways=["email"],
        is_active=True,
        active_since=now - DAY,
    )
