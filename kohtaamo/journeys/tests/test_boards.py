from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from kohtaamo.journeys import services
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.templatetags.boards import TOKEN, drawn_stage
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]


@pytest.fixture
def helmi(world: World, browse: Browse) -> Client:
    drawn_stage.cache_clear()
    return browse(world.helmi)


def board_of(client: Client, world: World, query: str = "") -> str:
    page = client.get(f"/o/satama/journeys/{world.journey.pk}/{query}").content.decode()
    return page[page.index('id="board"') : page.index('id="add-stage"')]


def test_stage_that_is_remembered_has_the_token_of_this_look(world: World, helmi: Client) -> None:
    tokens = []
    for _ in range(2):
        board = board_of(helmi, world)
        assert TOKEN not in board
        tokens.append(set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', board)))
    assert [len(one) for one in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert drawn_stage.cache_info().hits == drawn_stage.cache_info().misses > 0


def test_stage_is_drawn_anew_when_anything_in_it_changes(world: World, helmi: Client) -> None:
    assert "Puhelinpalvelu" in board_of(helmi, world)
    with working_for(world.satama):
        Touchpoint.objects.filter(name="Puhelinpalvelu").update(name="Soitto", icon="phone")
        services.mark_moment_of_truth(moment=world.stage.moments.get(), is_moment_of_truth=True)
    board = board_of(helmi, world)
    assert "Puhelinpalvelu" not in board
    assert "Soitto" in board
    assert 'class="truth"' in board


def test_stage_is_drawn_in_the_language_and_with_the_choices_of_the_look(world: World, helmi: Client) -> None:
    helmi.cookies["django_language"] = "fi"
    assert "Vaiheen nimi" in board_of(helmi, world)
    helmi.cookies["django_language"] = "en"
    assert "Name of the stage" in board_of(helmi, world)
    assert "days=28" not in board_of(helmi, world)
    assert "days=28" in board_of(helmi, world, "?days=28")


def test_who_may_not_change_gets_no_forms_of_who_may(world: World, helmi: Client, browse: Browse) -> None:
    assert "<form" in board_of(helmi, world)
    page = browse(world.onni).get(f"/o/satama/journeys/{world.journey.pk}/").content.decode()
    assert "csrfmiddlewaretoken" not in page[page.index('id="board"') : page.index("map-legend")]
