from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

ELEMENTS: list[dict[str, Any]] = [
    {"name": "nps", "type": "nps", "title": {"fi": "Suosittelisitko?"}},
    {
        "name": "matter",
        "type": "single_choice",
        "title": {"fi": "Mitä asia koski?"},
        "choices": [{"value": "bill", "text": {"fi": "Laskua"}}, {"value": "fault", "text": {"fi": "Vikaa"}}],
    },
]


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate({"pages": [{"elements": [one]} for one in ELEMENTS]})
        return create_survey(name="Kysely", touchpoint=world.phone, questionnaire=questionnaire)


@pytest.fixture
def helmi(world: World, browse: Callable[[Member], Client]) -> Client:
    return browse(world.helmi)


def form(**changes: Any) -> dict[str, Any]:
    return {
        "is_editor": "1",
        "survey-name": "Kysely",
        "languages": ["fi"],
        "name": ["nps", "matter"],
        "nps-type": "nps",
        "nps-title-fi": "Suosittelisitko?",
        "matter-type": "single_choice",
        "matter-title-fi": "Mitä asia koski?",
        "matter-choices-fi": "Laskua\nVikaa",
        **changes,
    }


def draft_after(client: Client, survey: Survey, **changes: Any) -> Questionnaire:
    address = f"/o/satama/feedback/surveys/{survey.pk}/"
    assert client.post(address, form(**changes)).headers["Location"] == address
    survey.refresh_from_db()
    return Questionnaire.model_validate(survey.draft)


def names(questionnaire: Questionnaire) -> list[str]:
    return [element.name for element in questionnaire.elements()]


def test_page_shows_the_questions_and_their_preview(helmi: Client, survey: Survey) -> None:
    page = helmi.get(f"/o/satama/feedback/surveys/{survey.pk}/").content.decode()
    assert page.count("Suosittelisitko?") == 2
    assert "Laskua\nVikaa" in page


def test_texts_are_kept_with_whatever_button(helmi: Client, survey: Survey) -> None:
    after = draft_after(
        helmi,
        survey,
        act="add-effort",
        **{"nps-title-fi": "<b>Uusi</b>", "nps-required": "on", "survey-name": "Uusi nimi"},
    )
    assert names(after) == ["nps", "matter", "effort"]
    first = next(after.elements())
    assert (first.title, first.required) == ({"fi": "<b>Uusi</b>"}, True)
    assert survey.name == "Uusi nimi"
    page = helmi.get(f"/o/satama/feedback/surveys/{survey.pk}/").content.decode()
    assert "<b>Uusi</b>" not in page


def test_questions_move_and_stop_at_the_ends(helmi: Client, survey: Survey) -> None:
    assert names(draft_after(helmi, survey, act="up-0")) == ["nps", "matter"]
    assert names(draft_after(helmi, survey, act="down-0")) == ["matter", "nps"]
    order = {"name": ["matter", "nps"]}
    assert names(draft_after(helmi, survey, act="up-1", **order)) == ["nps", "matter"]
    assert names(draft_after(helmi, survey, act="down-9")) == ["nps", "matter"]


def test_removed_question_comes_back_by_undo(helmi: Client, survey: Survey) -> None:
    assert names(draft_after(helmi, survey, act="remove-0")) == ["matter"]
    assert 'value="undo"' in helmi.get(f"/o/satama/feedback/surveys/{survey.pk}/").content.decode()
    after = draft_after(helmi, survey, act="undo", name=["matter"])
    assert names(after) == ["nps", "matter"]
    assert 'value="undo"' not in helmi.get(f"/o/satama/feedback/surveys/{survey.pk}/").content.decode()


def test_choice_keeps_its_value_when_its_text_is_mended(helmi: Client, survey: Survey) -> None:
    after = draft_after(helmi, survey, **{"matter-choices-fi": "Laskutusta\nVikaa"})
    choices = after.named()["matter"].choices
    assert [(one.value, one.text["fi"]) for one in choices] == [("bill", "Laskutusta"), ("fault", "Vikaa")]
    after = draft_after(helmi, survey, **{"matter-choices-fi": "Vikaa\n\nVikaa\nMuuta"})
    assert [one.value for one in after.named()["matter"].choices] == ["fault", "Muuta"]


def test_second_language_is_added_with_its_texts(helmi: Client, survey: Survey) -> None:
    english = {"nps-title-en": "Would you?", "matter-choices-en": "A bill\nA fault"}
    after = draft_after(helmi, survey, languages=["fi", "en"], **english)
    assert after.languages == ["fi", "en"]
    assert after.named()["nps"].title == {"fi": "Suosittelisitko?", "en": "Would you?"}
    assert [one.text for one in after.named()["matter"].choices] == [
        {"fi": "Laskua", "en": "A bill"},
        {"fi": "Vikaa", "en": "A fault"},
    ]


def test_language_just_added_gets_the_usual_wording(helmi: Client, survey: Survey) -> None:
    usual = {"nps-title-fi": "Kuinka todennäköisesti suosittelisit meitä ystävälle tai työtoverille?"}
    draft_after(helmi, survey, **usual)
    after = draft_after(helmi, survey, languages=["fi", "en"], **usual)
    assert after.named()["nps"].title["en"] == "How likely are you to recommend us to a friend or colleague?"
    assert after.named()["matter"].title["en"] == ""


def test_new_type_takes_a_new_name_so_that_answers_never_mix(
    helmi: Client, world: World, survey: Survey
) -> None:
    with working_for(world.satama):
        publish_survey(survey=survey)
    after = draft_after(helmi, survey, **{"nps-type": "csat"})
    assert names(after) == ["csat", "matter"]
    again = draft_after(helmi, survey, act="add-nps", name=["csat", "matter"])
    assert names(again) == ["csat", "matter", "nps"]


def test_type_becoming_a_choice_gets_choices_to_start_with(helmi: Client, survey: Survey) -> None:
    after = draft_after(helmi, survey, **{"nps-type": "multiple_choice"})
    assert len(after.named()["multiple_choice"].choices) == 2


def test_bare_or_strange_requests_lose_nothing(helmi: Client, survey: Survey) -> None:
    address = f"/o/satama/feedback/surveys/{survey.pk}/"
    for said in (
        {},
        {"act": "remove-x"},
        {"act": "add-mood"},
        {"is_editor": "1", "name": ["nps", "matter", "ghost"]},
    ):
        assert helmi.post(address, said).status_code == 302
        survey.refresh_from_db()
        assert names(Questionnaire.model_validate(survey.draft)) == ["nps", "matter"]


def test_too_long_text_is_told_and_the_draft_stays(helmi: Client, survey: Survey) -> None:
    after = draft_after(helmi, survey, **{"nps-title-fi": "x" * 2001})
    assert after.named()["nps"].title == {"fi": "Suosittelisitko?"}


def test_publishing_from_the_editor_keeps_what_was_typed(helmi: Client, world: World, survey: Survey) -> None:
    helmi.post(
        f"/o/satama/feedback/surveys/{survey.pk}/publication/", form(**{"nps-title-fi": "Juuri kirjoitettu"})
    )
    with working_for(world.satama):
        version = survey.versions.get()
    assert version.questionnaire["pages"][0]["elements"][0]["title"] == {"fi": "Juuri kirjoitettu"}


def test_longest_survey_in_two_languages_is_edited_as_one_form(helmi: Client, world: World) -> None:
    title = {"fi": "Vaivaa?", "en": "Effort?"}
    elements = [{"name": f"q{n}", "type": "effort", "title": title} for n in range(200)]
    raw = {"languages": ["fi", "en"], "pages": [{"elements": elements}]}
    with working_for(world.satama):
        longest = create_survey(
            name="Pitkä", touchpoint=world.phone, questionnaire=Questionnaire.model_validate(raw)
        )
    said: dict[str, Any] = {
        "is_editor": "1",
        "languages": ["fi", "en"],
        "name": [f"q{n}" for n in range(200)],
    }
    for n in range(200):
        said |= {f"q{n}-type": "effort", f"q{n}-required": "on"}
        said |= {f"q{n}-title-fi": "Uusi", f"q{n}-title-en": "New"}
    helmi.post(f"/o/satama/feedback/surveys/{longest.pk}/", said)
    longest.refresh_from_db()
    after = Questionnaire.model_validate(longest.draft)
    assert [element.title for element in after.elements()] == [{"fi": "Uusi", "en": "New"}] * 200
