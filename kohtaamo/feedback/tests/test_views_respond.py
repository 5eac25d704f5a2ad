from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Comment, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import close_survey, create_survey, publish_survey, save_draft
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

ELEMENTS: list[dict[str, Any]] = [
    {
        "name": "ease",
        "type": "effort",
        "required": True,
        "title": {"fi": "Paljonko asiasta oli vaivaa?", "en": "How much effort was it?"},
    },
    {
        "name": "matter",
        "type": "multiple_choice",
        "title": {"fi": "Mitä asiasi koski?", "en": "What was it about?"},
        "choices": [
            {"value": "bill", "text": {"fi": "Laskua", "en": "A bill"}},
            {"value": "fault", "text": {"fi": "Vikaa", "en": "A fault"}},
        ],
    },
    {"name": "why", "type": "open_text", "title": {"fi": "Kerro lisää", "en": "Tell us more"}},
]


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate(
            {"languages": ["fi", "en"], "pages": [{"elements": [element]} for element in ELEMENTS]}
        )
        made = create_survey(name="Puhelun jälkeen", touchpoint=world.phone, questionnaire=questionnaire)
        publish_survey(survey=made)
        return made


@pytest.fixture
def respondent() -> Client:
    """As strict as a browser without cookies and without JavaScript."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "fi"})


@pytest.fixture
def answers(world: World) -> Callable[[], list[Answer]]:
    def read() -> list[Answer]:
        with working_for(world.satama):
            return list(Answer.objects.prefetch_related("comments"))

    return read


def begin(respondent: Client, survey: Survey, query: str = "") -> str:
    """Opens the link and gives the address of the first form."""
    page = respondent.get(f"/s/{survey.token}/{query}")
    assert page.status_code == 200
    return form_of(page)


def form_of(page: Any) -> str:
    found = re.search(r'<form method="post" action="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1].replace("&amp;", "&")


def send(respondent: Client, address: str, **values: Any) -> Any:
    respondent.cookies.clear()
    return respondent.post(address, values)


def test_whole_way_without_cookies_or_scripts(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    sent = send(respondent, begin(respondent, survey), value="-1")
    assert sent.status_code == 302
    (answer,) = answers()
    assert not answer.is_complete
    assert answer.content == [{"name": "ease", "kind": "effort", "value": -1}]
    second = respondent.get(sent.url)
    assert "2 / 3" in second.content.decode()
    sent = send(respondent, form_of(second), value=["bill", "fault"])
    sent = send(respondent, form_of(respondent.get(sent.url)), value="Jonotin kauan.")
    assert sent.url == f"/s/{survey.token}/thanks/?lang=fi"
    assert respondent.get(sent.url).status_code == 200
    (answer,) = answers()
    assert answer.is_complete
    assert [value["value"] for value in answer.content] == [-1, ["bill", "fault"], "Jonotin kauan."]
    assert (answer.source, answer.language, answer.survey_id) == ("page", "fi", survey.pk)
    assert [comment.text for comment in answer.comments.all()] == ["Jonotin kauan."]


def test_pages_set_no_cookie(survey: Survey, respondent: Client) -> None:
    page = respondent.get(f"/s/{survey.token}/")
    assert not page.cookies
    assert not respondent.post(form_of(page), {"value": "1"}).cookies


def test_same_form_sent_twice_counts_once(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    first = begin(respondent, survey)
    for value in ("-1", "-1", "2"):
        sent = send(respondent, first, value=value)
    (answer,) = answers()
    assert answer.content[0]["value"] == 2
    last = sent.url.replace("/2/", "/3/")
    for _ in range(2):
        assert send(respondent, last, value="Kiitos").url.startswith(f"/s/{survey.token}/thanks/")
    assert send(respondent, first, value="-2").url.startswith(f"/s/{survey.token}/thanks/")
    (answer,) = answers()
    assert answer.content[0]["value"] == 2


def test_going_back_shows_and_changes_what_was_said(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    first = begin(respondent, survey)
    sent = send(respondent, first, value="1")
    assert first.split("?")[0] in respondent.get(sent.url).content.decode()
    assert re.search(r'value="1" checked', respondent.get(first).content.decode())
    send(respondent, sent.url, value=["bill"])
    send(respondent, sent.url, skip="1")
    (answer,) = answers()
    assert [value["name"] for value in answer.content] == ["ease"]


def test_question_that_needs_an_answer_is_not_passed(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    first = begin(respondent, survey)
    for values in ({}, {"skip": "1"}):
        page = send(respondent, first, **values)
        assert page.status_code == 422
        assert 'role="alert"' in page.content.decode()
        assert 'name="skip"' not in page.content.decode()
    assert answers() == []
    jumped = send(respondent, first.replace("/1/", "/3/"), value="Suoraan loppuun")
    assert "/1/" in jumped.url
    assert [answer.is_complete for answer in answers()] == [False]
    done = send(respondent, jumped.url, value="0")
    done = send(respondent, done.url.replace("/2/", "/3/"), value="Suoraan loppuun")
    assert "/thanks/" in done.url
    assert [answer.is_complete for answer in answers()] == [True]


def test_nothing_said_is_nothing_stored(
    world: World, survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    with working_for(world.satama):
        save_draft(
            survey=survey, questionnaire=Questionnaire.model_validate({"pages": [{"elements": ELEMENTS[2:]}]})
        )
        publish_survey(survey=survey)
    sent = send(respondent, begin(respondent, survey), skip="1")
    assert "/thanks/" in sent.url
    assert answers() == []


@pytest.mark.parametrize("value", ["7", "nan", "'; DROP TABLE", "\0"])
def test_value_off_the_scale_is_told_and_not_stored(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]], value: str
) -> None:
    page = send(respondent, begin(respondent, survey), value=value)
    assert page.status_code == 422
    assert answers() == []


def test_hostile_text_is_kept_and_escaped(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    hostile = "</textarea><script>alert('x')</script>{{ 7|add:7 }}"
    address = begin(respondent, survey).replace("/1/", "/3/")
    send(respondent, address, value=hostile)
    (answer,) = answers()
    assert answer.content[0]["value"] == hostile
    page = respondent.get(address).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)" in page
    assert "{{ 7|add:7 }}" in page


def test_too_long_text_stays_on_the_page(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    address = begin(respondent, survey).replace("/1/", "/3/")
    page = send(respondent, address, value="x" * 20_001)
    assert page.status_code == 422
    assert "x" * 20_001 in page.content.decode()
    assert answers() == []


def test_language_comes_from_the_link_then_the_browser_and_keeps_the_progress(
    survey: Survey, respondent: Client
) -> None:
    first = begin(respondent, survey)
    assert "Paljonko asiasta oli vaivaa?" in respondent.get(f"/s/{survey.token}/").content.decode()
    english = Client(headers={"accept-language": "en"}).get(f"/s/{survey.token}/")
    assert "How much effort was it?" in english.content.decode()
    assert english.headers["Content-Language"] == "en"
    second = respondent.get(send(respondent, first, value="1").url).content.decode()
    (other,) = re.findall(r'<a href="([^"]+)" lang="en"', second)
    page = respondent.get(other)
    assert "What was it about?" in page.content.decode()
    assert "2 / 3" in page.content.decode()
    assert "lang=en" in send(respondent, form_of(page), value=["bill"]).url


def test_published_meanwhile_the_questions_stay_as_they_began(
    world: World, survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    first = begin(respondent, survey)
    with working_for(world.satama):
        save_draft(
            survey=survey, questionnaire=Questionnaire.model_validate({"pages": [{"elements": ELEMENTS[2:]}]})
        )
        publish_survey(survey=survey)
    assert send(respondent, first, value="1").status_code == 302
    (answer,) = answers()
    with working_for(world.satama):
        assert answer.version is not None
        assert answer.version.number == 1


def test_closed_survey_says_so_in_both_languages(world: World, survey: Survey, respondent: Client) -> None:
    first = begin(respondent, survey)
    with working_for(world.satama):
        close_survey(survey=survey)
    for page in (respondent.get(f"/s/{survey.token}/"), send(respondent, first, value="1")):
        assert page.status_code == 410
        assert 'lang="fi"' in page.content.decode()
        assert "This survey has closed" in page.content.decode()
    assert respondent.get(f"/s/{survey.token}/thanks/").status_code == 200


def test_unknown_link_and_draft_are_alike(world: World, respondent: Client) -> None:
    with working_for(world.satama):
        draft = create_survey(name="Luonnos", touchpoint=world.phone, questionnaire=Questionnaire())
    for token in ("no-such", draft.token):
        page = respondent.get(f"/s/{token}/")
        assert page.status_code == 404
        assert "This link leads to no survey" in page.content.decode()


def test_expired_and_forged_tickets_offer_a_new_beginning(
    survey: Survey, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    first = begin(respondent, survey)
    forged = re.sub(r"~[^/]+/1/", "~forged/1/", first)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        pages = [send(respondent, first, value="1"), send(respondent, forged, value="1")]
    for page in pages:
        assert page.status_code == 410
        assert f'href="/s/{survey.token}/?lang=' in page.content.decode()
    assert answers() == []


def test_ticket_of_another_survey_is_no_good(world: World, survey: Survey, respondent: Client) -> None:
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate({"pages": [{"elements": ELEMENTS}]})
        other = create_survey(name="Toinen", touchpoint=world.desk, questionnaire=questionnaire)
        publish_survey(survey=other)
    stolen = begin(respondent, survey).replace(survey.token, other.token)
    assert send(respondent, stolen, value="1").status_code == 410
    with working_for(world.satama):
        assert not Comment.objects.exists()


def test_privacy_page_opens(survey: Survey, respondent: Client) -> None:
    assert respondent.get(f"/s/{survey.token}/privacy/").status_code == 200
