from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kohtaamo.insight.models import BusinessFigure, FigureValue
from kohtaamo.organisation.services import issue_token
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

ADDRESS = "/api/v1/figures"


def program(world: World, *permissions: str) -> Client:
    with working_for(world.satama):
        _, secret = issue_token(name="Talous", permissions=permissions, actor=None)
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


def send(client: Client, *values: dict[str, Any]) -> Any:
    return client.post(ADDRESS, json.dumps({"values": values}), content_type="application/json")


def revenue(**facts: Any) -> dict[str, Any]:
    return {"figure": "revenue", "period": "2026-03", "value": 1200.5, "unit": "Asiakaspalvelu", **facts}


def test_figures_are_stored_replaced_and_refused_one_by_one(world: World) -> None:
    client = program(world, "insight.write")
    told = send(
        client,
        revenue(measure="€", summed=True),
        revenue(),
        revenue(value=1300),
        revenue(unit="Ei ole"),
        revenue(touchpoint="Puhelinpalvelu"),
        revenue(period="maaliskuu"),
        revenue(period="2026-03-15", unit="", customer=world.eero.key),
    ).json()
    assert [one["status"] for one in told["results"]] == [
        *("stored", "unchanged", "stored"),
        *("refused", "refused", "refused"),
        "stored",
    ]
    assert [one["reason"] for one in told["results"][3:6]] == [
        "unknown_unit",
        "two_places",
        "period_unreadable",
    ]
    assert all(one["message"] for one in told["results"][3:6])
    with working_for(world.satama):
        assert {(row.size, row.place.split(":")[0], row.value) for row in FigureValue.objects.all()} == {
            ("month", "unit", 1300.0),
            ("day", "customer", 1200.5),
        }
        assert BusinessFigure.objects.get().measure == "€"


def test_a_direction_that_contradicts_what_is_known_is_refused(world: World) -> None:
    client = program(world, "insight.write")
    send(client, revenue(direction="high_is_good"))
    told = send(client, revenue(value=1, direction="low_is_good")).json()
    assert told["results"][0]["reason"] == "direction_contradicts"
    assert "higher is better" in told["results"][0]["message"]


@pytest.mark.parametrize("unfit", [{"value": "many"}, {"figure": "a b"}, {"direction": "up"}, {"unknown": 1}])
def test_what_is_not_in_the_right_form_is_refused(world: World, unfit: dict[str, Any]) -> None:
    assert send(program(world, "insight.write"), revenue(**unfit)).status_code == 422


def test_a_key_without_the_permission_may_not(world: World) -> None:
    assert send(program(world, "feedback.write"), revenue()).status_code == 403
