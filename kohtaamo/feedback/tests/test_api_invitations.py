from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kohtaamo.feedback.models import Invitation
from kohtaamo.organisation.services import issue_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


@pytest.fixture
def program(world: World) -> Client:
    with working_for(world.satama):
        _, secret = issue_token(name="Testi", permissions=("feedback.write",), actor=None)
    return Client(
        enforce_csrf_checks=True, headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


def post(program: Client, body: Any) -> tuple[int, dict[str, Any]]:
    raw = body if isinstance(body, str) else json.dumps(body)
    answer = program.post("/api/v1/invitations", raw, content_type="application/json")
    return answer.status_code, answer.json()


def an_item(uid: str, **facts: Any) -> dict[str, Any]:
    return {"uid": uid, "touchpoint": "Puhelinpalvelu", "sent_at": "2026-03-02T12:00:00Z", **facts}


def test_invitations_are_kept_each_by_itself(world: World, program: Client) -> None:
    items: list[Any] = [
        an_item("a", channel="sähköposti", customer="C-9", outcome="answered"),
        an_item("where", touchpoint="Olematon"),
        an_item("unit", unit="Olematon"),
        an_item("survey", survey="zzz"),
        an_item("outcome", outcome="maybe"),
        an_item("future", sent_at="2099-01-01T00:00:00Z"),
        an_item("", outcome="bounced"),
        "not an object",
    ]
    status, told = post(program, items)
    assert (status, told["stored"], told["refused"]) == (207, 1, 7)
    assert [one["reason"] for one in told["results"]] == [
        "",
        "foreign_touchpoint",
        "foreign_reference",
        "foreign_reference",
        "malformed",
        "happened_at_in_future",
        "uid_missing",
        "malformed",
    ]
    with working_for(world.satama):
        kept = Invitation.objects.select_related("customer").get()
        assert (kept.touchpoint, kept.outcome, kept.channel) == (world.phone, 1, "email")
        assert kept.customer is not None
        assert kept.customer.key == "C-9"


def test_told_again_an_invitation_takes_its_new_outcome(world: World, program: Client) -> None:
    statuses = [
        post(program, an_item("a", **facts))[1]["results"][0]["status"]
        for facts in ({}, {}, {"outcome": "opted_out"}, {"outcome": "silent"})
    ]
    assert statuses == ["stored", "duplicate", "stored", "duplicate"]
    with working_for(world.satama):
        assert Invitation.objects.get().outcome == Invitation.Outcome.OPTED_OUT


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ([], 400), ([an_item(str(number)) for number in range(1001)], 413), ([{}], 422)],
)
def test_a_request_that_cannot_be_read_is_told_so(program: Client, body: Any, status: int) -> None:
    assert post(program, body)[0] == status
