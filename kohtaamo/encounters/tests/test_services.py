from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.services import (
    IncomingCustomer,
    IncomingEncounter,
    record_customers,
    record_each,
    record_encounters,
)
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import ForeignRowError, working_for
from tests.world import World

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def call(world: World, uid: str, **facts: Any) -> IncomingEncounter:
    return IncomingEncounter(uid=uid, touchpoint=world.phone, happened_at=NOON, **facts)


def test_encounter_is_kept_with_its_facts(in_satama: World) -> None:
    facts = {
        "channel": "phone",
        "unit": in_satama.unit,
        "agent": in_satama.onni,
        "customer": in_satama.eero,
        "waited_seconds": 90,
        "lasted_seconds": 300,
        "transfers": 2,
        "attributes": {"paikkakunta": "Oulu"},
        "source": "crm",
    }
    record_encounters(encounters=[call(in_satama, "c-1", **facts)])
    stored = Encounter.objects.get()
    assert {name: getattr(stored, name) for name in facts} == facts
    assert (stored.touchpoint, stored.happened_at) == (in_satama.phone, NOON)


def test_encounters_come_back_in_the_order_given(in_satama: World) -> None:
    rows = record_encounters(encounters=[call(in_satama, uid) for uid in ("b", "a", "c")])
    assert [row.uid for row in rows] == ["b", "a", "c"]
    assert all(row.pk for row in rows)


def test_same_uid_again_is_the_same_encounter(in_satama: World) -> None:
    first = record_encounters(encounters=[call(in_satama, "c-1", transfers=1)])
    again = record_encounters(encounters=[call(in_satama, "c-1", transfers=9), call(in_satama, "c-2")])
    assert again[0].pk == first[0].pk
    assert again[0].transfers == 1
    assert Encounter.objects.count() == 2


def test_uid_twice_in_one_go_keeps_the_first(in_satama: World) -> None:
    rows = record_encounters(
        encounters=[call(in_satama, "c-1", transfers=1), call(in_satama, "c-1", transfers=2)]
    )
    assert [row.transfers for row in rows] == [1, 1]
    assert Encounter.objects.count() == 1


def test_event_tells_only_the_new_ones(in_satama: World) -> None:
    first = record_encounters(encounters=[call(in_satama, "c-1")])
    second = record_encounters(
        encounters=[call(in_satama, "c-1"), call(in_satama, "c-2")], actor=in_satama.onni
    )
    record_encounters(encounters=[call(in_satama, "c-2")])
    events = Event.objects.filter(verb="encounters.encounters_recorded")
    assert [event.data for event in events] == [
        {"encounters": [first[0].pk]},
        {"encounters": [second[1].pk]},
    ]
    assert events[1].actor == in_satama.onni


def test_many_encounters_cost_few_queries(in_satama: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(24):
        record_encounters(encounters=[call(in_satama, f"c-{number}") for number in range(1_000)])
    assert [len(event.data["encounters"]) for event in Event.objects.all()] == [500, 500]


@pytest.mark.parametrize(
    ("uid", "facts"),
    [
        (" ", {}),
        ("u" * 121, {}),
        ("c-1", {"channel": "x" * 41}),
        ("c-1", {"waited_seconds": -1}),
        ("c-1", {"transfers": -1}),
    ],
)
def test_unfit_encounter_stops_everything_before_it_is_written(
    in_satama: World, uid: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"uid|c-1"):
        record_encounters(encounters=[call(in_satama, "good"), call(in_satama, uid, **facts)])
    assert not Encounter.objects.exists()


def test_encounter_cannot_stand_at_a_foreign_touchpoint(in_satama: World) -> None:
    with working_for(in_satama.toinen):
        foreign = Touchpoint.objects.create(organisation=in_satama.toinen, name="Muualla")
    with pytest.raises(ForeignRowError):
        record_encounters(encounters=[IncomingEncounter(uid="c-1", touchpoint=foreign, happened_at=NOON)])
    assert not Encounter.objects.exists()


def test_same_uid_may_stand_in_two_organisations(in_satama: World) -> None:
    record_encounters(encounters=[call(in_satama, "c-1")])
    with working_for(in_satama.toinen):
        there = Touchpoint.objects.create(organisation=in_satama.toinen, name="Tiski")
        rows = record_encounters(
            encounters=[IncomingEncounter(uid="c-1", touchpoint=there, happened_at=NOON)]
        )
        assert [row.touchpoint for row in rows] == [there]


def test_customers_are_made_once(in_satama: World) -> None:
    given = [IncomingCustomer(key="C-1", segment="yritys"), IncomingCustomer(key="C-2", name="Elli")]
    found = record_customers(customers=given)
    assert found["C-1"].pk == in_satama.eero.pk
    assert found["C-1"].segment == "kotitalous"
    assert record_customers(customers=given)["C-2"].pk == found["C-2"].pk
    assert Customer.objects.count() == 2


def test_customer_without_a_key_is_refused(in_satama: World) -> None:
    with pytest.raises(ValueError, match="key"):
        record_customers(customers=[IncomingCustomer(key=" ")])


def test_a_moment_of_the_repeated_hour_sent_again_is_a_duplicate(in_satama: World) -> None:
    moment = datetime(2026, 10, 25, 3, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    one = IncomingEncounter(uid="c-1", touchpoint=in_satama.phone, happened_at=moment)
    assert [record_each(encounters=[one])[0].status for _ in range(2)] == ["stored", "duplicate"]
