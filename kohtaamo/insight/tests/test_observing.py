from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.encounters.models import Encounter, case_number
from kohtaamo.encounters.services import IncomingEncounter, record_encounters
from kohtaamo.insight.jobs import decide
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.observing import decide_returns, record_observations
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=60)


def contact(world: World, uid: str, *, days: float = 0, **facts: Any) -> Encounter:
    return Encounter.objects.create(
        organisation=world.satama,
        uid=uid,
        touchpoint=world.phone,
        happened_at=NOON + timedelta(days=days),
        **facts,
    )


def values(kind: str) -> dict[str, float]:
    rows = Measurement.objects.filter(kind=kind, is_superseded=False, answer=None)
    return {row.encounter.uid: row.value for row in rows.select_related("encounter") if row.encounter}


def whole_contact(world: World) -> Encounter:
    """Of which everything is told."""
    return contact(
        world,
        "a",
        channel="phone",
        unit=world.unit,
        agent=world.onni,
        customer=world.eero,
        case="V-1",
        waited_seconds=90,
        responded_seconds=30,
        lasted_seconds=600,
        transfers=0,
        turns=4,
        resolved=True,
        resolvable=True,
        dropped_off=False,
        attributes={"region": "Oulu"},
        source="a source with a long name",
    )


def test_a_meeting_becomes_one_value_of_each_fact_told(in_satama: World) -> None:
    given = whole_contact(in_satama)
    assert record_observations(encounters=[given]) == 10
    rows = {row.kind: row for row in Measurement.objects.all()}
    assert {kind: row.value for kind, row in rows.items()} == {
        "encounter": 1,
        "waited_seconds": 90,
        "responded_seconds": 30,
        "lasted_seconds": 600,
        "transfers": 0,
        "turns": 4,
        "resolved": 1,
        "resolvable": 1,
        "dropped_off": 0,
        "resolved_of_resolvable": 1,
    }
    one = rows["transfers"]
    assert (one.touchpoint, one.channel, one.unit, one.agent, one.customer, one.segment) == (
        in_satama.phone,
        "phone",
        in_satama.unit,
        in_satama.onni,
        in_satama.eero,
        "kotitalous",
    )
    assert (one.case, one.source, one.attributes) == (
        case_number("V-1"),
        "a source with a long",
        {"region": "Oulu"},
    )
    assert (one.happened_at, one.encounter, one.answer) == (NOON, given, None)


def test_what_is_not_told_is_not_measured(in_satama: World) -> None:
    assert record_observations(encounters=[contact(in_satama, "a")]) == 1
    assert Measurement.objects.get().kind == "encounter"


def test_observing_twice_writes_once(in_satama: World) -> None:
    given = contact(in_satama, "a", waited_seconds=5)
    assert [record_observations(encounters=[given]), record_observations(encounters=[given])] == [2, 0]


def test_a_corrected_meeting_supersedes_only_what_changed(in_satama: World) -> None:
    given = contact(in_satama, "a", waited_seconds=5, transfers=1)
    record_observations(encounters=[given])
    given.waited_seconds, given.transfers = 50, None
    assert record_observations(encounters=[given]) == 1
    rows = Measurement.objects.order_by("pk").values_list("kind", "value", "is_superseded")
    assert list(rows) == [
        ("encounter", 1, False),
        ("waited_seconds", 5, True),
        ("transfers", 1, True),
        ("waited_seconds", 50, False),
    ]


@pytest.mark.parametrize(
    ("resolved", "resolvable", "counted"),
    [
        (True, None, {"a": 1}),
        (True, False, {"a": 1}),
        (False, None, {"a": 0}),
        (False, True, {"a": 0}),
        (False, False, {}),
        (None, True, {}),
    ],
)
def test_net_resolution_leaves_out_what_could_not_be_settled(
    in_satama: World, resolved: bool | None, resolvable: bool | None, counted: dict[str, float]
) -> None:
    given = contact(in_satama, "a", resolved=resolved, resolvable=resolvable)
    record_observations(encounters=[given])
    assert values("resolved_of_resolvable") == counted


def test_returns_are_contacts_about_the_same_case_within_seven_days(in_satama: World) -> None:
    given = [
        contact(in_satama, "first", case="V-1", resolved=True),
        contact(in_satama, "again", case="V-1", days=7, resolved=True),
        contact(in_satama, "too late", case="V-1", days=14.01, resolved=False),
        contact(in_satama, "other case", case="V-2", days=1, resolved=True),
        contact(in_satama, "no contact", case="V-2", days=2),
        contact(in_satama, "nobody's", resolved=True),
    ]
    decide_returns(encounters=given, now=LATER)
    assert values("returned") == {"first": 1, "again": 0, "too late": 0, "other case": 0}
    assert values("resolved_silently") == {"first": 0, "again": 1, "too late": 0, "other case": 1}


def test_without_a_case_the_customer_tells_who_returned(in_satama: World) -> None:
    eero = in_satama.eero
    given = [
        contact(in_satama, "first", customer=eero, resolved=True),
        contact(in_satama, "about a case", customer=eero, case="V-1", days=2, resolved=True),
        contact(in_satama, "again", customer=eero, days=3, resolved=True),
    ]
    decide_returns(encounters=given, now=LATER)
    assert values("returned") == {"first": 1, "about a case": 0, "again": 0}


def test_nothing_is_decided_before_the_seven_days_are_over(in_satama: World) -> None:
    given = [
        contact(in_satama, "first", case="V-1", resolved=True),
        contact(in_satama, "again", case="V-1", days=1, resolved=True),
    ]
    assert decide_returns(encounters=given, now=NOON + timedelta(days=6, hours=23)) == 0
    decide_returns(encounters=given, now=NOON + timedelta(days=7))
    assert values("returned") == {"first": 1}


def test_a_contact_that_comes_in_late_changes_what_was_decided(in_satama: World) -> None:
    first = contact(in_satama, "first", case="V-1", resolved=True)
    decide_returns(encounters=[first], now=LATER)
    assert values("resolved_silently") == {"first": 1}
    late = contact(in_satama, "late", case="V-1", days=2, resolved=True)
    decide_returns(encounters=[late], now=LATER)
    assert values("resolved_silently") == {"first": 0, "late": 1}
    assert decide_returns(encounters=[first, late], now=LATER) == 0


def test_recorded_meetings_are_measured_when_their_event_is_delivered(in_satama: World) -> None:
    calls = [
        IncomingEncounter(
            uid=f"c-{number}", touchpoint=in_satama.phone, happened_at=NOON, waited_seconds=number
        )
        for number in range(3)
    ]
    record_encounters(encounters=calls)
    deliver_all()
    assert values("waited_seconds") == {"c-0": 0, "c-1": 1, "c-2": 2}
    event = Event.objects.get(verb="encounters.encounters_recorded")
    Event.objects.filter(pk=event.pk).update(delivered_at=None)
    deliver_all()
    assert Measurement.objects.count() == 6


def test_observing_takes_as_many_queries_for_many_meetings_as_for_one(in_satama: World) -> None:
    def queries_for(*uids: str) -> int:
        given = [contact(in_satama, uid, case=uid, resolved=True, waited_seconds=1) for uid in uids]
        with CaptureQueriesContext(connection) as found:
            record_observations(encounters=given)
            decide_returns(encounters=given, now=LATER)
        return len(found)

    assert queries_for("a") == queries_for("b", "c", "d")


def test_contacts_are_decided_by_themselves_when_their_time_is_over(in_satama: World) -> None:
    now = timezone.now()
    recent = Encounter.objects.create(
        organisation=in_satama.satama,
        uid="recent",
        touchpoint=in_satama.phone,
        happened_at=now - timedelta(days=7, hours=1),
        case="V-1",
        resolved=True,
    )
    Encounter.objects.create(
        organisation=in_satama.satama,
        uid="open",
        touchpoint=in_satama.phone,
        happened_at=now - timedelta(days=3),
        case="V-1",
        resolved=True,
    )
    decide.func(in_satama.satama.pk)
    with working_for(in_satama.satama):
        assert values("returned") == {recent.uid: 1}
    (planned,) = DBTaskResult.objects.all()
    assert planned.run_after == pytest.approx(now + timedelta(days=4), abs=timedelta(seconds=30))


def test_one_decision_at_a_time_is_planned(in_satama: World) -> None:
    for uid in ("a", "b"):
        record_encounters(
            encounters=[
                IncomingEncounter(
                    uid=uid, touchpoint=in_satama.phone, happened_at=timezone.now(), case="V-1", resolved=True
                )
            ]
        )
        deliver_all()
    assert DBTaskResult.objects.count() == 1
