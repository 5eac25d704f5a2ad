"""The longest survey that fits opens and is answered at the price of a short one; a longer one is refused kindly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.models import Member, User
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
LONG, SHORT = 200, 3


def published(world: World, count: int) -> Survey:
    raw = [{"name": f"q{n}", "type": "effort", "title": {"fi": f"Vaivaa {n}?"}} for n in range(count)]
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate({"pages": [{"elements": [one]} for one in raw]})
        survey = create_survey(name=f"Kysely {count}", touchpoint=world.phone, questionnaire=questionnaire)
        publish_survey(survey=survey)
        return survey


def queries_of_respondent(survey: Survey) -> tuple[int, int]:
    """Of the first page, and of its sending."""
    client = Client(headers={"accept-language": "fi"})
    with CaptureQueriesContext(connection) as first:
        page = client.get(f"/s/{survey.token}/").content.decode()
    assert "Vaivaa 0?" in page
    found = re.search(r'<form method="post" action="([^"]+)"', page)
    assert found
    with CaptureQueriesContext(connection) as second:
        sent = client.post(found[1].replace("&amp;", "&"), {"value": "1"})
    assert sent.status_code == 302
    assert "Vaivaa 1?" in client.get(sent["Location"]).content.decode()
    return len(first), len(second)


def test_a_respondent_costs_the_same_however_long_the_survey_is(world: World) -> None:
    queries_of_respondent(published(world, SHORT))  # what is looked up once for all is looked up
    assert queries_of_respondent(published(world, LONG)) == queries_of_respondent(published(world, SHORT))


@pytest.mark.parametrize("path", ["", "check/", "preview/", "settings/", "reach/", "results/"])
def test_pages_of_a_long_survey_cost_as_much_as_of_a_short_one(
    world: World, browse: Browse, path: str
) -> None:
    client, counts = browse(world.aino), []
    surveys = [published(world, count) for count in (SHORT, LONG)]
    client.get(f"/o/satama/feedback/surveys/{surveys[0].pk}/{path}")
    for survey in surveys:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/o/satama/feedback/surveys/{survey.pk}/{path}").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "2000"), ("en", "There are 2000 questions; 200 fit in one survey.")],
)
def test_two_thousand_questions_are_refused_on_the_page_and_nothing_is_made(
    world: World, browse: Browse, language: str, words: str
) -> None:
    User.objects.filter(email="aino@example.org").update(language=language)
    raw: dict[str, Any] = {
        "pages": [{"elements": [{"type": "comment", "name": f"q{n}"} for n in range(2000)]}]
    }
    upload = SimpleUploadedFile("pitka.json", json.dumps(raw).encode())
    page = browse(world.aino).post("/o/satama/feedback/surveys/bring/", {"file": upload})
    assert page.status_code == 422
    assert words in page.content.decode()
    with working_for(world.satama):
        assert not Survey.objects.exists()
