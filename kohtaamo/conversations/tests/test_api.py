from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kohtaamo.conversations.models import Case, Cause
from kohtaamo.conversations.services import open_by_hand
from kohtaamo.feedback.models import Answer
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.services import issue_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Say = Callable[..., Answer]
BOTH = ["conversations.read", "conversations.write"]


def headers(organisation: Organisation, permissions: list[str] = BOTH) -> dict[str, str]:
    with working_for(organisation):
        _, secret = issue_token(name="Ohjelma", permissions=permissions, actor=None)
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


@pytest.fixture
def case(noon: Any, in_satama: World, say: Say) -> Case:
    return open_by_hand(answer=say(1, customer=in_satama.eero), actor=in_satama.onni)


def patch(client: Client, case: Case, body: dict[str, Any], shown: dict[str, str]) -> Any:
    address = f"/api/v1/cases/{case.pk}"
    return client.patch(address, json.dumps(body), content_type="application/json", **shown)  # type: ignore[arg-type]


def test_cases_are_listed_page_by_page(case: Case, client: Client, in_satama: World, say: Say) -> None:
    other = open_by_hand(answer=say(2), actor=in_satama.onni)
    shown = headers(in_satama.satama)
    first = client.get("/api/v1/cases?limit=1", **shown).json()  # type: ignore[arg-type]
    assert [(one["id"], one["customer"], one["state"]) for one in first["items"]] == [
        (case.pk, "C-1", "taken")
    ]
    rest = client.get(f"/api/v1/cases?after={first['next']}", **shown).json()  # type: ignore[arg-type]
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([other.pk], None)
    assert client.get("/api/v1/cases?state=done", **shown).json()["items"] == []  # type: ignore[arg-type]


def test_a_case_is_noted_given_and_closed(case: Case, client: Client, in_satama: World) -> None:
    Cause.objects.create(name="Jonotus")
    shown = headers(in_satama.satama)
    body = {
        "owner": in_satama.aino.pk,
        "cause": "Jonotus",
        "note": "Soitettu.",
        "state": "done",
        "done": "Hyvitys",
    }
    told = patch(client, case, body, shown)
    assert told.status_code == 200
    kept = {name: told.json()[name] for name in ("owner", "cause", "state", "done")}
    assert kept == {"owner": in_satama.aino.pk, "cause": "Jonotus", "state": "done", "done": "Hyvitys"}
    assert patch(client, case, {"state": "waiting"}, shown).status_code == 409
    assert patch(client, case, {"state": "taken"}, shown).json()["state"] == "taken"


@pytest.mark.parametrize("body", [{"state": "done"}, {"owner": 0}, {"cause": "Ei ole"}, {"state": "muu"}])
def test_what_is_missing_or_unknown_changes_nothing(
    body: dict[str, Any], case: Case, client: Client, in_satama: World
) -> None:
    assert patch(client, case, body, headers(in_satama.satama)).status_code == 422
    assert Case.objects.get().state == "taken"


def test_a_change_is_whole_or_nothing(case: Case, client: Client, in_satama: World) -> None:
    assert patch(client, case, {"note": "Hei", "state": "done"}, headers(in_satama.satama)).status_code == 422
    assert not case.steps.filter(kind="note").exists()


def test_others_see_nothing(case: Case, client: Client, world: World) -> None:
    foreign = headers(world.toinen)
    assert client.get("/api/v1/cases", **foreign).json()["items"] == []  # type: ignore[arg-type]
    assert client.get(f"/api/v1/cases/{case.pk}", **foreign).status_code == 404  # type: ignore[arg-type]
    assert patch(client, case, {"note": "Hei"}, foreign).status_code == 404
    reader = headers(world.satama, ["conversations.read"])
    assert patch(client, case, {"note": "Hei"}, reader).status_code == 403
    assert client.get("/api/v1/cases").status_code == 401
