from __future__ import annotations

import pytest

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import (
    close_survey,
    create_survey,
    publish_survey,
    reopen_survey,
    save_draft,
)
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import ForeignRowError, working_for
from tests.world import World


def asking(*titles: str) -> Questionnaire:
    elements = [{"name": f"q{n}", "type": "nps", "title": {"fi": title}} for n, title in enumerate(titles)]
    return Questionnaire.model_validate({"pages": [{"elements": [one]} for one in elements]})


def a_survey(world: World, questionnaire: Questionnaire) -> Survey:
    return create_survey(
        name="Puhelun jälkeen", touchpoint=world.phone, questionnaire=questionnaire, actor=world.helmi
    )


def test_survey_starts_as_a_draft_with_a_link_of_its_own(in_satama: World) -> None:
    first, second = a_survey(in_satama, asking("A")), a_survey(in_satama, asking("B"))
    assert (first.status, len(first.token)) == ("draft", 16)
    assert first.token != second.token
    event = Event.objects.filter(verb="feedback.survey_created").first()
    assert event is not None
    assert (event.subject_id, event.actor) == (first.pk, in_satama.helmi)


def test_survey_of_a_foreign_touchpoint_is_not_made(world: World) -> None:
    with working_for(world.toinen), pytest.raises(ForeignRowError):
        create_survey(name="Väärä", touchpoint=world.phone, questionnaire=asking("A"))


def test_what_was_published_does_not_change_with_the_draft(in_satama: World) -> None:
    survey = a_survey(in_satama, asking("A"))
    publish_survey(survey=survey)
    save_draft(survey=survey, questionnaire=asking("B"))
    version = SurveyVersion.objects.get()
    assert version.questionnaire["pages"][0]["elements"][0]["title"] == {"fi": "A"}
    assert publish_survey(survey=survey).number == 2


def test_publishing_an_unchanged_draft_keeps_its_version(in_satama: World) -> None:
    survey = a_survey(in_satama, asking("A"))
    assert publish_survey(survey=survey) == publish_survey(survey=survey)
    assert Survey.objects.get().status == "open"


@pytest.mark.parametrize(
    ("questionnaire", "code"),
    [
        (asking(), "no_questions"),
        (asking("A", " "), "title_missing"),
        (
            Questionnaire.model_validate(
                {"pages": [{"elements": [{"name": "q", "type": "single_choice", "title": {"fi": "A"}}]}]}
            ),
            "choices_missing",
        ),
    ],
)
def test_unfinished_draft_is_not_published(in_satama: World, questionnaire: Questionnaire, code: str) -> None:
    survey = a_survey(in_satama, questionnaire)
    with pytest.raises(UnfitError) as refused:
        publish_survey(survey=survey)
    assert refused.value.code == code
    assert not SurveyVersion.objects.exists()


def test_survey_is_closed_and_opened_again(in_satama: World) -> None:
    survey = a_survey(in_satama, asking("A"))
    with pytest.raises(UnfitError):
        reopen_survey(survey=survey)
    publish_survey(survey=survey)
    close_survey(survey=survey)
    closed = Survey.objects.get()
    assert (closed.status, closed.closed_at is None) == ("closed", False)
    reopen_survey(survey=closed)
    opened = Survey.objects.get()
    assert (opened.status, opened.closed_at) == ("open", None)


@pytest.mark.parametrize(("name", "code"), [("  ", "name_missing"), ("n" * 201, "name_too_long")])
def test_name_of_a_survey_is_needed_and_short(in_satama: World, name: str, code: str) -> None:
    with pytest.raises(UnfitError) as refused:
        create_survey(name=name, touchpoint=in_satama.phone, questionnaire=asking("A"))
    assert refused.value.code == code
