from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.models import Consent, Customer
from kohtaamo.encounters.services import IncomingEncounter, record_encounters
from kohtaamo.feedback.models import Answer, Invitation, Occasion, SendingHours, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.sending import leaving_address, personal_address, send_all_due
from kohtaamo.feedback.sending.states import move
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import measure
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


@pytest.fixture
def invitation(
    in_satama: World, occasion: Callable[..., Occasion], always: SendingHours, clock: Any
) -> Invitation:
    """Sent to Eero, and the question in his mail not answered yet."""
    in_satama.eero.email = "eero@example.org"
    in_satama.eero.save()
    occasion()
    met = IncomingEncounter(
        uid="m-1",
        touchpoint=in_satama.desk,
        customer=in_satama.eero,
        unit=in_satama.unit,
        happened_at=timezone.now(),
        attributes={"order": "T-17"},
    )
    record_encounters(encounters=[met])
    deliver_all()
    send_all_due()
    return Invitation.objects.get()


def path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def link(invitation: Invitation, **chosen: str) -> str:
    assert invitation.survey is not None
    return path(personal_address(invitation, invitation.survey, **chosen))


def state(invitation: Invitation) -> str:
    deliver_all()
    invitation.refresh_from_db()
    return invitation.state


def post_steps(client: Client, page: bytes, *steps: dict[str, str]) -> Any:
    """Sends each step to the address that the form on the page before had."""
    text, answer = page.decode(), None
    for step in steps:
        answer = client.post(address_in(text), step)
        if answer.status_code == 302 and "thanks" not in answer["Location"]:
            text = client.get(answer["Location"]).content.decode()
    return answer


def address_in(text: str) -> str:
    return next(
        part.split('"')[0].replace("&amp;", "&")
        for part in text.split('action="')[1:]
        if part.startswith("/s/")
    )


def test_one_click_in_the_mail_shows_the_value_chosen_and_stores_nothing(invitation: Invitation) -> None:
    client = Client()
    page = client.get(link(invitation, q="nps", v="9"))
    assert page.status_code == 200
    chosen = [part for part in page.content.decode().split("<input")[1:] if " checked" in part.split(">")[0]]
    assert len(chosen) == 1
    assert 'value="9"' in chosen[0]
    assert not Answer.objects.exists()
    assert state(invitation) == "opened"


def test_the_answer_is_of_the_person_the_encounter_and_what_the_trigger_told(
    invitation: Invitation, in_satama: World
) -> None:
    client = Client()
    page = client.get(link(invitation, q="nps", v="9"))
    post_steps(client, page.content, {"nps": "9", "value": "9"})
    assert state(invitation) == "partial"
    answer = Answer.objects.get()
    assert not answer.is_complete
    again = client.get(link(invitation))
    done = post_steps(client, again.content, {"nps": "9", "value": "9"}, {"miksi": "Hyvä", "value": "Hyvä"})
    assert "thanks" in done["Location"]
    assert state(invitation) == "answered"
    answer = Answer.objects.get()
    assert answer.is_complete
    assert {one["name"]: one["value"] for one in answer.content} == {"nps": 9, "miksi": "Hyvä"}
    assert (answer.customer, answer.unit, answer.channel) == (in_satama.eero, in_satama.unit, "email")
    assert answer.encounter == invitation.encounter
    assert answer.attributes == {"order": "T-17"}


def test_an_answered_link_says_thanks_and_takes_nothing_twice(invitation: Invitation) -> None:
    client = Client()
    page = client.get(link(invitation))
    steps = ({"nps": "9", "value": "9"}, {"miksi": "Hyvä", "value": "Hyvä"})
    post_steps(client, page.content, *steps)
    again = client.get(link(invitation, q="nps", v="0"))
    assert again.status_code == 302
    assert "thanks" in again["Location"]
    client.post(address_in(page.content.decode()), {"nps": "0", "value": "0"})
    answer = Answer.objects.get()
    assert answer.content[0]["value"] == 9


def test_a_forged_or_cut_link_is_kindly_refused(invitation: Invitation, survey: Survey) -> None:
    client = Client()
    good = link(invitation)
    for bad in (
        good.replace("k=", "k=x"),
        good.split("~")[0],
        f"/s/{survey.token}/?k=",
        f"/s/{survey.token}/?k=~",
    ):
        assert client.get(bad).status_code == 404
    assert state(invitation) == "sent"


def test_an_expired_link_says_so(invitation: Invitation, clock: Any) -> None:
    clock.shift(timedelta(days=31))
    assert Client().get(link(invitation)).status_code == 410
    assert state(invitation) == "sent"


def test_leaving_takes_one_press_and_can_be_undone(invitation: Invitation, in_satama: World) -> None:
    assert invitation.survey is not None
    address = path(leaving_address(invitation, invitation.survey))
    client = Client()
    assert client.get(address).status_code == 200
    assert state(invitation) == "sent"
    # as mail programs do it by themselves
    client.post(address, {"List-Unsubscribe": "One-Click"})
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert state(invitation) == "opted_out"
    assert invitation.outcome == Invitation.Outcome.OPTED_OUT
    assert Consent.objects.filter(is_given=False, channel="email").count() == 1
    client.get(link(invitation))
    assert state(invitation) == "opted_out"
    client.post(address, {"back": "1"})
    assert state(invitation) == "sent"
    assert [one.is_given for one in Consent.objects.order_by("pk")] == [False, True]


def test_the_response_rate_leaves_out_what_came_back(invitation: Invitation, in_satama: World) -> None:
    """Of forty that went ten came back, ten answered, five left and fifteen are silent: a third of the reached."""
    now = timezone.now()
    for number, after in enumerate(["bounced"] * 10 + ["answered"] * 10 + ["opted_out"] * 5 + [""] * 14):
        one = Invitation.objects.create(
            uid=f"x-{number}",
            touchpoint=in_satama.desk,
            survey=invitation.survey,
            channel="email",
            sent_at=now,
        )
        assert not after or move(one.pk, after, now=now)
    record(
        "feedback.invitations_recorded", data={"invitations": [one.pk for one in Invitation.objects.all()]}
    )
    Invitation.objects.create(uid="q", touchpoint=in_satama.desk, state="quarantined", why="fatigue")
    deliver_all()
    (response,) = measure(METRICS["response_rate"], where=Where())
    (bounced,) = measure(METRICS["bounce_rate"], where=Where())
    assert response.estimate is not None
    assert bounced.estimate is not None
    assert (round(response.estimate.value, 1), response.estimate.n) == (33.3, 30)
    assert (bounced.estimate.value, bounced.estimate.n) == (25.0, 40)


def another(invitation: Invitation, world: World) -> Invitation:
    """Another customer, asked of the same survey in the same way."""
    met = IncomingEncounter(
        uid="m-2",
        touchpoint=world.desk,
        customer=Customer.objects.create(key="C-2", name="Liisa", email="liisa@example.org"),
        happened_at=timezone.now(),
    )
    record_encounters(encounters=[met])
    deliver_all()
    send_all_due()
    return Invitation.objects.exclude(pk=invitation.pk).get()


def test_the_signature_of_one_person_opens_no_answer_of_another(
    invitation: Invitation, in_satama: World
) -> None:
    other = another(invitation, in_satama)
    client = Client()
    mine, hers = (re.search(r"k=([^&]+)", link(one)) for one in (invitation, other))
    assert mine
    assert hers
    signature = mine[1].rpartition("~")[2] or mine[1].rpartition("%7E")[2]
    crossed = link(other).replace(hers[1].rpartition("~")[2], signature)
    assert crossed != link(other)
    assert client.get(crossed).status_code == 404
    assert (state(invitation), state(other)) == ("sent", "sent")


def test_every_letter_of_a_link_counts(invitation: Invitation) -> None:
    client, good = Client(), link(invitation)
    begin, end = good.index("k=") + 2, good.index("&")
    for at in range(begin, end):
        changed = "A" if good[at] != "A" else "B"
        assert client.get(f"{good[:at]}{changed}{good[at + 1 :]}").status_code == 404, at
    assert state(invitation) == "sent"


def test_a_link_of_one_survey_opens_no_other(invitation: Invitation, in_satama: World) -> None:
    raw = {"pages": [{"elements": [{"name": "nps", "type": "nps", "title": {"fi": "?"}}]}]}
    other = create_survey(name="Toinen", touchpoint=in_satama.desk, questionnaire=read_questionnaire(raw))
    publish_survey(survey=other)
    assert invitation.survey is not None
    client = Client()
    for address in (link(invitation), path(leaving_address(invitation, invitation.survey))):
        crossed = address.replace(invitation.survey.token, other.token)
        assert client.get(crossed).status_code == 404
        assert client.post(crossed, {"List-Unsubscribe": "One-Click"}).status_code in {404, 405}
    page = client.get(link(invitation)).content.decode()
    stolen = address_in(page).replace(invitation.survey.token, other.token)
    assert client.post(stolen, {"nps": "1", "value": "1"}).status_code == 410
    assert not Answer.objects.exists()
    assert not Consent.objects.exists()
    assert state(invitation) == "opened"


def test_a_link_of_another_organisation_opens_nothing_here(invitation: Invitation, in_satama: World) -> None:
    with working_for(in_satama.toinen):
        place = Touchpoint.objects.create(name="Muu", kind="channel", form="physical")
        raw = {"pages": [{"elements": [{"name": "nps", "type": "nps", "title": {"fi": "?"}}]}]}
        foreign = create_survey(name="Muu", touchpoint=place, questionnaire=read_questionnaire(raw))
        publish_survey(survey=foreign)
    assert invitation.survey is not None
    crossed = link(invitation).replace(invitation.survey.token, foreign.token)
    assert Client().get(crossed).status_code == 404
    assert state(invitation) == "sent"


def test_whatever_is_refused_says_kindly_what_to_do(invitation: Invitation, clock: Any) -> None:
    forged = Client().get(link(invitation).replace("k=", "k=x")).content.decode()
    for language, words in (("fi", "avaa se uudelleen"), ("en", "Open it again from the message you got")):
        (side,) = re.findall(rf'<section lang="{language}".*?</section>', forged, re.DOTALL)
        assert words.lower() in side.lower()
    clock.shift(timedelta(days=31))
    late = Client().get(link(invitation)).content.decode()
    assert "The time to answer is over" in late
    assert '<section lang="fi"' in late


def test_a_link_sent_twice_at_once_makes_one_answer(invitation: Invitation) -> None:
    """Two windows of one letter, sent one after another, and the later one again with the back button."""
    first, second = Client(), Client()
    pages = [one.get(link(invitation)).content for one in (first, second)]
    post_steps(first, pages[0], {"nps": "9", "value": "9"})
    post_steps(second, pages[1], {"nps": "3", "value": "3"}, {"miksi": "Hidas", "value": "Hidas"})
    post_steps(first, pages[0], {"nps": "10", "value": "10"})
    answer = Answer.objects.get()
    assert {one["name"]: one["value"] for one in answer.content} == {"nps": 3, "miksi": "Hidas"}
    assert answer.is_complete
    assert state(invitation) == "answered"
