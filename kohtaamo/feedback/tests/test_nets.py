from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.nets import Net, net_of
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.results import QuestionResult, results_of
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

# Seven promoters, two passives and one detractor.
GIVEN = [10, 10, 10, 10, 9, 9, 9, 8, 7, 3]


@pytest.fixture
def survey(world: World) -> Survey:
    elements = [{"name": "nps", "type": "nps", "title": {"fi": "Suosittelisitko?"}}]
    with working_for(world.satama):
        made = create_survey(
            name="Suosittelu",
            touchpoint=world.phone,
            questionnaire=read_questionnaire({"pages": [{"elements": elements}]}),
        )
        publish_survey(survey=made)
        record_answers(
            [
                IncomingAnswer(
                    uid=f"u{number}",
                    survey=made,
                    touchpoint=world.phone,
                    happened_at=timezone.now() - timedelta(hours=1),
                    content=(GivenValue("nps", "", step),),
                )
                for number, step in enumerate(GIVEN)
            ]
        )
    return made


def result_of(world: World, survey: Survey, minimum: int) -> QuestionResult:
    with working_for(world.satama), translation.override("fi"):
        (found,) = results_of(survey, SurveyVersion.objects.get(survey=survey), "fi", minimum)
    return found


def parts(net: Net) -> list[tuple[str, int, str, str]]:
    with translation.override("en"):
        return [(str(one.label), one.count, one.start, one.width) for one in net.stretches]


def test_score_comes_with_its_interval_and_groups(world: World, survey: Survey) -> None:
    """By hand: 100 * (7 - 1) / 10 = 60.

    With three more answers the net is 6 / 13 = 0.4615 and its variance 9.5 / 13 - 0.4615^2 = 0.5178, so the
    interval is 46.15 +- 196 * sqrt(0.5178 / 13) = 46.15 +- 39.11.
    """
    net = result_of(world, survey, 10).net
    assert net is not None
    assert net.n == 10
    assert net.value == pytest.approx(60)
    assert net.low == pytest.approx(7.04, abs=0.01)
    assert net.high == pytest.approx(85.27, abs=0.01)
    assert parts(net) == [
        ("detractors", 1, "0.00%", "10.00%"),
        ("passives", 2, "10.00%", "20.00%"),
        ("promoters", 7, "30.00%", "70.00%"),
    ]


def test_steps_of_the_scale_stay_beside_the_score(world: World, survey: Survey) -> None:
    counts = [bar.count for bar in result_of(world, survey, 10).bars]
    assert sorted(counts, reverse=True) == [4, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_too_few_answers_have_no_score(world: World, survey: Survey) -> None:
    found = result_of(world, survey, 11)
    assert (found.net, found.bars, found.n) == (None, (), 10)


def test_only_recommending_has_a_net_and_no_fewer_than_five_employees() -> None:
    assert net_of("csat", {"5": 10}) is None
    assert net_of("nps", {}) is None
    assert net_of("enps", {"10": 4}) is None
    five = net_of("enps", {"10": 4, "6": 1})
    assert five is not None
    assert five.value == pytest.approx(60)


def test_page_shows_score_then_groups_then_steps(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    world.satama.minimum_answers = 10
    world.satama.save()
    client = browse(world.aino)
    client.cookies["django_language"] = "en"
    address = f"/o/satama/feedback/surveys/{survey.pk}/results/"
    page = client.get(address).content.decode()
    places = [page.index(words) for words in ("+60", "7–85", "10% detractors", "70% promoters", "<table")]
    assert places == sorted(places)
    world.satama.minimum_answers = 11
    world.satama.save()
    page = client.get(address).content.decode()
    assert "Too few answers: 10 of at least 11." in page
    assert "promoters" not in page
