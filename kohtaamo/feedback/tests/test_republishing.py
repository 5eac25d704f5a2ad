"""The survey is edited and published again while people answer: each answer is of the version that she saw."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from django.test import Client

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey, save_draft
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

PEOPLE = 24


def questionnaire(number: int) -> Questionnaire:
    """Each version asks by other names, but for `same`, whose choices change."""
    return Questionnaire.model_validate(
        {
            "pages": [
                {"elements": [{"name": f"q{number}", "type": "nps", "title": {"fi": f"Versio {number}?"}}]},
                {
                    "elements": [
                        {
                            "name": "same",
                            "type": "single_choice",
                            "title": {"fi": "Sama?"},
                            "choices": [
                                {"value": f"v{number}", "text": {"fi": "Tämä"}},
                                {"value": "other", "text": {"fi": "Muu"}},
                            ],
                        }
                    ]
                },
            ]
        }
    )


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        made = create_survey(name="Kysely", touchpoint=world.phone, questionnaire=questionnaire(1))
        publish_survey(survey=made)
        return made


def publish_next(world: World, survey: Survey, number: int) -> None:
    with working_for(world.satama):
        row = Survey.objects.get(pk=survey.pk)
        save_draft(survey=row, questionnaire=questionnaire(number))
        publish_survey(survey=row)


def kept(world: World) -> list[tuple[int, dict[str, Any], bool]]:
    with working_for(world.satama):
        return [
            (
                one.version.number if one.version else 0,
                {value["name"]: value["value"] for value in one.content},
                one.is_complete,
            )
            for one in Answer.objects.select_related("version").order_by("pk")
        ]


def form_of(page: Any) -> str:
    found = re.search(r'<form method="post" action="([^"]+)"', page.content.decode())
    assert found
    return found[1].replace("&amp;", "&")


def test_one_who_is_half_way_ends_what_she_began(world: World, survey: Survey) -> None:
    client = Client()
    page = client.get(f"/s/{survey.token}/")
    second = client.post(form_of(page), {"value": "8"})
    publish_next(world, survey, 2)
    assert kept(world) == [(1, {"q1": 8}, False)]
    shown = client.get(second["Location"])
    assert 'value="v1"' in shown.content.decode()
    publish_next(world, survey, 3)
    assert "thanks" in client.post(form_of(shown), {"same": "v1"})["Location"]
    assert kept(world) == [(1, {"q1": 8, "same": "v1"}, True)]
    assert "Versio 3?" in Client().get(f"/s/{survey.token}/").content.decode()


def test_a_browser_that_sends_behind_the_page_ends_what_it_began(world: World, survey: Survey) -> None:
    """Also one that was without a connection while two versions were published."""
    client = Client()
    page = client.get(f"/s/{survey.token}/").content.decode()
    found = re.search(r'<script id="visit" type="application/json">(.+?)</script>', page)
    assert found
    base = json.loads(found[1])["base"]
    publish_next(world, survey, 2)
    publish_next(world, survey, 3)
    said = {"values": {"q1": 3, "same": "v1", "q3": 10}, "complete": True}
    for _ in range(2):
        sent = client.post(f"{base}kept/", json.dumps(said), content_type="application/json")
        assert sent.json() == {"over": True}
    assert kept(world) == [(1, {"q1": 3, "same": "v1"}, True)]


def test_what_the_newest_version_alone_offers_is_not_taken_for_an_older_one(
    world: World, survey: Survey
) -> None:
    client = Client()
    address = form_of(client.get(f"/s/{survey.token}/"))
    publish_next(world, survey, 2)
    second = client.post(address, {"value": "8"})["Location"]
    refused = client.post(second, {"same": "v2"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert kept(world) == [(1, {"q1": 8}, False)]


def test_publishing_in_the_midst_of_many_loses_none(world: World, survey: Survey) -> None:
    """Each of many takes her next step by chance, and between the steps twelve versions are published."""
    chance, newest = random.Random(11), 1
    waiting = [Person(f"/s/{survey.token}/") for _ in range(PEOPLE)]
    publishings = sorted(chance.sample(range(3 * PEOPLE), 12))
    for step in range(3 * PEOPLE):
        if step in publishings:
            newest += 1
            publish_next(world, survey, newest)
        person = chance.choice(waiting)
        if person.advance(newest):
            waiting.remove(person)
    assert waiting == []
    found = kept(world)
    assert len(found) == PEOPLE
    assert len({version for version, *_ in found}) > 6
    for version, said, is_complete in found:
        assert (said, is_complete) == ({f"q{version}": 7, "same": f"v{version}"}, True)


class Person:
    """Opens the page, answers its first question and then the second, whenever her turn comes."""

    def __init__(self, address: str) -> None:
        self.client, self.address, self.seen = Client(), address, 0

    def advance(self, newest: int) -> bool:
        """Whether she is done."""
        if not self.seen:
            page = self.client.get(self.address)
            assert f"Versio {newest}?" in page.content.decode()
            self.seen, self.address = newest, form_of(page)
            return False
        said = {"same": f"v{self.seen}"} if "/2/" in self.address else {"value": "7"}
        self.address = self.client.post(self.address, said)["Location"]
        return "thanks" in self.address
