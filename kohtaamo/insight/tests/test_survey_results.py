"""The results of a survey taken along and shared: numbers with their n, and no words of anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.feedback.models import Survey, Wave
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.insight.sharing import share
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

QUESTIONNAIRE = {
    "pages": [
        {
            "elements": [
                {"name": "solved", "type": "yes_no", "title": {"fi": "Ratkesiko asia", "en": "Solved"}},
                {"name": "seldom", "type": "number", "title": {"fi": "Harvoin vastattu", "en": "Seldom"}},
                {"name": "why", "type": "open_text", "title": {"fi": "Miksi", "en": "Why"}},
            ]
        }
    ]
}


@pytest.fixture
def survey(world: World) -> Survey:
    """Three of four were solved, two told a number, and all wrote something."""
    world.satama.minimum_answers = 3
    world.satama.save()
    with working_for(world.satama):
        made = create_survey(
            name="Jaettu", touchpoint=world.phone, questionnaire=read_questionnaire(QUESTIONNAIRE)
        )
        publish_survey(survey=made)
        made.refresh_from_db()
        answers = [
            IncomingAnswer(
                uid=f"s{number}",
                survey=made,
                touchpoint=world.phone,
                happened_at=timezone.now(),
                content=(
                    GivenValue("solved", "", number > 0),
                    GivenValue("why", "", "Salainen syy"),
                    *([GivenValue("seldom", "", 7)] if number < 2 else []),
                ),
            )
            for number in range(4)
        ]
        assert {outcome.reason for outcome in record_answers(answers)} == {""}
    return made


def test_shared_results_have_neither_words_nor_small_numbers(world: World, survey: Survey) -> None:
    with working_for(world.satama):
        _, secret = share(
            name="Hallitukselle",
            page="survey",
            parameters={"survey": str(survey.pk)},
            days=7,
            actor=world.aino,
        )
    text = Client(headers={"accept-language": "fi"}).get(f"/shared/{secret}/").content.decode()
    assert "Ratkesiko asia" in text
    assert "75\xa0%" in text
    assert "Salainen syy" not in text
    assert "Harvoin vastattu" not in text


def test_interval_and_n_stand_under_the_value_where_their_columns_do_not_fit(
    world: World, survey: Survey
) -> None:
    """Each is drawn twice, once for a wide screen and once for a narrow one, and a screen shows one of them."""
    asked = {"survey": str(survey.pk)}
    with working_for(world.satama):
        _, secret = share(name="Hallitukselle", page="survey", parameters=asked, days=7, actor=world.aino)
    text = Client(headers={"accept-language": "fi"}).get(f"/shared/{secret}/").content.decode()
    row = next(one for one in re.findall(r"<tr>.*?</tr>", text) if ">75\xa0%<" in one)
    assert re.findall(r'<small class="sm:hidden">(.*?)</small>', row) == ["(30–95\xa0%)", "n&nbsp;4"]
    assert re.findall(r'<td class="number max-sm:hidden">(.*?)</td>', row) == ["30–95\xa0%", "4"]
    assert re.findall(r'<th scope="row">(.*?)<span class="block', row) == ["Ratkesiko asia"]
    heads = re.findall(r'<th scope="col" class="number max-sm:hidden">(.*?)</th>', text)
    assert [head.replace("\xa0", " ") for head in heads] == ["95 %:n väli", "n"]


def test_workbook_has_n_and_the_ends_of_the_interval(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    """Wilson of 3 of 4, worked by hand: (.75 + .4802) / 1.9604 +- 1.96 / 1.9604 * sqrt(.046875 + .06003)."""
    address = f"/o/satama/insight/export/survey-results/?survey={survey.pk}"
    reply = browse(world.aino).get(f"{address}&as=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(reply.content)).worksheets[0]
    found = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "Ratkesiko asia"]
    assert [row[3] for row in found] == [0.75, 0.25]
    assert list(found[0][4:7]) == [pytest.approx(0.3006, abs=2e-4), pytest.approx(0.9544, abs=2e-4), 4]


def test_paper_is_a_pdf_that_can_be_read_aloud(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    address = f"/o/satama/insight/export/survey-results/?survey={survey.pk}"
    reply = browse(world.aino).get(f"{address}&as=pdf")
    assert reply["Content-Type"] == "application/pdf"
    assert reply.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in reply.content


def test_results_page_offers_files_and_a_link(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    client = browse(world.aino)
    text = client.get(f"/o/satama/feedback/surveys/{survey.pk}/results/").content.decode()
    assert "/insight/export/survey-results/?as=pdf" in text
    assert 'name="share"' in text
    onni = browse(world.onni).get(f"/o/satama/feedback/surveys/{survey.pk}/results/").content.decode()
    assert 'name="share"' not in onni
    asked = {"page": "survey", "query": f"survey={survey.pk}", "name": "Johdolle", "days": "7", "share": "1"}
    assert browse(world.aino).post("/o/satama/insight/saved/new/", asked).status_code == 302
    assert b"Johdolle" in browse(world.aino).get("/o/satama/insight/saved/").content
    assert client.post("/o/satama/insight/saved/new/", {**asked, "query": "survey=0"}).status_code == 400


def test_nobody_of_another_organisation_takes_them(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    reply = browse(world.outi).get(f"/o/toinen/insight/export/survey-results/?survey={survey.pk}&as=csv")
    assert reply.status_code == 404


def said(survey: Survey, key: str, solved: int, n: int, **facts: Any) -> None:
    """So many answers, of which so many were solved."""
    answers = [
        IncomingAnswer(
            **{"happened_at": timezone.now(), **facts},
            uid=f"{key}{number}",
            survey=survey,
            touchpoint=survey.touchpoint,
            content=(GivenValue("solved", "", number < solved),),
        )
        for number in range(n)
    ]
    assert {outcome.reason for outcome in record_answers(answers)} == {""}


def shared_page(world: World, **chosen: str) -> str:
    with working_for(world.satama):
        _, secret = share(name="Johdolle", page="survey", parameters=chosen, days=7, actor=world.aino)
    return Client(headers={"accept-language": "fi"}).get(f"/shared/{secret}/").content.decode()


def test_a_shared_link_keeps_the_groups_and_hides_the_small_ones(world: World, survey: Survey) -> None:
    """One answer hides its group, and the smallest of the others with it; 4 of 5 and 3 of 4 are left."""
    with working_for(world.satama):
        said(survey, "j", 4, 5, attributes={"link": "Juliste"})
        said(survey, "k", 2, 3, attributes={"link": "Kyltti"})
        said(survey, "y", 1, 1, attributes={"link": "Yksinäinen"})
    text = shared_page(world, survey=str(survey.pk), by="link")
    assert "Juliste" in text
    assert "80\xa0%" in text
    assert "75\xa0%" in text
    assert "Kyltti" not in text
    assert "67\xa0%" not in text
    assert "Yksinäinen" not in text
    assert "100\xa0%" not in text
    # all 13 together: 10 solved
    assert "77\xa0%" not in text
    assert "77\xa0%" in shared_page(world, survey=str(survey.pk))


def test_a_shared_link_keeps_the_two_waves(world: World, survey: Survey) -> None:
    with working_for(world.satama):
        waves = [
            Wave.objects.create(
                survey=survey, number=number, name=f"Aalto {number}", starts_on=date(year, 1, 1),
                ends_on=date(year, 1, 31),
            )
            for number, year in enumerate((2023, 2024, 2025), start=1)
        ]  # fmt: skip
        for wave, solved, n in zip(waves, (1, 3, 2), (5, 5, 2), strict=True):
            moment = datetime(wave.starts_on.year, 1, 10, 12, tzinfo=UTC)
            said(survey, f"w{wave.number}-", solved, n, happened_at=moment)
    first, second, third = (str(wave.pk) for wave in waves)
    told = shared_page(world, survey=str(survey.pk), first=second, second=first)
    # the wave of two is hidden, and the time outside waves, the smallest of the others, with it
    assert "Aalto 1" in told
    assert "Aalto 2" in told
    assert "20\xa0%" in told
    assert "60\xa0%" in told
    small = shared_page(world, survey=str(survey.pk), first=first, second=third)
    assert "20\xa0%" not in small
    assert "100\xa0%" not in small


def test_what_is_chosen_on_a_page_goes_into_its_link(
    world: World, survey: Survey, browse: Callable[[Member], Client]
) -> None:
    client, address = browse(world.aino), f"/o/satama/feedback/surveys/{survey.pk}"
    page = client.get(f"{address}/results/groups/?by=unit").content.decode()
    assert f'value="survey={survey.pk}&amp;by=unit"' in page
    assert "/insight/export/survey-groups/?as=csv&amp;survey" in page
    # nothing chosen there is by channel
    assert "&amp;by=channel" in client.get(f"{address}/results/groups/").content.decode()
    asked = {
        "page": "survey",
        "query": f"survey={survey.pk}&by=unit",
        "name": "Yksiköt",
        "days": "7",
        "share": "1",
    }
    client.post("/o/satama/insight/saved/new/", asked)
    kept = client.get("/o/satama/insight/saved/").content.decode()
    assert f"{address}/results/groups/?by=unit" in kept
    rows = client.get(f"/o/satama/insight/export/survey-groups/?survey={survey.pk}&by=unit&as=csv")
    assert (rows.status_code, rows["Content-Type"].partition(";")[0]) == (200, "text/csv")
