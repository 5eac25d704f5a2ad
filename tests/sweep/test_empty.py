"""An empty page that names an act has the button for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

PRODUCT = Path(__file__).parents[2] / "kohtaamo"
EMPTY = re.compile(r'<c-empty\b[^\n]*?\s:href="(?P<name>\w+)"')
BLOCK = re.compile(r"{% (?:end)?block\b")


def addresses_of_empty_states() -> Iterator[tuple[Path, str, str]]:
    """Each template with an act, the variable that holds its address, and what stands before it in its block.

    What is set in one block of a Django template is not seen in another, and an empty address is no button.
    """
    for path in sorted(PRODUCT.rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        for found in EMPTY.finditer(text):
            before = text[: found.start()]
            begins = max((block.start() for block in BLOCK.finditer(before)), default=0)
            yield path, found["name"], before[begins:]


def test_address_of_an_act_is_set_in_the_block_that_uses_it() -> None:
    found = list(addresses_of_empty_states())
    assert len(found) > 15
    assert [f"{path.name}: {name}" for path, name, before in found if f" as {name} %}}" not in before] == []


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        return create_survey(
            name="Uusi",
            touchpoint=world.phone,
            questionnaire=read_questionnaire({"pages": [{"elements": [{"name": "nps", "type": "nps"}]}]}),
        )


def empty_part(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page[page.index('<div class="empty"') :]


def test_first_widget_and_first_occasion_have_their_buttons(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    client = browse(world.root)
    of_survey = f"/o/satama/feedback/surveys/{survey.pk}/widgets/"
    assert f'href="{of_survey}new/"' in empty_part(client, of_survey)
    assert 'href="/o/satama/feedback/occasions/new/"' in empty_part(client, "/o/satama/feedback/occasions/")
