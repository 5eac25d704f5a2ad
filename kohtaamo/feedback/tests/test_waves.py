from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import translation

from kohtaamo.feedback.grouping import DIMENSIONS
from kohtaamo.feedback.models import Survey, SurveyVersion, Wave
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    end_wave,
    publish_survey,
    record_answers,
    start_due_waves,
    start_wave,
)
from kohtaamo.feedback.services.waves import months_later
from kohtaamo.feedback.side_by_side import GroupedQuestion, groups_told, waves_compared
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

QUESTIONNAIRE = {
    "pages": [
        {
            "elements": [
                {"name": "again", "type": "nps", "title": {"fi": "Suosittelisitko", "en": "Recommend"}},
                {"name": "solved", "type": "yes_no", "title": {"fi": "Ratkesiko", "en": "Solved"}},
            ]
        }
    ]
}
# day, channel, how many, how likely to recommend, solved
SAID = (
    (date(2024, 1, 15), "phone", 6, 10, True),
    (date(2024, 1, 15), "chat", 4, 0, False),
    (date(2024, 2, 15), "phone", 9, 10, True),
    (date(2024, 2, 15), "email", 1, 0, False),
)


@pytest.fixture
def survey(world: World) -> Survey:
    world.satama.minimum_answers = 5
    world.satama.save()
    with working_for(world.satama):
        made = create_survey(
            name="Aallot", touchpoint=world.phone, questionnaire=read_questionnaire(QUESTIONNAIRE)
        )
        publish_survey(survey=made)
        made.refresh_from_db()
        answers = [
            IncomingAnswer(
                uid=f"w{place}-{number}",
                survey=made,
                touchpoint=world.phone,
                happened_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
                channel=channel,
                content=(GivenValue("again", "", likely), GivenValue("solved", "", solved)),
            )
            for place, (day, channel, count, likely, solved) in enumerate(SAID)
            for number in range(count)
        ]
        assert {outcome.reason for outcome in record_answers(answers)} == {""}
    return made


@pytest.fixture
def waves(world: World, survey: Survey) -> tuple[Wave, Wave]:
    with working_for(world.satama):
        first = start_wave(survey=survey, name="Tammikuu", starts_on=date(2024, 1, 1))
        second = start_wave(survey=survey, starts_on=date(2024, 2, 1))
        first.refresh_from_db()
    return first, second


def test_new_wave_ends_the_one_before(waves: tuple[Wave, Wave]) -> None:
    first, second = waves
    assert (first.number, first.name, first.ends_on) == (1, "Tammikuu", date(2024, 1, 31))
    assert (second.number, second.name, second.ends_on) == (2, "2/2024", None)


def test_waves_do_not_overlap(world: World, survey: Survey, waves: tuple[Wave, Wave]) -> None:
    with working_for(world.satama):
        with pytest.raises(UnfitError, match="wave_overlaps"):
            start_wave(survey=survey, starts_on=date(2024, 2, 1))
        end_wave(wave=waves[1], ends_on=date(2024, 2, 29))
        with pytest.raises(UnfitError, match="wave_over"):
            end_wave(wave=waves[1], ends_on=date(2024, 3, 1))


def test_repeated_waves_follow_the_calendar(world: World, survey: Survey) -> None:
    with working_for(world.satama):
        start_wave(survey=survey, starts_on=date(2024, 1, 31), every_months=1)
        assert start_due_waves(date(2024, 2, 28)) == 0
        assert start_due_waves(date(2024, 4, 1)) == 2
        assert start_due_waves(date(2024, 4, 1)) == 0
        days = list(Wave.objects.filter(survey=survey).values_list("starts_on", "ends_on"))
    assert days == [
        (date(2024, 1, 31), date(2024, 2, 28)),
        (date(2024, 2, 29), date(2024, 3, 28)),
        (date(2024, 3, 29), None),
    ]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_later_is_the_same_day(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


def test_waves_differ_by_the_difference_of_their_numbers(
    world: World, survey: Survey, waves: tuple[Wave, Wave]
) -> None:
    """January: 6 of 10 promote and 4 do not, 20; February: 9 and 1 of 10, 80. Solved 60 % and 90 %.

    Standard errors of shares as Agresti and Caffo: 7/12 and 10/12 with n + 2 = 12, so
    sqrt(.5833 * .4167 / 12 + .8333 * .1667 / 12) = .1784, times 1.96 = .350.
    """
    with working_for(world.satama), translation.override("en"):
        version = SurveyVersion.objects.get(survey=survey)
        likely, solved = waves_compared(survey, version, *waves, "en", 5)
    assert likely.ns == solved.ns == (10, 10)
    assert likely.lines[0].difference == "+60"
    assert likely.lines[0].first.startswith("20 (")
    yes = solved.lines[0]
    assert (yes.first.split(" (")[0], yes.second.split(" (")[0]) == ("60%", "90%")
    assert yes.difference == "+30"
    assert yes.interval == "−5 to +65"
    assert not yes.is_real


def test_a_small_wave_hides_another_with_it(world: World, survey: Survey, waves: tuple[Wave, Wave]) -> None:
    """Were the larger wave told, the small one would be the whole less it."""
    with working_for(world.satama):
        version = SurveyVersion.objects.get(survey=survey)
        told = waves_compared(survey, version, *waves, "fi", 11)
    assert [one.ns for one in told] == [(None, None), (None, None)]


def rows(question: GroupedQuestion) -> list[tuple[str, int | None]]:
    return [(row.label, row.n) for row in question.rows]


def test_small_groups_are_hidden_until_none_can_be_worked_out(world: World, survey: Survey) -> None:
    """4 in chat and 1 by e-mail are 5 together: nobody of them can be told from the whole and the 15 on the phone."""
    with working_for(world.satama), translation.override("fi"):
        version = SurveyVersion.objects.get(survey=survey)
        told = groups_told(survey, version, DIMENSIONS["channel"], "fi", 5)
        hidden = groups_told(survey, version, DIMENSIONS["channel"], "fi", 6)
    assert sorted(n or 0 for _, n in rows(told[0])) == [0, 0, 15]
    assert told[0].rows[[n for _, n in rows(told[0])].index(15)].cells[0].startswith("100 (")
    assert {n for _, n in rows(hidden[0])} == {None}


def test_pages_of_waves_and_groups(
    world: World, survey: Survey, waves: tuple[Wave, Wave], browse: Callable[[Member], Client]
) -> None:
    base = f"/o/satama/feedback/surveys/{survey.pk}"
    client = browse(world.aino)
    page = client.get(f"{base}/waves/").content.decode()
    assert "Tammikuu" in page
    assert "+60" in page
    assert "15" in client.get(f"{base}/results/groups/?by=channel").content.decode()
    for key in DIMENSIONS:
        assert client.get(f"{base}/results/groups/?by={key}").status_code == 200
    assert client.post(f"{base}/waves/", {"starts_on": "2024-03-01", "every_months": "3"}).status_code == 302
    assert client.post(f"{base}/waves/", {"starts_on": "2024-03-01"}).status_code == 422
    with working_for(world.satama):
        third = Wave.objects.get(survey=survey, number=3)
        assert third.every_months == 3
    assert client.post(f"/o/satama/feedback/waves/{third.pk}/", {"name": "Kevät"}).status_code == 302
    assert client.post(f"/o/satama/feedback/waves/{third.pk}/ending/").status_code == 302
    with working_for(world.satama):
        third.refresh_from_db()
        assert (third.name, third.every_months, third.ends_on is None) == ("Kevät", 0, False)


def test_an_agent_reads_and_does_not_set_waves(
    world: World, survey: Survey, waves: tuple[Wave, Wave], browse: Callable[[Member], Client]
) -> None:
    client = browse(world.onni)
    address = f"/o/satama/feedback/surveys/{survey.pk}/waves/"
    assert client.get(address).status_code == 200
    client.post(address, {"starts_on": "2024-03-01", "every_months": "0"})
    with working_for(world.satama):
        assert Wave.objects.filter(survey=survey).count() == 2
    assert client.post(f"/o/satama/feedback/waves/{waves[1].pk}/ending/").status_code == 403
    assert browse(world.outi).get(address).status_code == 404
