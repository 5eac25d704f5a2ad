from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from kohtaamo.conversations.models import Case
from kohtaamo.conversations.services import finish, open_by_hand
from kohtaamo.conversations.wording import score_in_words
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.services import GivenValue
from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.metrics import METRICS
from kohtaamo.organisation.models import Member
from tests.world import World

Say = Callable[..., Answer]
Browse = Callable[[Member], Client]
HARD = GivenValue("vaiva", "effort", -2)


@pytest.fixture
def unnamed(noon: Any, in_satama: World, say: Say) -> Case:
    """Onni's, of somebody nobody knows, to whom it was much more trouble than expected."""
    return open_by_hand(answer=say(None, more=(HARD,)), actor=in_satama.onni)


@pytest.fixture
def client(in_satama: World, browse: Browse) -> Client:
    found = browse(in_satama.onni)
    found.cookies["django_language"] = "en"
    return found


def watch_low_scores(world: World) -> None:
    make_rule(kind="low_score", metric=METRICS["nps"], parameters={}, owner=world.aino, actor=None, limit=3.0)


def page(client: Client, path: str) -> str:
    return text(client.get(f"/o/satama/cases/{path}").content.decode())


def text(html: str) -> str:
    """As it is read: without tags, spaces as single ones."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("&#x27;", "'")


def close(client: Client, case: Case) -> str:
    given = {"done": "The form was made shorter."}
    answer = client.post(f"/o/satama/cases/{case.pk}/finishing/", given, follow=True)
    return text(answer.content.decode())


def test_closing_the_case_of_somebody_unnamed_promises_no_answer(unnamed: Case, client: Client) -> None:
    told = close(client, unnamed)
    assert "Nobody knows who the customer is, so they cannot be asked whether it helped." in told
    assert "next answer tells" not in told


def test_closing_the_case_of_a_customer_promises_her_next_answer(
    noon: Any, in_satama: World, say: Say, client: Client
) -> None:
    known = open_by_hand(answer=say(2, customer=in_satama.eero), actor=in_satama.onni)
    told = close(client, known)
    assert "Closed. The customer's next answer tells whether it helped." in told
    assert "Nobody knows who the customer is" not in told


def test_nobody_has_next_what_is_closed(unnamed: Case, in_satama: World, client: Client) -> None:
    shown = page(client, f"{unnamed.pk}/")
    assert "Onni has it." in shown
    assert "To be closed by" in shown
    finish(case=unnamed, done="Done.", actor=in_satama.onni)
    shown = page(client, f"{unnamed.pk}/")
    assert "Onni has it." not in shown
    assert "To be closed by" not in shown
    assert "Open again" in shown


def test_the_list_and_the_page_say_in_words_what_was_answered_in_words(unnamed: Case, client: Client) -> None:
    said = "Effort against expectation: much more than I expected"
    assert said in page(client, "")
    shown = page(client, f"{unnamed.pk}/")
    assert said in shown
    assert "Effort against expectation −2" not in shown


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("expectation", 1, "Against expectations: it exceeded my expectations"),
        ("effort", 0, "Effort against expectation: as much as I expected"),
        ("nps", 2, "Would recommend (NPS) 2"),
        ("csat", 4, "Satisfaction (CSAT) 4"),
    ],
)
def test_a_score_is_said_as_it_was_chosen(kind: str, value: int, said: str) -> None:
    with translation.override("en"):
        assert score_in_words(kind, value) == said


@pytest.mark.parametrize(
    ("path", "field", "complaint"),
    [
        ("finishing/", "done", "Write in a few words what was done; then the case can be closed."),
        ("notes/", "note", "Write the note first."),
    ],
)
def test_a_field_left_empty_says_so_itself(
    path: str, field: str, complaint: str, unnamed: Case, client: Client
) -> None:
    before = page(client, f"{unnamed.pk}/")
    assert complaint not in before
    answer = client.post(f"/o/satama/cases/{unnamed.pk}/{path}", {"done": "  ", "text": ""}, follow=True)
    shown = answer.content.decode()
    assert f'aria-describedby="{field}-missing"' in shown
    assert f'id="{field}-missing"><li>{complaint}</li>' in shown
    assert shown.count("novalidate") == 2
    assert Case.objects.get().is_open


def test_what_makes_cases_without_a_rule_is_said_plainly(in_satama: World, client: Client) -> None:
    none = "A low score of a known customer, as soon as an alert of single bad values is in use."
    one = "A low score of a known customer: 1 alert of single bad values looks out for it."
    two = "A low score of a known customer: 2 alerts of single bad values look out for it."
    for sentence in (none, one, two):
        assert sentence in page(client, "rules/")
        watch_low_scores(in_satama)
    shown = page(client, "rules/")
    assert "the customer said yes when asked whether you may contact them" in shown
    assert "asks when a case has been closed" in shown
