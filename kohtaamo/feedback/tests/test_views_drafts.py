from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey, save_draft
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

BASE = "/o/satama/feedback/surveys/"


def asking(*titles: str) -> Questionnaire:
    pages = [
        {"elements": [{"name": f"q{number}", "type": "csat", "title": {"fi": title}}]}
        for number, title in enumerate(titles)
    ]
    return Questionnaire.model_validate({"pages": pages})


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        return create_survey(name="Kysely", touchpoint=world.phone, questionnaire=asking("Sujuiko?"))


@pytest.fixture
def helmi(world: World, browse: Callable[[Member], Client]) -> Client:
    return browse(world.helmi)


def draft_of(survey: Survey) -> Questionnaire:
    survey.refresh_from_db()
    return Questionnaire.model_validate(survey.draft)


def test_whole_survey_has_its_settings(helmi: Client, survey: Survey) -> None:
    said: dict[str, Any] = {
        "survey-name": "Uusi nimi",
        "languages": ["fi", "en"],
        "thanks-fi": "Kiitos paljon",
        "hidden": "branch, product",
        "guide": "on",
        "calculated": ["mood", ""],
        "calculated-0-how": "mean",
        "calculated-0-of": "q0",
        "quotas": ["first", ""],
        "quotas-0-most": "50",
    }
    helmi.post(f"{BASE}{survey.pk}/settings/", said)
    after = draft_of(survey)
    assert (survey.name, after.languages, after.thanks) == (
        "Uusi nimi",
        ["fi", "en"],
        {"fi": "Kiitos paljon"},
    )
    assert (after.hidden, after.guide, after.show_progress) == (["branch", "product"], True, False)
    assert after.calculated[0].value == {"/": [{"+": [{"var": "q0"}]}, 1]}
    assert [(one.name, one.most) for one in after.quotas] == [("first", 50)]
    page = helmi.get(f"{BASE}{survey.pk}/settings/").content.decode()
    assert '<option value="mean" selected>' in page


def test_older_version_becomes_the_draft_and_people_are_asked_as_before(
    helmi: Client, world: World, survey: Survey
) -> None:
    with working_for(world.satama):
        publish_survey(survey=survey)
        save_draft(survey=survey, questionnaire=asking("Sujuiko hyvin?", "Entä sitten?"))
        publish_survey(survey=survey)
    page = helmi.get(f"{BASE}{survey.pk}/versions/?from=1&to=2").content.decode()
    assert "<del>Sujuiko?</del>" in page
    assert "<ins>Sujuiko hyvin?</ins>" in page
    helmi.post(f"{BASE}{survey.pk}/versions/1/return/")
    assert [element.title for element in draft_of(survey).elements()] == [{"fi": "Sujuiko?"}]
    with working_for(world.satama):
        assert survey.versions.count() == 2


def test_made_up_answers_are_not_kept(helmi: Client, world: World, survey: Survey) -> None:
    page = helmi.get(f"{BASE}{survey.pk}/trial/").content.decode()
    assert "200 / 200" in page
    with working_for(world.satama):
        assert not Answer.objects.exists()


@pytest.mark.parametrize("page", ["check/", "trial/", "versions/", "settings/", "preview/", ""])
def test_pages_of_an_empty_survey_say_what_to_do(
    helmi: Client, world: World, survey: Survey, page: str
) -> None:
    with working_for(world.satama):
        save_draft(survey=survey, questionnaire=Questionnaire())
    assert helmi.get(f"{BASE}{survey.pk}/{page}").status_code == 200
