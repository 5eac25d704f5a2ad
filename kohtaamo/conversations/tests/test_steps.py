from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kohtaamo.conversations.models import Case, Cause
from kohtaamo.conversations.services import (
    NothingToUndoError,
    TakenError,
    UntoldError,
    WrongStateError,
    add_note,
    choose_cause,
    drop,
    finish,
    forget_customer,
    give,
    hours_now,
    note_attempt,
    reopen,
    resume,
    save_rule,
    step_back,
    take,
    wait,
)
from kohtaamo.conversations.wording import deadline_of, in_open_time
from kohtaamo.feedback.models import Answer
from tests.world import World

Say = Callable[..., Answer]
HELSINKI = ZoneInfo("Europe/Helsinki")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.fixture
def case(noon: Any, in_satama: World, say: Say) -> Case:
    """Tuesday noon, nobody's: react by Wednesday noon, close by the next Tuesday noon."""
    save_rule(name="Kaikki", condition=None, way="turns", unit=in_satama.unit)
    say(1, customer=in_satama.eero, touchpoint=in_satama.desk)
    return Case.objects.get()


def test_the_first_who_takes_it_has_it(case: Case, in_satama: World) -> None:
    """Both have the page open: each acts on the row as she saw it, new and nobody's."""
    one, other = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    take(case=one, actor=in_satama.onni)
    with pytest.raises(TakenError) as refused:
        take(case=other, actor=in_satama.aino)
    assert refused.value.owner == in_satama.onni
    assert Case.objects.get().owner == in_satama.onni
    assert case.steps.filter(kind="taken").count() == 1
    take(case=one, actor=in_satama.onni)  # her own again changes nothing
    assert case.steps.filter(kind="taken").count() == 1


def test_a_new_case_given_to_another_may_be_taken_by_whoever_comes_first(
    case: Case, in_satama: World
) -> None:
    give(case=case, owner=in_satama.onni, actor=in_satama.aino)
    kept = Case.objects.get()
    assert (kept.state, kept.owner, kept.reacted_at) == ("new", in_satama.onni, None)
    take(case=kept, actor=in_satama.aino)
    assert Case.objects.get().owner == in_satama.aino


def test_the_first_attempt_is_the_reaction(case: Case, in_satama: World, noon: Any) -> None:
    noon.shift(3600)
    note_attempt(case=case, is_reached=False, actor=in_satama.onni)
    kept = Case.objects.get()
    assert (kept.state, kept.owner, kept.reacted_at) == ("taken", in_satama.onni, at("2026-03-03 13:00"))
    noon.shift(3600)
    note_attempt(case=case, is_reached=True, actor=in_satama.onni, text="Sovittiin hyvitys.")
    assert Case.objects.get().reacted_at == at("2026-03-03 13:00")
    assert list(case.steps.filter(kind="attempt").values_list("is_reached", flat=True)) == [False, True]


def test_waiting_for_the_customer_stops_the_clock(case: Case, in_satama: World, noon: Any) -> None:
    take(case=case, actor=in_satama.onni)
    wait(case=case, actor=in_satama.onni)
    # Friday 15:00: 4 + 8 + 8 + 7 = 27 working hours waited
    noon.move_to(at("2026-03-06 15:00"))
    resume(case=case, actor=in_satama.onni)
    # Tuesday 10 March noon and 27 hours: Friday 13 March 15:00
    assert Case.objects.get().close_by == at("2026-03-13 15:00")
    step_back(case=case, actor=in_satama.onni)
    kept = Case.objects.get()
    assert (kept.state, kept.close_by, kept.waiting_since) == (
        "waiting",
        at("2026-03-10 12:00"),
        at("2026-03-03 12:00"),
    )


def test_every_step_can_be_taken_back_until_nothing_is_left(case: Case, in_satama: World, noon: Any) -> None:
    cause = Cause.objects.create(name="Jonotus")
    onni = in_satama.onni
    before = Case.objects.values().get()
    for act in (
        lambda: take(case=case, actor=onni),
        lambda: note_attempt(case=case, is_reached=True, actor=onni),
        lambda: add_note(case=case, text="Hyvä puhelu.", actor=onni),
        lambda: choose_cause(case=case, cause=cause, note="maanantai", actor=onni),
        lambda: wait(case=case, actor=onni),
        lambda: finish(case=case, done="Hyvitys.", actor=onni),
        lambda: reopen(case=case, actor=onni),
        lambda: give(case=case, owner=in_satama.aino, actor=onni),
        lambda: drop(case=case, why="Sama asia kahdesti", actor=onni),
    ):
        noon.shift(60)
        act()
    for _number in range(9):
        step_back(case=case, actor=onni)
    assert Case.objects.values().get() == before
    with pytest.raises(NothingToUndoError):
        step_back(case=case, actor=onni)


def test_closing_needs_a_word_of_what_was_done(case: Case, in_satama: World) -> None:
    with pytest.raises(UntoldError):
        finish(case=case, done="  ", actor=in_satama.onni)
    finish(case=case, done="Soitin ja pahoittelin.", actor=in_satama.onni)
    with pytest.raises(WrongStateError):
        finish(case=case, done="Uudelleen", actor=in_satama.aino)


@pytest.mark.parametrize(
    ("now", "said", "is_late", "is_near"),
    [
        ("2026-03-03 12:00", "8 h left", False, False),
        ("2026-03-04 10:00", "2 h left", False, True),
        ("2026-03-04 11:20", "40 min left", False, True),
        ("2026-03-04 13:30", "1 h late", True, False),
        ("2026-03-07 12:00", "2 working days late", True, False),  # 4 + 8 + 8 hours
    ],
)
def test_deadlines_are_said_in_working_time(
    now: str, said: str, is_late: bool, is_near: bool, case: Case, settings: Any
) -> None:
    with translation.override("en"):
        found = deadline_of(case, at(now), hours_now())
    assert (found.words, found.is_late, found.is_near, found.is_reaction) == (said, is_late, is_near, True)


def test_a_case_that_waits_for_the_customer_is_never_late(case: Case, in_satama: World) -> None:
    kept = wait(case=case, actor=in_satama.onni)
    assert deadline_of(kept, at("2027-03-03 12:00"), hours_now()).words == ""


def test_long_times_are_said_in_working_days(in_satama: World) -> None:
    with translation.override("en"):
        assert in_open_time(timedelta(hours=15), hours_now()) == "15 h"
        assert in_open_time(timedelta(hours=40), hours_now()) == "5 working days"


def test_nothing_tells_of_a_customer_who_is_forgotten(case: Case, in_satama: World) -> None:
    add_note(case=case, text="Eeron numero on 040 1234567.", actor=in_satama.onni)
    choose_cause(case=case, cause=None, note="Eero jonotti", actor=in_satama.onni)
    finish(case=case, done="Soitin Eerolle.", actor=in_satama.onni)
    assert forget_customer(in_satama.eero.pk) == 1
    kept = Case.objects.get()
    assert (kept.customer, kept.done, kept.cause_note, kept.state) == (None, "", "", "done")
    assert set(kept.steps.values_list("text", flat=True)) == {""}
