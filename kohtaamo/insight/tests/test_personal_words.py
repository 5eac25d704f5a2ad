"""What names a person in what customers wrote is hidden on every page, and opened by those who may."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from kohtaamo.encounters.queries import person_copy
from kohtaamo.encounters.services import erase_customer
from kohtaamo.feedback.models import Answer, Comment, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, open_words, publish_survey
from kohtaamo.insight.services import measure_answers
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event, Member
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.organisation.veiling import VEILS
from tests.world import World

Browse = Callable[[Member], Client]
NUMBER = "040 123 4567"
with override("fi"):
    VEIL = f"[{VEILS['phone']}]"
TEXT = f"Huono palvelu, soittakaa numeroon {NUMBER}, ystävällinen ilme kuitenkin"
QUESTIONS = {
    "languages": ["fi"],
    "pages": [{"elements": [{"type": "open_text", "name": "why", "title": {"fi": "Miksi?"}}]}],
}


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        made = create_survey(
            name="Kysely", touchpoint=world.phone, questionnaire=Questionnaire.model_validate(QUESTIONS)
        )
        publish_survey(survey=made)
        answer = Answer.objects.create(
            uid="a1",
            survey=made,
            touchpoint=world.phone,
            happened_at=timezone.now(),
            language="fi",
            customer=world.eero,
            content=[
                {"name": "why", "kind": "open_text", "value": TEXT},
                {"name": "nps", "kind": "nps", "value": 2},
            ],
        )
        Comment.objects.create(
            answer=answer, question="why", text=TEXT, touchpoint=world.phone, happened_at=answer.happened_at
        )
        measure_answers(answers=[answer.pk])
    return made


def pages(world: World, survey: Survey) -> list[str]:
    return [
        "insight/comments/",
        "insight/metrics/nps/explanation/",
        "",
        f"journeys/touchpoints/{world.phone.pk}/",
        f"feedback/surveys/{survey.pk}/results/",
        "feedback/answers/",
        f"feedback/surveys/{survey.pk}/answers/?as=csv",
        f"feedback/surveys/{survey.pk}/answers/?as=jsonl",
    ]


@pytest.mark.parametrize("name", ["helmi", "aino", "root", "onni"])
def test_nobody_is_shown_personal_data_before_opening_it(
    world: World, survey: Survey, browse: Browse, name: str
):
    client = browse(getattr(world, name))
    seen = 0
    for page in pages(world, survey):
        reply = client.get(f"/o/satama/{page}")
        body = reply.getvalue().decode() if reply.streaming else reply.content.decode()
        assert NUMBER not in body
        seen += VEIL in body
    assert seen >= 6


def test_marks_stand_on_their_words_after_the_hidden_ones(world: World, survey: Survey, browse: Browse):
    shown = browse(world.helmi).get("/o/satama/insight/comments/").content.decode()
    assert f'<mark class="veil">{VEIL}</mark>' in shown
    assert '">Huono</mark> palvelu' in shown
    assert '">ystävällinen</mark> ilme' in shown


def test_opening_shows_the_words_and_is_written_in_the_log(world: World, survey: Survey, browse: Browse):
    with working_for(world.satama):
        key = Comment.objects.get().pk
    client = browse(world.onni)
    address = f"/o/satama/feedback/comments/{key}/opening/"
    page = "http://testserver/o/satama/insight/comments/"
    opened = client.post(address, headers={"HX-Request": "true", "HX-Current-URL": page}).content.decode()
    assert f'<mark class="opened">{NUMBER}</mark>' in opened
    with working_for(world.satama):
        event = Event.objects.get(verb="feedback.personal_data_opened")
    assert (event.actor, event.subject_id) == (world.onni, key)
    assert event.data == {"kinds": ["phone"], "place": "insight:comments"}
    log = browse(world.aino).get("/o/satama/settings/log/?verb=feedback.personal_data_opened")
    assert f"<td>{VEIL[1:-1]}</td><td>Onni</td>" in log.content.decode()


def test_those_without_the_right_cannot_open(world: World, survey: Survey, browse: Browse):
    with working_for(world.satama):
        key = Comment.objects.get().pk
    address = f"/o/satama/feedback/comments/{key}/opening/"
    assert browse(world.helmi).post(address).status_code == 403
    assert browse(world.outi).post(address).status_code == 404
    assert "/opening/" not in browse(world.helmi).get("/o/satama/insight/comments/").content.decode()
    assert (
        browse(world.helmi)
        .get(f"/o/satama/feedback/surveys/{survey.pk}/answers/?as=csv&personal=1")
        .status_code
        == 403
    )
    with working_for(world.satama):
        assert not Event.objects.filter(verb__startswith="feedback.personal").exists()


def test_words_of_employees_are_never_opened(world: World, survey: Survey, browse: Browse):
    with working_for(world.satama):
        Answer.objects.update(is_from_staff=True)
        key = Comment.objects.get().pk
    assert browse(world.root).post(f"/o/satama/feedback/comments/{key}/opening/").status_code == 404


def test_a_file_with_personal_data_is_written_in_the_log(world: World, survey: Survey, browse: Browse):
    reply = browse(world.aino).get(f"/o/satama/feedback/surveys/{survey.pk}/answers/?as=csv&personal=1")
    assert NUMBER in reply.getvalue().decode()
    with working_for(world.satama):
        event = Event.objects.get(verb="feedback.personal_data_taken")
    assert (event.actor, event.subject_id) == (world.aino, survey.pk)
    assert event.data == {"name": "Kysely", "form": "csv"}


def test_a_copy_of_a_person_tells_when_her_words_were_opened_and_erasing_takes_the_words(
    world: World, survey: Survey
):
    with working_for(world.satama):
        comment = Comment.objects.get()
        open_words(comment=comment, actor=world.onni, place="conversations:show")
        part = person_copy(world.eero)["feedback"]
        assert [one["kinds"] for one in part["personal_data_opened"]] == [["phone"]]
        erase_customer(customer=world.eero)
        deliver_all()
        assert not Comment.objects.exists()
        assert NUMBER not in str(list(Event.objects.values()))


def test_forms_of_a_comment_are_sent_with_the_token_of_the_page(world: World, survey: Survey) -> None:
    client = Client(enforce_csrf_checks=True)
    assert world.aino.user
    client.force_login(world.aino.user)
    page = client.get("/o/satama/insight/comments/").content.decode()
    acts = page[page.index('class="tone-acts"') :]
    tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', acts[: acts.index("</figure>")]))
    address = re.search(r'formaction="([^"]+/positive/)"', acts)
    assert address
    assert len(tokens) == 1
    assert client.post(address[1], {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post(address[1], {"csrfmiddlewaretoken": tokens.pop()}).status_code == 302
