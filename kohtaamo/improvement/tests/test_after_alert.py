from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.improvement.models import Intervention
from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.alerting.watch import raise_alert
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.actions import plan
from tests.world import World

Browse = Callable[[Member], Client]


@pytest.fixture
def alert(world: World) -> Alert:
    with working_for(world.satama):
        rule = make_rule(
            kind="low_score",
            metric=METRICS["nps"],
            parameters={"touchpoint": str(world.phone.pk)},
            owner=world.aino,
            actor=None,
            limit=2.0,
        )
        found = raise_alert(rule, "answer 1 nps", {"value": 1.0, "n": 1})
    assert found is not None
    return found


def test_an_action_begun_on_an_alert_is_shown_on_it(world: World, alert: Alert, browse: Browse) -> None:
    client = browse(world.aino)
    address = f"/o/satama/insight/alerts/{alert.pk}/"
    asked = f"?alert={alert.pk}&amp;metric=nps&amp;touchpoint={world.phone.pk}"
    assert f'href="/o/satama/improvement/new/{asked}"' in client.get(address).content.decode()
    facts = {
        "title": "Takaisinsoitto",
        "touchpoint": world.phone.pk,
        "metric": "nps",
        "direction": "up",
        "size": "10",
        "window_days": "56",
    }
    client.post(f"/o/satama/improvement/new/?alert={alert.pk}", facts)
    with working_for(world.satama):
        assert Intervention.objects.get().alert_id == alert.pk
    assert "Takaisinsoitto" in client.get(address).content.decode()


def test_an_action_that_is_there_already_can_be_linked(world: World, alert: Alert, browse: Browse) -> None:
    client = browse(world.aino)
    with working_for(world.satama):
        action = plan(world)
    address = f"/o/satama/improvement/alerts/{alert.pk}/action/"
    assert client.post(address, {"action": "x"}).status_code == 302
    client.post(address, {"action": action.pk})
    with working_for(world.satama):
        action.refresh_from_db()
    assert action.alert_id == alert.pk


def test_three_actions_on_an_alert_cost_the_queries_of_one(
    world: World, alert: Alert, browse: Browse
) -> None:
    client = browse(world.aino)
    address = f"/o/satama/insight/alerts/{alert.pk}/"

    def cost(more: int) -> int:
        with working_for(world.satama):
            for _ in range(more):
                action = plan(world)
                action.alert = alert
                action.save()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    assert cost(1) == cost(2)
