"""A survey whose every text is hostile, and an answer of the same kind: nowhere do they become a part of a page.

The texts are stored as they are, past every import and editor, so that only the showing is tried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kohtaamo.feedback.models import Invitation, Occasion, SendingHours, Survey
from kohtaamo.feedback.question import OWN_WORDS
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.reaching import Paper, Poster, as_pdf, make_link
from kohtaamo.feedback.sending import send_all_due
from kohtaamo.feedback.sending.choosing import invite
from kohtaamo.feedback.sending.triggers import Trigger
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member
from tests.world import World

Browse = Callable[[Member], Client]
EVIL = "'\"></textarea></title></style></script><x-evil onclick=alert(1)></x-evil><!--"


def said(more: str = "") -> dict[str, str]:
    return {"fi": EVIL + more, "en": EVIL + more}


def offered(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": said()} for value in values]


RAW: dict[str, Any] = {
    "languages": ["fi", "en"],
    "hidden": ["name"],
    "thanks": said(),
    "guide": True,
    "pages": [
        {
            "title": said(),
            "description": said(),
            "elements": [
                {"name": "nps", "type": "nps", "title": said(), "description": said()},
                {"name": "pick", "type": "single_choice", "title": said(), "other": True,
                 "choices": offered("a", "b"), "probes": {"fi": [EVIL], "en": [EVIL]}, "noteSpace": True},
                {"name": "rooms", "type": "matrix", "title": said(), "rows": offered("r", "s"),
                 "columns": offered("c", "d")},
                {"name": "rank", "type": "ranking", "title": said(), "choices": offered("k", "l")},
                {"name": "why", "type": "open_text", "title": said("{name}")},
            ],
        },
        {
            "title": said("{why}"),
            "elements": [
                {"name": "last", "type": "open_text", "title": said("{why}{pick}{name}"),
                 "visibleIf": {"!=": [{"var": "why"}, EVIL + "x"]}},
            ],
        },
    ],
}  # fmt: skip


class Elements(HTMLParser):
    """Every element and attribute of a page, and what stands in its scripts that a browser would run."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.found |= {name for name, _value in attrs}

    def handle_comment(self, data: str) -> None:
        self.found.add(f"comment of {data[:20]}" if "<" in data else "comment")


def assert_harmless(page: str) -> None:
    found = Elements(page).found
    assert found & {"html", "body", "head", "table", "div", "section", "p"}
    assert not {one for one in found if one in {"x-evil", "onclick"} or one.startswith("comment of")}
    for script in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL):
        assert "x-evil" not in script or json.loads(script)


@pytest.fixture
def survey(in_satama: World) -> Survey:
    in_satama.satama.name = EVIL[:60]
    in_satama.satama.save()
    made = create_survey(
        name=EVIL, touchpoint=in_satama.phone, questionnaire=Questionnaire.model_validate(RAW)
    )
    publish_survey(survey=made)
    made.refresh_from_db()
    content = (
        GivenValue("nps", "nps", 3),
        GivenValue("pick", "single_choice", {"other": EVIL}),
        GivenValue("why", "open_text", EVIL),
        GivenValue("last", "open_text", EVIL),
    )
    item = IncomingAnswer(
        uid="evil", touchpoint=in_satama.phone, survey=made, version=made.versions.get(),
        happened_at=timezone.now(), content=content, customer=in_satama.eero, attributes={"name": EVIL[:80]},
    )  # fmt: skip
    assert not record_answers([item])[0].reason
    deliver_all()
    return made


PAGES = (
    "", "results/", "results/groups/", "waves/", "settings/", "check/", "trial/", "versions/", "preview/",
    "reach/", "links/", "posters/", "widgets/", "kiosks/", "interviews/", "interviews/desk/", "definition/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_a_survey_show_words_only(survey: Survey, world: World, browse: Browse, path: str) -> None:
    page = browse(world.aino).get(f"/o/satama/feedback/surveys/{survey.pk}/{path}")
    assert page.status_code == 200
    assert_harmless(page.content.decode())


@pytest.mark.parametrize("name", ["nps", "pick", "rooms", "rank", "why", "last"])
def test_the_editor_of_each_question_shows_words_only(
    survey: Survey, world: World, browse: Browse, name: str
) -> None:
    page = browse(world.aino).get(f"/o/satama/feedback/surveys/{survey.pk}/?at={name}").content.decode()
    assert "&lt;x-evil" in page
    assert_harmless(page)


@pytest.mark.parametrize("path", ["", "answers/", "occasions/"])
def test_lists_show_words_only(survey: Survey, world: World, browse: Browse, path: str) -> None:
    assert_harmless(browse(world.aino).get(f"/o/satama/feedback/{path}").content.decode())


def test_comments_and_their_touchpoint_show_words_only(survey: Survey, world: World, browse: Browse) -> None:
    for path in ("insight/comments/", f"journeys/touchpoints/{world.phone.pk}/"):
        page = browse(world.aino).get(f"/o/satama/{path}")
        assert_harmless(page.content.decode())


def test_the_respondent_sees_words_only(survey: Survey, world: World) -> None:
    client = Client(headers={"accept-language": "fi"})
    page = client.get(f"/s/{survey.token}/", {"name": EVIL}).content.decode()
    assert "&lt;x-evil" in page
    assert_harmless(page)
    action = re.search(r'<form method="post" action="([^"]+)"', page)
    assert action
    address = action[1].replace("&amp;", "&")
    typed = {"why": EVIL, "pick": OWN_WORDS, "pick.other": EVIL, "nps": "77"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert_harmless(refused.content.decode())
    onward = client.post(address, {**typed, "nps": "7"})
    assert onward.status_code == 302
    for path in (onward["Location"], f"/s/{survey.token}/thanks/?lang=fi", f"/s/{survey.token}/privacy/"):
        assert_harmless(client.get(path).content.decode())


def test_the_poster_is_drawn_and_its_page_shows_words_only(
    survey: Survey, world: World, browse: Browse
) -> None:
    link = make_link(survey=survey, name=EVIL, way="qr")
    client = browse(world.aino)
    for path in (f"links/{link.pk}/", f"links/{link.pk}/poster/"):
        page = client.get(f"/o/satama/feedback/{path}")
        assert page.status_code == 200
        assert_harmless(page.content.decode())
    drawn = client.get(f"/o/satama/feedback/links/{link.pk}/poster.pdf", {"fi": EVIL, "lang": "fi"})
    assert drawn.content.startswith(b"%PDF-")
    assert b"/JavaScript" not in drawn.content
    code = client.get(f"/o/satama/feedback/links/{link.pk}/code.svg").content.decode()
    assert "x-evil" not in code
    for paper in Paper:
        made = as_pdf(Poster(organisation=EVIL, address="https://a.example/", questions=said(), paper=paper))
        assert made.startswith(b"%PDF-")


def test_mail_carries_words_only_and_one_subject(survey: Survey, in_satama: World, settings: Any) -> None:
    SendingHours.objects.create(
        opens_at="00:00", closes_at="00:00", days=list(range(7)), on_holidays=True, sender=EVIL[:60]
    )
    in_satama.eero.email, in_satama.eero.name = "eero@example.org", EVIL
    in_satama.eero.save()
    now = timezone.now()
    occasion = Occasion.objects.create(
        name=EVIL, survey=survey, after="event", event="x", ways=["email"], is_active=True, active_since=now,
        words={"fi": {"subject": EVIL, "text": EVIL}},
    )  # fmt: skip
    invite([Trigger(uid="1", customer=in_satama.eero, happened_at=now, event="x")], [occasion], now=now)
    Invitation.objects.update(due_at=now)
    assert send_all_due() == 1
    (sent,) = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert "&lt;x-evil" in html
    assert_harmless(html)
    assert sent.subject == EVIL
