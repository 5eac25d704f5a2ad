"""What the palette finds besides the rows that its pages list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from kohtaamo.insight.themes.changing import Wanted, save_theme
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]


def found(client: Client, asked: str, language: str) -> list[tuple[str, str]]:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/o/satama/palette/", {"q": asked})
    return [(hit.label, hit.url) for hit in page.context["hits"] if "/themes/" in hit.url]


@pytest.mark.parametrize("asked", ["park", "Pysäk", "ARKI"])
def test_a_theme_is_found_by_its_name_in_either_language(world: World, browse: Browse, asked: str) -> None:
    with working_for(world.satama):
        save_theme(key="", wanted=Wanted(name_fi="Pysäköinti", name_en="Parking"), actor=None)
    client, address = browse(world.aino), "/o/satama/insight/themes/parking/"
    assert found(client, asked, "en") == [("Parking", address)]
    assert found(client, asked, "fi") == [("Pysäköinti", address)]


def test_a_standard_theme_is_found_by_the_name_it_was_given(world: World, browse: Browse) -> None:
    client, address = browse(world.aino), "/o/satama/insight/themes/waiting/"
    assert found(client, "odott", "en") == found(client, "waiting", "en") == [("Waiting", address)]
    with working_for(world.satama):
        save_theme(key="waiting", wanted=Wanted(name_en="Queues"), actor=None)
    assert found(client, "queue", "en") == [("Queues", address)]


def test_a_theme_that_is_not_in_use_is_not_found(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        save_theme(key="waiting", wanted=Wanted(is_active=False), actor=None)
    assert found(browse(world.aino), "waiting", "en") == []
