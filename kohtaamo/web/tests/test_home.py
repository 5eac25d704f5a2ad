from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from kohtaamo.journeys.services import draw_journey
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

STEPS = ("journeys/new/", "feedback/surveys/new/", "feedback/imports/new/")


def test_home_of_an_empty_organisation_offers_first_steps(
    world: World, browse: Callable[[Member], Client]
) -> None:
    client = browse(world.outi)
    html = client.get("/o/toinen/").content.decode()
    assert 'id="first-steps"' in html
    assert all(f'href="/o/toinen/{step}"' in html for step in STEPS)
    with working_for(world.toinen):
        draw_journey(name="Ostaminen", service_name="Kauppa")
    assert 'id="first-steps"' not in client.get("/o/toinen/").content.decode()
