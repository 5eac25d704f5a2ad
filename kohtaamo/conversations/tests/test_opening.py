"""Which answers become cases, whose, and by when; moments are counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from kohtaamo.conversations.models import Case, CaseRule, CaseStep
from kohtaamo.conversations.services import (
    CONTACT,
    StaffAnswerError,
    open_by_hand,
    open_for_answers,
    save_rule,
    set_hours,
)
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.services import GivenValue
from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.metrics import METRICS
from kohtaamo.organisation.models import Member, Unit
from tests.world import World

Say = Callable[..., Answer]
HELSINKI = ZoneInfo("Europe/Helsinki")
LOW = {"<=": [{"var": "kind.nps"}, 6]}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def watch_low_scores(world: World) -> None:
    make_rule(
        kind="low_score", metric=METRICS["nps"], parameters={}, owner=world.aino, actor=world.aino, limit=3.0
    )


def rule(**facts: Any) -> CaseRule:
    return save_rule(**{"name": "Matalat", "condition": LOW, "way": "member", **facts})


def test_a_low_score_of_a_known_customer_becomes_a_case_at_once(
    noon: object, in_satama: World, say: Say
) -> None:
    watch_low_scores(in_satama)
    answer = say(2, customer=in_satama.eero)
    case = Case.objects.get()
    assert (case.born, case.answer, case.customer, case.owner) == (
        "alert",
        answer,
        in_satama.eero,
        in_satama.aino,
    )
    assert case.alert is not None
    # Tuesday noon: 8 working hours later it is Wednesday noon, 40 later Tuesday noon a week on
    assert (case.react_by, case.close_by) == (at("2026-03-04 12:00"), at("2026-03-10 12:00"))


def test_who_is_not_known_becomes_a_case_only_when_she_asks_to_be_contacted(
    noon: object, in_satama: World, say: Say
) -> None:
    watch_low_scores(in_satama)
    say(2)
    assert not Case.objects.exists()
    say(9, more=(GivenValue(CONTACT, "yes_no", False),))
    assert not Case.objects.exists()
    wish = say(9, more=(GivenValue(CONTACT, "yes_no", True),))
    case = Case.objects.get()
    assert (case.answer, case.born, case.wants_contact) == (wish, "wish", True)


def test_an_answer_is_a_case_once_however_many_reasons_there_are(
    noon: object, in_satama: World, say: Say
) -> None:
    watch_low_scores(in_satama)
    rule(owner=in_satama.onni)
    answer = say(1, customer=in_satama.eero, more=(GivenValue(CONTACT, "consent", True),))
    case = Case.objects.get()
    assert (case.born, case.owner) == ("wish", in_satama.onni)
    assert case.alert is not None
    assert open_for_answers([answer.pk]) == []
    assert open_by_hand(answer=answer, actor=in_satama.aino) == case
    assert CaseStep.objects.filter(kind="opened").count() == 1


@pytest.mark.parametrize(
    ("condition", "is_case"),
    [
        (LOW, True),
        ({"<": [{"var": "kind.nps"}, 3]}, False),
        ({"==": [{"var": "touchpoint"}, "Puhelinpalvelu"]}, True),
        ({"==": [{"var": "unit"}, "Asiakaspalvelu"]}, True),
        ({"==": [{"var": "channel"}, "email"]}, False),
        ({"==": [{"var": "segment"}, "kotitalous"]}, True),
        ({"==": [{"var": "answer.nps"}, 5]}, True),
        (None, True),
    ],
)
def test_a_rule_asks_of_values_place_unit_channel_and_segment(
    condition: Any, is_case: bool, noon: object, in_satama: World, say: Say
) -> None:
    rule(condition=condition)
    say(5, customer=in_satama.eero, unit=in_satama.unit, channel="phone")
    assert Case.objects.exists() is is_case


def test_a_rule_that_makes_none_says_only_whose_and_how_soon(
    noon: object, in_satama: World, say: Say
) -> None:
    rule(makes_cases=False, owner=in_satama.onni, react_hours=2, close_hours=6)
    say(5, customer=in_satama.eero)
    assert not Case.objects.exists()
    watch_low_scores(in_satama)
    say(3, customer=in_satama.eero)
    case = Case.objects.get()
    # 12–14, and 12–16 with two hours of the next morning
    assert (case.owner, case.react_by, case.close_by) == (
        in_satama.onni,
        at("2026-03-03 14:00"),
        at("2026-03-04 10:00"),
    )


def test_the_first_rule_that_holds_decides(noon: object, in_satama: World, say: Say) -> None:
    rule(name="Ensin", condition={"<=": [{"var": "kind.nps"}, 2]}, owner=in_satama.aino)
    rule(name="Sitten", owner=in_satama.onni)
    say(5)
    say(1)
    assert list(Case.objects.order_by("pk").values_list("rule__name", "owner__name")) == [
        ("Sitten", "Onni"),
        ("Ensin", "Aino"),
    ]


def team(world: World) -> tuple[Unit, list[Member]]:
    unit = Unit.objects.create(organisation=world.satama, name="Takaisinsoitto")
    people = [
        Member.objects.create(organisation=world.satama, name=name, role="agent", unit=unit)
        for name in ("Ada", "Eino", "Iida")
    ]
    Member.objects.create(organisation=world.satama, name="Suunnittelija", role="designer", unit=unit)
    Member.objects.create(organisation=world.satama, name="Poissa", role="agent", unit=unit, is_active=False)
    return unit, people


def test_people_of_a_unit_get_cases_in_turn(noon: object, in_satama: World, say: Say) -> None:
    unit, _ = team(in_satama)
    rule(way="turns", unit=unit)
    for _number in range(4):
        say(0)
    assert list(Case.objects.order_by("pk").values_list("owner__name", flat=True)) == [
        "Ada",
        "Eino",
        "Iida",
        "Ada",
    ]


def test_the_one_with_the_fewest_open_gets_the_next(noon: object, in_satama: World, say: Say) -> None:
    unit, (ada, eino, iida) = team(in_satama)
    rule(way="least")
    for _number in range(3):
        say(0, unit=unit)
    Case.objects.filter(owner=eino).update(state="done")
    say(0, unit=unit)
    assert Case.objects.order_by("pk").last().owner == eino  # type: ignore[union-attr]
    assert {ada, iida} == {case.owner for case in Case.objects.exclude(owner=eino)}


@pytest.mark.parametrize(
    ("said", "react", "close"),
    [
        # Friday 15:00: an hour left of the week, seven of Monday; 40 h is a week of work
        ("2026-03-06 15:00", "2026-03-09 15:00", "2026-03-13 15:00"),
        # Thursday before Midsummer 2026 (Friday the 19th is off)
        ("2026-06-18 15:00", "2026-06-22 15:00", "2026-06-26 15:00"),
        # Friday before summer time begins on Sunday
        ("2026-03-27 15:00", "2026-03-30 15:00", "2026-04-07 15:00"),
    ],
)
def test_deadlines_run_in_working_hours(
    said: str, react: str, close: str, in_satama: World, say: Say
) -> None:
    with time_machine.travel(at(said), tick=False):
        rule(owner=in_satama.onni)
        say(1)
    case = Case.objects.get()
    assert (case.react_by, case.close_by) == (at(react), at(close))


def test_own_working_hours_hold(noon: object, in_satama: World, say: Say) -> None:
    set_hours(days=[1, 5], country="")  # Tuesdays and Saturdays
    rule(react_hours=8, close_hours=16)
    say(1)
    case = Case.objects.get()
    assert case.react_by == at("2026-03-07 12:00")
    assert case.close_by == at("2026-03-10 12:00")


def test_old_answers_and_files_become_no_cases(noon: object, in_satama: World, say: Say) -> None:
    rule()
    say(1, happened_at=datetime(2026, 2, 20, tzinfo=UTC))
    say(1, source="import")
    assert not Case.objects.exists()
    say(1, happened_at=datetime.now(UTC) - timedelta(days=6))
    assert Case.objects.count() == 1


def test_employees_never_become_cases(noon: object, in_satama: World, say: Say) -> None:
    rule(condition=None)
    answer = say(None, more=(GivenValue("enps", "enps", 0), GivenValue(CONTACT, "yes_no", True)))
    assert answer.is_from_staff
    assert not Case.objects.exists()
    with pytest.raises(StaffAnswerError):
        open_by_hand(answer=answer, actor=in_satama.aino)


def test_by_hand_the_one_who_opens_has_it(noon: object, in_satama: World, say: Say) -> None:
    case = open_by_hand(answer=say(10), actor=in_satama.onni)
    assert (case.born, case.owner, case.state) == ("hand", in_satama.onni, "taken")
    assert case.reacted_at == datetime.now(UTC)
