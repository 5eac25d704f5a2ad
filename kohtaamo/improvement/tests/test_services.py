from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from kohtaamo.improvement.models import Intervention, Verdict
from kohtaamo.improvement.services import (
    ActionRefusedError,
    FrozenExpectationError,
    WrongStatusError,
    begin,
    change_action,
    drop,
    judge,
    mark_done,
    note_finding,
    reopen,
)
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import ForeignRowError, working_for
from tests.actions import plan as action
from tests.measurements import hear
from tests.world import World

CHANGED = date(2026, 9, 1)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BEFORE = datetime(2026, 8, 20, 10, 0, tzinfo=UTC)
AFTER = datetime(2026, 9, 20, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def done(world: World, **facts: Any) -> Verdict:
    return mark_done(intervention=action(world, **facts), done_on=CHANGED, actor=world.aino)


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_action_is_planned_with_what_it_should_change(in_satama: World):
    finding = note_finding(title=" Jonotus ", touchpoint=in_satama.phone, metric="nps", actor=in_satama.onni)
    planned = action(in_satama, finding=finding, owner=in_satama.onni, due=TODAY, comparison=in_satama.desk)
    assert (planned.status, planned.size, planned.finding, finding.title) == (
        "planned",
        10.0,
        finding,
        "Jonotus",
    )
    assert verbs() == ["improvement.finding_noted", "improvement.action_started"]
    assert Event.objects.get(subject_id=planned.pk, verb__endswith="started").data["due"] == "2026-11-21"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("metric", "happiness"),
        ("direction", "sideways"),
        ("size", 0.0),
        ("size", -5.0),
        ("size", float("nan")),
        ("size", 201.0),  # the scale of NPS is 200 points long
        ("window_days", 6),
    ],
)
def test_action_that_could_not_be_judged_is_refused(in_satama: World, field: str, value: object):
    with pytest.raises(ActionRefusedError) as refused:
        action(in_satama, **{field: value})
    assert refused.value.field == field
    assert not Intervention.objects.exists()


def test_action_is_not_compared_with_itself_nor_with_another_organisation(in_satama: World):
    with pytest.raises(ActionRefusedError):
        action(in_satama, comparison=in_satama.phone)
    with working_for(in_satama.toinen):
        theirs = Touchpoint.objects.create(organisation=in_satama.toinen, name="Heidän")
    with pytest.raises(ForeignRowError):
        action(in_satama, comparison=theirs)


def test_planted_rise_helped(in_satama: World):
    # 50/30/20 -> NPS 30, then 80/20/0 -> NPS 80
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, BEFORE)
    hear(in_satama.phone, {10: 80, 8: 20}, AFTER)
    told = done(in_satama)
    assert (told.verdict, told.value, told.n_before, told.n_after) == ("helped", 50.0, 100, 100)
    assert (told.design, told.strength) == ("before_after", "weak")
    assert told.low is not None
    assert told.high is not None
    assert told.low > 0
    # adjusted Wald errors: v1 = .610 (n 103), v2 = .174 (n 103); 1.97 x 100 x sqrt(v1/103 + v2/103) = 17
    assert 16.0 < (told.high - told.low) / 2 < 18.5
    assert verbs()[-2:] == ["improvement.action_done", "improvement.action_judged"]


def test_nothing_planted_did_not_help_when_many_answered(in_satama: World):
    for when in (BEFORE, AFTER):
        hear(in_satama.phone, {10: 500, 8: 300, 3: 200}, when)
    told = done(in_satama, size=20.0)
    assert (told.verdict, told.value) == ("did_not", 0.0)


def test_nothing_planted_cannot_be_told_when_few_answered(in_satama: World):
    for when in (BEFORE, AFTER):
        hear(in_satama.phone, {10: 10, 8: 6, 3: 4}, when)
    assert done(in_satama, size=10.0).verdict == "cannot_tell"


def test_fall_that_was_wanted_helped(in_satama: World):
    hear(in_satama.phone, {5: 60, 4: 40}, BEFORE, "ces_1_5")
    hear(in_satama.phone, {1: 50, 2: 50}, AFTER, "ces_1_5")
    told = done(in_satama, metric="ces_1_5_mean", direction="down", size=1.0)
    # 4.6 -> 1.5
    assert (told.verdict, round(told.value or 0, 6)) == ("helped", -3.1)


def test_rise_where_a_fall_was_wanted_did_not_help(in_satama: World):
    hear(in_satama.phone, {1: 50, 2: 50}, BEFORE, "ces_1_5")
    hear(in_satama.phone, {5: 60, 4: 40}, AFTER, "ces_1_5")
    assert done(in_satama, metric="ces_1_5_mean", direction="down", size=1.0).verdict == "did_not"


def test_change_of_the_comparison_is_taken_away(in_satama: World):
    for place, before, after in ((in_satama.phone, 40, 80), (in_satama.desk, 40, 60)):
        hear(place, {10: before, 8: 100 - before}, BEFORE)
        hear(place, {10: after, 8: 100 - after}, AFTER)
    told = done(in_satama, comparison=in_satama.desk)
    # (80 - 40) - (60 - 40)
    assert (told.value, told.design, told.strength) == (20.0, "difference_in_differences", "moderate")


def test_comparison_that_rose_as_much_takes_the_credit_away(in_satama: World):
    for place in (in_satama.phone, in_satama.desk):
        hear(place, {10: 400, 8: 600}, BEFORE)
        hear(place, {10: 800, 8: 200}, AFTER)
    assert done(in_satama, size=15.0).verdict == "helped"
    assert done(in_satama, size=15.0, comparison=in_satama.desk).verdict == "did_not"


def test_infinite_interval_is_kept_as_no_number(in_satama: World):
    hear(in_satama.phone, {10: 50}, BEFORE)
    told = done(in_satama)
    told.refresh_from_db()
    assert (told.verdict, told.value, told.low, told.high) == ("cannot_tell", None, None, None)
    assert (told.n_before, told.n_after) == (50, 0)


def test_too_few_answers_show_no_number(in_satama: World):
    hear(in_satama.phone, {10: 50, 0: 10}, BEFORE)
    hear(in_satama.phone, {10: 5, 0: 4}, AFTER)  # the limit is ten
    told = done(in_satama)
    assert (told.verdict, told.value, told.n_after) == ("cannot_tell", None, 9)


def test_nothing_is_said_before_a_week_has_passed(in_satama: World):
    hear(in_satama.phone, {3: 100, 10: 5}, NOW - timedelta(days=20))
    hear(in_satama.phone, {10: 100, 3: 5}, NOW - timedelta(days=1))
    planned = action(in_satama)
    told = mark_done(intervention=planned, done_on=TODAY - timedelta(days=5), actor=in_satama.aino)
    assert (told.verdict, told.n_after) == ("cannot_tell", 105)
    assert judge(intervention=planned, today=TODAY + timedelta(days=1)).verdict == "helped"


def test_verdicts_are_kept_and_written_only_when_something_changed(in_satama: World):
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, BEFORE)
    first = done(in_satama)
    judged = first.intervention
    assert judge(intervention=judged, today=TODAY).pk == first.pk
    hear(in_satama.phone, {10: 80, 8: 20}, AFTER)
    second = judge(intervention=judged, today=TODAY)
    assert second.pk != first.pk  # the same day, but another verdict
    hear(in_satama.phone, {10: 1}, AFTER)
    third = judge(intervention=judged, today=TODAY)
    assert (third.pk, third.n_after) == (second.pk, 101)  # the same verdict on the same day
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        hear(in_satama.phone, {10: 1}, AFTER)
        judge(intervention=judged, today=TODAY + timedelta(days=1))
    kept = list(judged.verdicts.order_by("pk").values_list("verdict", "n_after"))
    assert kept == [("cannot_tell", 0), ("helped", 101), ("helped", 102)]


def test_new_answers_at_the_touchpoint_or_its_comparison_bring_a_new_verdict(in_satama: World):
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, BEFORE)
    hear(in_satama.desk, {10: 50, 8: 30, 3: 20}, BEFORE)
    alone, compared = done(in_satama).intervention, done(in_satama, comparison=in_satama.desk).intervention
    deliver_all()
    hear(in_satama.phone, {10: 80, 8: 20}, AFTER)
    hear(in_satama.desk, {10: 50, 8: 30, 3: 20}, AFTER)
    record("insight.measurements_recorded", data={"touchpoints": [in_satama.desk.pk], "measurements": 100})
    deliver_all()
    assert alone.verdicts.count() == 1
    assert compared.verdicts.count() == 2
    newest = compared.verdicts.first()
    assert newest is not None
    assert (newest.verdict, newest.value) == ("helped", 50.0)


def test_expectation_stays_as_it_was_said_once_done(in_satama: World):
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, BEFORE)
    hear(in_satama.phone, {10: 60, 8: 40}, AFTER)
    planned = action(in_satama)
    change_action(intervention=planned, size=15.0, actor=in_satama.aino)
    mark_done(intervention=planned, done_on=CHANGED, actor=in_satama.aino)
    for change in (
        {"size": 1.0},
        {"metric": "csat_top2"},
        {"direction": "down"},
        {"comparison": in_satama.desk},
    ):
        with pytest.raises(FrozenExpectationError):
            change_action(intervention=planned, **change)
    change_action(intervention=planned, title="Takaisinsoitto ruuhkassa", size=15.0, owner=in_satama.onni)
    # reopened after the result was seen it is still as it was said
    reopen(intervention=planned)
    with pytest.raises(FrozenExpectationError):
        change_action(intervention=planned, size=1.0)
    planned.refresh_from_db()
    assert (planned.size, planned.title) == (15.0, "Takaisinsoitto ruuhkassa")


def test_expectation_may_change_when_a_slip_was_undone_before_anything_was_seen(in_satama: World):
    slip = done(in_satama).intervention
    reopen(intervention=slip)
    assert change_action(intervention=slip, size=5.0).size == 5.0


def test_steps_go_forward_and_each_can_be_undone(in_satama: World):
    planned = action(in_satama)
    assert begin(intervention=planned, actor=in_satama.onni).started_on == TODAY
    assert reopen(intervention=planned).status == "planned"
    begin(intervention=planned)
    drop(intervention=planned)
    assert reopen(intervention=planned).status == "underway"
    mark_done(intervention=planned, done_on=TODAY)
    back = reopen(intervention=planned)
    assert (back.status, back.done_on) == ("underway", None)
    assert "improvement.action_reopened" in verbs()


def test_steps_that_do_not_follow_are_refused(in_satama: World):
    planned = action(in_satama)
    with pytest.raises(WrongStatusError):
        reopen(intervention=planned)
    with pytest.raises(WrongStatusError):
        judge(intervention=planned, today=TODAY)
    with pytest.raises(ActionRefusedError):
        mark_done(intervention=planned, done_on=TODAY + timedelta(days=1))
    mark_done(intervention=planned, done_on=TODAY)
    for step in (begin, drop):
        with pytest.raises(WrongStatusError):
            step(intervention=planned)
    with pytest.raises(WrongStatusError):
        mark_done(intervention=planned, done_on=TODAY)
    with pytest.raises(TypeError):
        change_action(intervention=planned, status="planned")
