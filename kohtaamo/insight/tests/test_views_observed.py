from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.services import IncomingEncounter, record_encounters
from kohtaamo.insight.models import Target
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member | None], Client]
OBSERVED = ("waiting_time", "waiting_in_time", "fcr_gross", "fcr_net", "drop_off", "transfers")


@pytest.fixture
def met(world: World) -> World:
    """Twenty calls ten days ago: half waited one minute, half three days."""
    moment = timezone.now() - timedelta(days=10)
    with working_for(world.satama):
        record_encounters(
            encounters=[
                IncomingEncounter(
                    uid=f"c-{number}",
                    touchpoint=world.phone,
                    happened_at=moment,
                    waited_seconds=60 if number % 2 else 259_200,
                    transfers=number % 3,
                    case=f"V-{number}",
                    resolved=number % 4 > 0,
                    dropped_off=number < 2,
                )
                for number in range(20)
            ]
        )
        deliver_all()
    return world


@pytest.mark.parametrize("page", ["", "explanation/"])
@pytest.mark.parametrize("key", OBSERVED)
def test_pages_of_an_observed_metric_open(met: World, browse: Browse, key: str, page: str) -> None:
    answer = browse(met.aino).get(f"/o/satama/insight/metrics/{key}/{page}")
    assert answer.status_code == 200
    assert answer.context["number"].n == 20
    assert answer.context["number"].value is not None


def test_a_long_wait_fits_on_its_scale_and_is_told_in_minutes(met: World, browse: Browse) -> None:
    answer = browse(met.aino).get("/o/satama/insight/metrics/waiting_time/explanation/")
    number = answer.context["number"]
    # (60 + 259 200) / 2 seconds
    assert number.value == pytest.approx(2160.5)
    assert number.scale_high >= number.high
    assert {value for _, value, _, _ in answer.context["rows"]} == {"1,0", "4\u00a0320,0"}


def test_overview_home_and_map_show_what_was_observed(met: World, browse: Browse) -> None:
    client = browse(met.aino)
    overview = client.get("/o/satama/insight/")
    assert {"waiting_time", "fcr_net", "fcr_silent"} <= {one.metric for one in overview.context["numbers"]}
    assert client.get("/o/satama/").status_code == 200
    drawn = client.get(f"/o/satama/journeys/{met.journey.pk}/?metric=waiting_time")
    assert "2\u00a0160,5" in drawn.content.decode()


def test_a_target_of_a_time_may_be_any_number_above_zero(met: World, browse: Browse) -> None:
    client = browse(met.aino)
    for value in ("5000,5", "-1"):
        address = "/o/satama/insight/metrics/waiting_time/target/"
        assert client.post(address, {"value": value}).status_code == 302
    with working_for(met.satama):
        assert list(Target.objects.values_list("value", flat=True)) == [5000.5]
