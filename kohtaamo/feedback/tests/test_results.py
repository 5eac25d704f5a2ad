from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from kohtaamo.feedback.models import Answer, Survey, SurveyVersion
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.results import QuestionResult, results_of, values_shown
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


def offered(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": {"fi": f"sana {value}"}} for value in values]


ELEMENTS: list[dict[str, Any]] = [
    {"name": "matter", "type": "single_choice", "choices": offered("x", "y"), "other": True},
    {"name": "solved", "type": "yes_no"},
    {"name": "times", "type": "number"},
    {"name": "heard", "type": "slider"},
    {"name": "day", "type": "date"},
    {"name": "rooms", "type": "matrix", "rows": offered("hall", "yard"), "columns": offered("good", "bad")},
    {"name": "order", "type": "ranking", "choices": offered("a", "b", "c")},
    {"name": "feature", "type": "kano"},
    {"name": "picture", "type": "file"},
]
FILE = {"file": "1", "name": "kuva.png", "size": 5, "type": "image/png"}
SAID: list[dict[str, Any]] = [
    {
        "matter": {"other": "Muutto"},
        "solved": True,
        "times": 1,
        "heard": 50,
        "day": "2024-05-01",
        "rooms": {"hall": "good"},
        "order": ["b", "a"],
        "feature": {"with": 1, "without": 5},
        "picture": [FILE],
    },
    {
        "matter": {"other": "Häät"},
        "solved": False,
        "times": 2.5,
        "heard": 50,
        "day": "2024-05-30",
        "order": ["b"],
    },
    {"matter": "x", "solved": False, "times": 4, "heard": 50, "day": "2024-06-01", "rooms": {"hall": "bad"}},
]


@pytest.fixture
def survey(world: World) -> Survey:
    elements = [{**element, "title": {"fi": f"Otsikko {element['name']}"}} for element in ELEMENTS]
    with working_for(world.satama):
        made = create_survey(
            name="Kaikki",
            touchpoint=world.phone,
            questionnaire=read_questionnaire({"pages": [{"elements": elements}]}),
        )
        publish_survey(survey=made)
        outcomes = record_answers(
            [
                IncomingAnswer(
                    uid=f"u{number}",
                    survey=made,
                    touchpoint=world.phone,
                    happened_at=timezone.now() - timedelta(hours=3 - number),
                    content=tuple(GivenValue(name, "", value) for name, value in said.items()),
                )
                for number, said in enumerate(SAID)
            ]
        )
    assert [outcome.reason for outcome in outcomes] == ["", "", ""]
    return made


@pytest.fixture
def results(world: World, survey: Survey) -> dict[str, QuestionResult]:
    with working_for(world.satama), translation.override("fi"):
        version = SurveyVersion.objects.get(survey=survey)
        return {one.title.split()[1]: one for one in results_of(survey, version, "fi", 1)}


def counts(result: QuestionResult) -> list[tuple[str, int]]:
    with translation.override("en"):
        return [(str(bar.label), bar.count) for bar in result.bars]


def test_choices_are_counted_and_own_words_together(results: dict[str, QuestionResult]) -> None:
    assert counts(results["matter"]) == [("sana x", 1), ("sana y", 0), ("Something else", 2)]
    assert counts(results["solved"]) == [("Yes", 1), ("No", 2)]
    assert counts(results["picture"]) == [("Added a file", 1)]
    assert results["picture"].n == 1


def test_numbers_have_a_mean_with_its_interval(results: dict[str, QuestionResult]) -> None:
    times, heard = results["times"].mean, results["heard"].mean
    assert times
    assert heard
    assert times.value == pytest.approx(2.5)
    assert times.low < 2.5 < times.high
    assert heard.value == 50
    assert 0 <= heard.low <= 50 <= heard.high <= 100


def test_days_are_counted_by_month(results: dict[str, QuestionResult]) -> None:
    assert counts(results["day"]) == [("2024-05", 2), ("2024-06", 1)]


def test_rows_of_a_table_have_each_their_n(results: dict[str, QuestionResult]) -> None:
    hall, yard = results["rooms"].lines
    assert (hall.label, hall.n, yard.label, yard.n) == ("sana hall", 2, "sana yard", 0)
    assert [(bar.label, bar.count) for bar in hall.bars] == [("sana good", 1), ("sana bad", 1)]
    assert yard.bars == ()


def test_ranked_stand_by_their_mean_place(results: dict[str, QuestionResult]) -> None:
    lines = results["order"].lines
    assert [(line.label, line.n, line.mean and line.mean.value) for line in lines] == [
        ("sana b", 2, 1),
        ("sana a", 1, 2),
        ("sana c", 0, None),
    ]


def test_kano_pair_has_its_class(results: dict[str, QuestionResult]) -> None:
    assert ("The more the better", 1) in counts(results["feature"])


def test_page_shows_every_kind(world: World, survey: Survey, browse: Callable[[Member], Client]) -> None:
    world.satama.minimum_answers = 1
    world.satama.save()
    client = browse(world.aino)
    page = client.get(f"/o/satama/feedback/surveys/{survey.pk}/results/")
    assert page.status_code == 200
    text = page.content.decode()
    assert all(f"Otsikko {element['name']}" in text for element in ELEMENTS)
    assert "sana hall" in text
    assert client.get("/o/satama/feedback/answers/").status_code == 200


def test_one_answer_is_told_in_words(world: World, survey: Survey) -> None:
    with working_for(world.satama), translation.override("en"):
        answer = Answer.objects.select_related("version").get(uid="u0")
        told = {
            str(label).removeprefix("Otsikko "): str(words) for label, words in values_shown(answer, "fi")
        }
    assert told == {
        "matter": "Muutto",
        "solved": "Yes",
        "times": "1",
        "heard": "50",
        "day": "1.5.2024",
        "rooms": "sana hall: sana good",
        "order": "1. sana b, 2. sana a",
        "feature": "The more the better",
        "picture": "kuva.png",
    }
