from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.organisation.services import issue_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

WHEN = "2026-03-02T12:00:00+00:00"


def client_of(world: World, *permissions: str) -> Client:
    with working_for(world.satama):
        _, secret = issue_token(name="Testi", permissions=permissions, actor=None)
    return Client(
        enforce_csrf_checks=True, headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


@pytest.fixture
def program(world: World) -> Client:
    return client_of(world, "feedback.write")


def an_item(uid: str = "e-1", **facts: Any) -> dict[str, Any]:
    return {"uid": uid, "touchpoint": "Puhelinpalvelu", "happened_at": WHEN, **facts}


def post(program: Client, body: Any) -> tuple[int, dict[str, Any]]:
    raw = body if isinstance(body, str) else json.dumps(body)
    answer = program.post("/api/v1/encounters", raw, content_type="application/json")
    return answer.status_code, answer.json()


def test_an_encounter_is_kept_with_all_it_tells(world: World, program: Client) -> None:
    facts: dict[str, Any] = {
        "case": "V-1",
        "responded_seconds": 30,
        "waited_seconds": 60,
        "lasted_seconds": 300,
        "transfers": 1,
        "turns": 6,
        "resolved": True,
        "resolvable": True,
        "dropped_off": False,
        "attributes": {"region": "Oulu", "visits": 3, "new": True, "note": None},
    }
    status, told = post(
        program, an_item(channel="Puhelin", unit="Asiakaspalvelu", agent="Onni", customer="C-9", **facts)
    )
    assert (status, told["stored"]) == (201, 1)
    with working_for(world.satama):
        kept = Encounter.objects.get(pk=told["results"][0]["id"])
        assert {name: getattr(kept, name) for name in facts} == facts
        assert (kept.channel, kept.unit, kept.agent, kept.touchpoint, kept.source) == (
            "phone",
            world.unit,
            world.onni,
            world.phone,
            "api",
        )
        assert kept.customer == Customer.objects.get(key="C-9")


def test_sent_again_it_is_a_duplicate_and_with_other_contents_refused(world: World, program: Client) -> None:
    _, first = post(program, an_item(transfers=1))
    status, again = post(program, [an_item(transfers=1), an_item(transfers=2)])
    assert status == 207
    assert [one["status"] for one in again["results"]] == ["duplicate", "refused"]
    assert again["results"][0]["id"] == first["results"][0]["id"]
    assert again["results"][1]["reason"] == "uid_taken"
    with working_for(world.satama):
        assert Encounter.objects.get().transfers == 1


def odd_items() -> list[Any]:
    return [
        an_item("good"),
        an_item("where", touchpoint="Olematon"),
        an_item("unit", unit="Olematon"),
        an_item("agent", agent=10**6),
        an_item("below", waited_seconds=-1),
        an_item("text", turns="4"),
        an_item("yes", resolved=1),
        an_item("long", case="x" * 121),
        an_item("future", happened_at="2099-01-01T00:00:00Z"),
        an_item("old", happened_at="1850-01-01T00:00:00Z"),
        an_item(" "),
        {**an_item("extra"), "colour": "red"},
        "not an object",
        an_item("deep", attributes={"a": {"b": 1}}),
        an_item("also good", attributes={"a": 1.5}),
    ]


def test_bad_items_are_refused_alone_with_a_code_and_a_sentence(world: World, program: Client) -> None:
    status, told = post(program, odd_items())
    assert status == 207
    assert (told["stored"], told["refused"]) == (2, 13)
    reasons = {one["uid"]: one["reason"] for one in told["results"]}
    assert reasons == {
        "good": "",
        "where": "foreign_touchpoint",
        "unit": "foreign_reference",
        "agent": "foreign_reference",
        "below": "number_out_of_range",
        "text": "malformed",
        "yes": "malformed",
        "long": "case_too_long",
        "future": "happened_at_in_future",
        "old": "happened_at_out_of_range",
        " ": "uid_unfit",
        "extra": "malformed",
        "": "malformed",
        "deep": "malformed",
        "also good": "",
    }
    assert all(one["message"] for one in told["results"] if one["reason"])
    with working_for(world.satama):
        assert set(Encounter.objects.values_list("uid", flat=True)) == {"good", "also good"}


def test_one_uid_twice_in_a_list_is_stored_once(world: World, program: Client) -> None:
    _, told = post(program, [an_item(transfers=1), an_item(transfers=1), an_item(transfers=2)])
    assert [one["status"] for one in told["results"]] == ["stored", "duplicate", "refused"]


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ([], 400), ([an_item(str(number)) for number in range(1001)], 413), ([{}], 422)],
)
def test_a_request_that_cannot_be_read_is_told_so(program: Client, body: Any, status: int) -> None:
    assert post(program, body)[0] == status


def test_a_token_without_the_permission_is_turned_away(world: World) -> None:
    assert post(client_of(world, "feedback.read"), an_item())[0] == 403
    assert Client().post("/api/v1/encounters", "[]", content_type="application/json").status_code == 401


def test_a_list_takes_as_many_queries_as_a_shorter_one(world: World, program: Client) -> None:
    def queries_for(*uids: str) -> int:
        items = [an_item(uid, unit="Asiakaspalvelu", agent="Onni", customer=uid) for uid in uids]
        with CaptureQueriesContext(connection) as found:
            assert post(program, items)[0] == 201
        return len(found)

    queries_for("first use of the token")
    assert queries_for("a") == queries_for("b", "c", "d")
