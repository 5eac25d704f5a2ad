"""What cases tell in numbers: reaction and closing in open hours, and recovery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kohtaamo.conversations.jobs import look_at_deadline
from kohtaamo.conversations.models import Case, CaseMail, CaseRule
from kohtaamo.conversations.services import drop, finish, save_rule, step_back, take
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.services import GivenValue
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.queries import measure
from kohtaamo.insight.where import Where
from kohtaamo.organisation.events import deliver_all
from tests.world import World

Say = Callable[..., Answer]
HELSINKI = ZoneInfo("Europe/Helsinki")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def told() -> dict[str, float]:
    deliver_all()
    rows = Measurement.objects.filter(source="case", is_superseded=False)
    return dict(rows.values_list("kind", "value"))


def a_case(world: World, say: Say) -> Case:
    """Tuesday noon: react by Wednesday noon, close by the next Tuesday noon."""
    save_rule(name="Kaikki", condition=None, way="member", owner=world.onni)
    say(1, customer=world.eero)
    return Case.objects.get()


def test_nothing_is_told_before_anything_is_decided(noon: Any, in_satama: World, say: Say) -> None:
    a_case(in_satama, say)
    assert told() == {}


def test_reaction_is_measured_in_open_hours_and_closing_by_its_deadline(
    noon: Any, in_satama: World, say: Say
) -> None:
    case = a_case(in_satama, say)
    # Wednesday 10:00: four hours of Tuesday and two of Wednesday
    noon.move_to(at("2026-03-04 10:00"))
    take(case=case, actor=in_satama.onni)
    assert told() == {"case_reacted_seconds": 6 * 3600, "case_reacted_in_time": 1}
    noon.move_to(at("2026-03-10 12:01"))
    finish(case=case, done="Soitin.", actor=in_satama.onni)
    # Wednesday to Friday and Monday 8 h each, 4 h of both Tuesdays and a minute past noon
    assert told() == {
        "case_reacted_seconds": 6 * 3600,
        "case_reacted_in_time": 1,
        "case_closed_seconds": 40 * 3600 + 60,
        "case_closed_in_time": 0,
    }


def test_a_deadline_that_goes_by_is_told_and_the_owner_written_to(
    noon: Any, in_satama: World, say: Say
) -> None:
    case = a_case(in_satama, say)
    look_at_deadline.call(in_satama.satama.pk, case.pk)
    assert told() == {}
    noon.move_to(at("2026-03-04 12:01"))
    look_at_deadline.call(in_satama.satama.pk, case.pk)
    look_at_deadline.call(in_satama.satama.pk, case.pk)
    assert told() == {"case_reacted_in_time": 0}
    assert CaseMail.objects.filter(about="late", member=in_satama.onni).count() == 1
    assert case.steps.filter(kind="late").count() == 1


def test_what_is_taken_back_is_taken_back_from_the_numbers(noon: Any, in_satama: World, say: Say) -> None:
    case = a_case(in_satama, say)
    take(case=case, actor=in_satama.onni)
    assert told() == {"case_reacted_seconds": 0, "case_reacted_in_time": 1}
    step_back(case=case, actor=in_satama.onni)
    assert told() == {}


def test_a_dropped_case_tells_nothing_of_closing(noon: Any, in_satama: World, say: Say) -> None:
    case = a_case(in_satama, say)
    drop(case=case, why="Roskaa", actor=in_satama.onni)
    assert told() == {}


def test_her_next_answer_tells_whether_she_recovered(noon: Any, in_satama: World, say: Say) -> None:
    case = a_case(in_satama, say)
    noon.shift(3600)
    finish(case=case, done="Hyvitettiin.", actor=in_satama.onni)
    CaseRule.objects.update(is_active=False)
    noon.shift(3600)
    say(
        None, customer=in_satama.eero, more=(GivenValue("miksi", "open_text", "Kiitos."),)
    )  # without a score nothing is known
    assert Case.objects.get(pk=case.pk).is_recovered is None
    better = say(8, customer=in_satama.eero)
    say(0, customer=in_satama.eero)  # what comes later is of something else
    case.refresh_from_db()
    assert (case.is_recovered, case.next_answer) == (True, better)
    assert told()["case_recovered"] == 1


def test_an_answer_before_closing_or_a_low_one_is_no_recovery(noon: Any, in_satama: World, say: Say) -> None:
    case = a_case(in_satama, say)
    CaseRule.objects.update(is_active=False)
    early = timezone.now()
    noon.shift(3600)
    finish(case=case, done="Soitin.", actor=in_satama.onni)
    say(10, customer=in_satama.eero, happened_at=early)
    assert Case.objects.get(pk=case.pk).is_recovered is None
    noon.shift(3600)
    say(6, customer=in_satama.eero)
    assert Case.objects.get(pk=case.pk).is_recovered is False


def test_metrics_are_the_shares_and_the_median_of_what_was_told(
    noon: Any, in_satama: World, say: Say
) -> None:
    in_satama.satama.minimum_answers = 1
    in_satama.satama.save()
    save_rule(name="Kaikki", condition=None, way="member", owner=in_satama.onni)
    for _number in range(6):
        say(1)
    cases = list(Case.objects.order_by("pk"))
    # reacted after 1, 2, 3, 4, 9 and 12 working hours; the last two are late
    moments = ("03-03 13:00", "03-03 14:00", "03-03 15:00", "03-03 16:00", "03-04 13:00", "03-04 16:00")
    for case, moment in zip(cases, moments, strict=True):
        assert measure(METRICS["case_reaction_time"], where=Where())[0].estimate is None
        noon.move_to(at(f"2026-{moment}"))
        take(case=case, actor=in_satama.onni)
    told()
    found = {
        key: measure(METRICS[key], where=Where())[0]
        for key in ("case_reaction_time", "case_reaction_in_time")
    }
    estimate = found["case_reaction_time"].estimate
    assert estimate is not None
    # of six only the whole range is sure enough
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (3.5, 1, 12, 6)
    assert found["case_reaction_in_time"].estimate.value == pytest.approx(100 * 4 / 6)  # type: ignore[union-attr]
    assert found["case_reaction_in_time"].n == 6
    assert datetime.now(UTC) == at("2026-03-04 16:00")
