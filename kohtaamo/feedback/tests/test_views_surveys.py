from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.panels import surveys_here
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    close_survey,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.panel import panels_at
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
BASE = "/o/satama/feedback/"
ELEMENTS = [
    {"name": "nps", "type": "nps", "title": {"fi": "Suosittelisitko?"}},
    {"name": "why", "type": "open_text", "title": {"fi": "Miksi?"}},
]


def a_survey(world: World, name: str = "Puhelun jälkeen", *, is_open: bool = True) -> Survey:
    questionnaire = Questionnaire.model_validate({"pages": [{"elements": ELEMENTS}]})
    survey = create_survey(name=name, touchpoint=world.phone, questionnaire=questionnaire)
    if is_open:
        publish_survey(survey=survey)
    return survey


def answered(survey: Survey, scores: list[int], text: str = "", **facts: Any) -> None:
    words = (GivenValue("why", "open_text", text),) if text else ()
    record_answers(
        IncomingAnswer(
            uid=f"{survey.pk}-{n}-{score}",
            touchpoint=survey.touchpoint,
            survey=survey,
            happened_at=timezone.now(),
            content=(GivenValue("nps", "nps", score), *words),
            source="page",
            **facts,
        )
        for n, score in enumerate(scores)
    )


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_empty_list_offers_the_first_survey(world: World, browse: Browse) -> None:
    page = browse(world.helmi).get(BASE).content.decode()
    assert f'href="{BASE}surveys/new/"' in page
    assert f'href="{BASE}surveys/new/"' not in browse(world.onni).get(BASE).content.decode()


def test_list_shows_answers_and_costs_the_same_for_one_and_three(world: World, browse: Browse) -> None:
    client = browse(world.helmi)
    with working_for(world.satama):
        answered(a_survey(world), [9, 3])
    one = queries_of(client, BASE)
    with working_for(world.satama):
        answered(a_survey(world, "Toinen kysely"), [9])
        close_survey(survey=a_survey(world, "Kolmas <b>kysely</b>"))
    assert queries_of(client, BASE) == one
    page = client.get(BASE).content.decode()
    assert "Kolmas &lt;b&gt;kysely&lt;/b&gt;" in page
    assert "Puhelinpalvelu" in page


def test_survey_is_begun_from_a_starter_at_a_new_touchpoint(world: World, browse: Browse) -> None:
    client = browse(world.helmi)
    said = {
        "starter": "encounter",
        "name": "Käynnin jälkeen",
        "new_touchpoint": "Kahvila",
        "languages": ["fi", "en"],
    }
    sent = client.post(f"{BASE}surveys/new/", said)
    with working_for(world.satama):
        survey = Survey.objects.select_related("touchpoint").get()
        assert survey.touchpoint == Touchpoint.objects.get(name="Kahvila")
        draft = Questionnaire.model_validate(survey.draft)
    assert sent.headers["Location"] == f"{BASE}surveys/{survey.pk}/"
    types = [element.type for element in draft.elements()]
    assert types == ["effort", "csat", "single_choice", "open_text", "expectation", "open_text"]
    assert draft.languages == ["fi", "en"]
    assert survey.status == "draft"


def test_new_survey_needs_a_name_and_a_place(world: World, browse: Browse) -> None:
    client = browse(world.helmi)
    said = {"starter": "nps", "name": "", "languages": ["fi"]}
    assert client.post(f"{BASE}surveys/new/", said).status_code == 422
    with working_for(world.toinen):
        theirs = Touchpoint.objects.create(name="Toisten", kind="object")
    said = {"starter": "nps", "name": "Nimi", "languages": ["fi"], "touchpoint": str(theirs.pk)}
    assert client.post(f"{BASE}surveys/new/", said).status_code == 422
    with working_for(world.satama):
        assert not Survey.objects.exists()


def test_publishing_closing_and_reopening(world: World, browse: Browse) -> None:
    client = browse(world.helmi)
    with working_for(world.satama):
        survey = a_survey(world, is_open=False)
    states = []
    for noun in ("publication", "closing", "reopening"):
        sent = client.post(f"{BASE}surveys/{survey.pk}/{noun}/")
        assert sent.headers["Location"] == f"{BASE}surveys/{survey.pk}/results/"
        survey.refresh_from_db()
        states.append(survey.status)
        assert client.get(f"{BASE}surveys/{survey.pk}/{noun}/").status_code == 405
    assert states == ["open", "closed", "open"]


def test_unfinished_survey_goes_back_to_the_editor(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        survey = create_survey(name="Tyhjä", touchpoint=world.phone, questionnaire=Questionnaire())
    sent = browse(world.helmi).post(f"{BASE}surveys/{survey.pk}/publication/", follow=True)
    assert sent.redirect_chain[-1][0] == f"{BASE}surveys/{survey.pk}/"
    htmx = browse(world.helmi).post(f"{BASE}surveys/{survey.pk}/publication/", headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == f"{BASE}surveys/{survey.pk}/"


def test_results_count_what_was_said(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        survey = a_survey(world)
        answered(survey, [9] * 8 + [3] * 2, "<script>alert(1)</script>")
    page = browse(world.onni).get(f"{BASE}surveys/{survey.pk}/results/").content.decode()
    assert "80\N{NO-BREAK SPACE}%" in page
    # Wilson, 8 of 10: 49.0-94.3 %
    assert "49–94\N{NO-BREAK SPACE}%" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert f"http://testserver/s/{survey.token}/" in page


@pytest.mark.parametrize(
    ("host", "is_told"), [("127.0.0.1:8000", True), ("[::1]:8000", True), ("kohtaamo.fi", False)]
)
def test_link_of_this_machine_tells_how_a_phone_reaches_it(
    world: World, browse: Browse, settings: Any, host: str, is_told: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    with working_for(world.satama):
        survey = a_survey(world)
    client = browse(world.onni)
    page = client.get(f"{BASE}surveys/{survey.pk}/results/", headers={"host": host}).content.decode()
    assert f"http://{host}/s/{survey.token}/" in page
    assert ("--host 0.0.0.0" in page) is is_told


def test_results_of_few_answers_are_held_back(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        survey = a_survey(world)
        answered(survey, [9] * 9)
    client = browse(world.helmi)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"{BASE}surveys/{survey.pk}/results/").content.decode()
    assert 'class="fill-meri"' not in page
    assert "100%" in page  # only how many answered to the end
    assert "9 of 9 begun" in page


def test_results_cost_the_same_for_one_and_three(world: World, browse: Browse) -> None:
    client = browse(world.helmi)
    with working_for(world.satama):
        survey = a_survey(world)
        answered(survey, [9], "Kiitos")
    address = f"{BASE}surveys/{survey.pk}/results/"
    one = queries_of(client, address)
    with working_for(world.satama):
        answered(survey, [1, 2], "Jonotin")
    assert queries_of(client, address) == one


def test_draft_has_no_link_yet(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        survey = a_survey(world, is_open=False)
    page = browse(world.helmi).get(f"{BASE}surveys/{survey.pk}/results/").content.decode()
    assert survey.token not in page


def test_newest_answers_are_read_one_by_one(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    address = f"{BASE}answers/"
    assert client.get(address).status_code == 200
    with working_for(world.satama):
        survey, other = a_survey(world), a_survey(world, "Toinen kysely")
        answered(survey, [9], "Jonotin <kauan>")
    one = queries_of(client, address)
    with working_for(world.satama):
        answered(other, [2, 3], "Toisen sanat")
    assert queries_of(client, address) == one
    page = client.get(address).content.decode()
    assert "9 / 10" in page
    assert "Jonotin &lt;kauan&gt;" in page
    narrowed = client.get(address, {"survey": other.pk}).content.decode()
    assert "Toisen sanat" in narrowed
    assert "Jonotin" not in narrowed


def staff_say(survey: Survey, number: int) -> None:
    """Answers of so many employees, each with words of her own, and then the survey closes."""
    record_answers(
        IncomingAnswer(
            uid=f"e{one}",
            touchpoint=survey.touchpoint,
            survey=survey,
            happened_at=timezone.now(),
            content=(GivenValue("enps", "enps", 1), GivenValue("why", "open_text", f"Pomo huutaa {one}")),
        )
        for one in range(number)
    )
    close_survey(survey=survey)
    deliver_all()


def a_staff_survey(world: World) -> Survey:
    elements = [{"name": "enps", "type": "enps", "title": {"fi": "Suosittelisitko?"}}, ELEMENTS[1]]
    survey = create_survey(
        name="Henkilöstö",
        touchpoint=world.phone,
        questionnaire=Questionnaire.model_validate({"pages": [{"elements": elements}]}),
    )
    publish_survey(survey=survey)
    return survey


@pytest.mark.parametrize(
    ("number", "has_number", "has_words"), [(4, False, False), (7, True, False), (8, True, True)]
)
def test_employees_are_shown_together_or_not_at_all(
    world: World, browse: Browse, number: int, has_number: bool, has_words: bool
) -> None:
    with working_for(world.satama):
        survey = a_staff_survey(world)
        staff_say(survey, number)
    client = browse(world.helmi)
    assert client.get(f"{BASE}answers/").context["rows"] == []
    (row,) = client.get(BASE).context["rows"]
    assert (row.response.answers, row.response.newest) == (number if has_number else 0, None)
    found = client.get(f"{BASE}surveys/{survey.pk}/results/")
    page = found.content.decode()
    assert ("Pomo huutaa 3" in page) is has_words
    assert [bool(one.bars) for one in found.context.get("questions", [])] == [True] * has_number


@pytest.mark.parametrize("rest", ["", "results/", "publication/", "closing/", "reopening/"])
def test_other_organisation_meets_nothing(world: World, browse: Browse, rest: str) -> None:
    with working_for(world.satama):
        survey = a_survey(world)
    outi = browse(world.outi)
    for address in (
        f"/o/satama/feedback/surveys/{survey.pk}/{rest}",
        f"/o/toinen/feedback/surveys/{survey.pk}/{rest}",
    ):
        assert outi.post(address).status_code in {404, 405}
        assert outi.get(address).status_code in {404, 405}


def test_agent_reads_but_does_not_write(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        survey = a_survey(world)
    client = browse(world.onni)
    for address in ("surveys/new/", f"surveys/{survey.pk}/"):
        assert client.get(BASE + address).status_code == 403
    assert client.post(f"{BASE}surveys/{survey.pk}/closing/").status_code == 403


def test_touchpoint_panel_tells_its_surveys_at_one_price(world: World, rf: Any) -> None:
    request = rf.get("/")
    request.member, request.organisation = world.helmi, world.satama
    with working_for(world.satama):
        answered(a_survey(world, "Puhelun <jälkeen>"), [9])
        with CaptureQueriesContext(connection) as one:
            html = "".join(panels_at("touchpoint.side", request, [world.phone])[world.phone.pk])
        assert "Puhelun &lt;jälkeen&gt;" in html
        assert f"?touchpoint={world.phone.pk}" in html
        with CaptureQueriesContext(connection) as few:
            surveys_here(request, [world.phone])
        with CaptureQueriesContext(connection) as many:
            surveys_here(request, [world.phone, world.desk])
        assert len(few) == len(many)
        assert len(one) >= len(few)
