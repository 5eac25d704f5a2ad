"""Comments as vectors of a server of the tests' own, in which a few words stand for what they mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.encounters.services import IncomingCustomer, erase_customer, record_customers
from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.insight.comments import looked_for
from kohtaamo.insight.jobs import fetch_comment_vectors
from kohtaamo.insight.models import CommentVector, EmbeddingSettings
from kohtaamo.insight.personal import PART
from kohtaamo.insight.readers import near
from kohtaamo.insight.readers.meaning_setting import set_meanings, turn_meanings
from kohtaamo.insight.readers.near import Near, together
from kohtaamo.insight.searching import Found, search, similar
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.loopback import Server, Told, serving
from tests.world import World

# What a text means: how much of a bill, of a queue and of kindness is in it.
MEANINGS = {
    "lasku": 0, "laskussa": 0, "invoice": 0, "charged": 0,
    "jono": 1, "waited": 1, "queue": 1,
    "ystävällinen": 2, "kind": 2,
}  # fmt: skip


def embedded(body: dict[str, Any]) -> Told:
    data = []
    for place, text in enumerate(body["input"]):
        vector = [0.1, 0.1, 0.1, 1.0]
        for word in text.lower().replace(".", "").replace("?", "").split():
            if word in MEANINGS:
                vector[MEANINGS[word]] += 3.0
        data.append({"index": place, "embedding": vector})
    return Told(json.dumps({"data": data}).encode())


@pytest.fixture
def server() -> Iterator[Server]:
    near.questions.clear()
    with serving(embedded) as running:
        yield running


def set_up(server: Server) -> EmbeddingSettings:
    settings = set_meanings(
        address=server.address, model="e5", key="salainen", forgets_key=False, timeout_seconds=5, actor=None
    )
    turn_meanings(settings=settings, is_on=True, actor=None)
    return settings


def say(world: World, *texts: str, **more: Any) -> None:
    """Each older than the one before it."""
    count = Answer.objects.count()
    record_answers(
        [
            IncomingAnswer(
                uid=f"a{count + number}", touchpoint=world.phone, language="fi",
                happened_at=timezone.now() - timedelta(hours=count + number),
                content=(GivenValue("miksi", "open_text", text),), **more,
            )
            for number, text in enumerate(texts)
        ]
    )  # fmt: skip
    deliver_all()


def run_tasks() -> int:
    waiting = list(DBTaskResult.objects.filter(task_path=fetch_comment_vectors.module_path, status="READY"))
    for one in waiting:
        arguments = one.args_kwargs["args"]
        one.delete()
        fetch_comment_vectors.call(*arguments)
    return len(waiting)


def sent(server: Server) -> list[str]:
    return [text for body in server.asked for text in body["input"]]


def looked(words: str, **ways: bool) -> tuple[list[str], Found]:
    found = search(looked_for(), words, **{"sees_personal": True, **ways})
    texts = dict(Comment.objects.values_list("pk", "text"))
    return [texts[key] for key in found.keys], found


BILL, QUEUE, KIND, CHARGED = (
    "The invoice was wrong.", "I waited an hour.", "They were kind.", "I was charged twice.",
)  # fmt: skip


def test_without_a_reader_of_meanings_nothing_is_sent_or_kept(in_satama: World, server: Server) -> None:
    say(in_satama, BILL)
    settings = set_up(server)
    turn_meanings(settings=settings, is_on=False, actor=None)
    say(in_satama, QUEUE)
    assert (run_tasks(), looked("lasku")[0], server.received) == (0, [], [])
    assert not CommentVector.objects.exists()


def test_a_finnish_question_finds_english_text(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, QUEUE, BILL, KIND, CHARGED)
    assert run_tasks() == 1
    assert CommentVector.objects.count() == 4
    texts, found = looked("lasku")
    # neither holds the word; both mean it
    assert (sorted(texts), found.near, found.is_silent) == (sorted([BILL, CHARGED]), 2, False)
    assert server.paths[-1] == "/v1/embeddings"
    assert server.keys[-1] == "Bearer salainen"


def test_what_holds_the_words_comes_first_and_meanings_after(in_satama: World, server: Server) -> None:
    set_up(server)
    said = "Laskussa oli virhe."
    say(in_satama, QUEUE, BILL, said, KIND)
    run_tasks()
    texts, found = looked("lasku")
    assert (texts, found.near) == ([said, BILL], 1)
    assert looked("lasku", is_ranked=True)[0] == [said, BILL]


def test_words_and_meanings_weigh_three_and_seven_tenths() -> None:
    seen = Near(is_used=True, cosines={1: 0.9, 2: 0.5, 3: 0.7})
    # 1: 0.7; 2: 0.3 * 1; 3: 0.7 * 0.5 + 0.3 * 0.5 = 0.5
    assert together([1, 2, 3], seen, {2: 8.0, 3: 4.0}) == [1, 3, 2]
    # 1: 0.7 * 1; 3: 0.7 * 0.5 + 0.3 * 1 = 0.65; 2: 0
    assert together([2, 3, 1], seen, {3: 4.0}) == [1, 3, 2]


def test_comments_alike_are_those_that_mean_the_same(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, BILL, QUEUE, KIND, CHARGED)
    run_tasks()
    comment = Comment.objects.get(text=BILL)
    before = len(server.received)
    keys, same = similar(comment, looked_for())
    assert (Comment.objects.get(pk=keys[0]).text, same) == (CHARGED, 0)
    # its vector is known: nothing is asked
    assert len(server.received) == before


def test_a_silent_reader_leaves_the_words_and_the_search_says_so(in_satama: World, server: Server) -> None:
    set_up(server)
    said = "Laskussa oli virhe."
    say(in_satama, said, BILL)
    run_tasks()
    server.script = lambda _body: Told(status=500)
    texts, found = looked("lasku")
    assert (texts, found.is_silent, found.near) == ([said], True, 0)
    # after three failures in a row it is left alone
    for number in range(4):
        looked(f"lasku {number}")
    assert len([body for body in server.asked if len(body["input"]) == 1]) == 3


def test_nothing_that_names_a_person_is_sent(in_satama: World, server: Server) -> None:
    set_up(server)
    told = IncomingCustomer(key="asiakas-4711", name="Kyllikki Pärnänen", email="kp@example.com")
    person = record_customers(customers=[told])[told.key]
    text = "Kyllikin lasku, tunnus 131052-308T, numero 040 123 4567, tili FI21 1234 5600 0007 85."
    say(in_satama, text, customer=person)
    run_tasks()
    looked("131052-308T lasku 040 123 4567")
    assert len(sent(server)) == 2
    plain = b" ".join(server.received).decode().lower()
    assert [
        one for one in ("kyllik", "pärnä", "131052", "123 4567", "fi21", "kp@", "satama") if one in plain
    ] == []
    assert [one["asked_for"] for one in PART.copy(person)["sent_to_readers"]] == ["meaning"]
    # and her vector goes with her
    assert CommentVector.objects.count() == 1
    erase_customer(customer=person, actor=in_satama.aino)
    deliver_all()
    assert not CommentVector.objects.exists()


def test_what_employees_wrote_is_never_sent(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, BILL)
    Answer.objects.update(is_from_staff=True)
    run_tasks()
    assert (server.received, CommentVector.objects.count()) == ([], 0)


def test_an_edited_comment_has_the_vector_of_its_new_text(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, BILL, QUEUE, is_complete=False)
    run_tasks()
    assert looked("lasku")[0] == [BILL]
    record_answers(
        [
            IncomingAnswer(
                uid="a0", touchpoint=in_satama.phone, language="fi", happened_at=timezone.now(),
                content=(GivenValue("miksi", "open_text", KIND),),
            )
        ]
    )  # fmt: skip
    deliver_all()
    run_tasks()
    assert looked("ystävällinen")[0] == [KIND]
    assert CommentVector.objects.count() == 2


def test_another_model_has_vectors_of_its_own(in_satama: World, server: Server) -> None:
    settings = set_up(server)
    say(in_satama, BILL, QUEUE)
    run_tasks()
    EmbeddingSettings.objects.filter(pk=settings.pk).update(model="other")
    # not compared with those of the earlier one, and the words are not sent in vain
    before = len(server.received)
    assert (looked("lasku")[0], len(server.received)) == ([], before)
    fetch_comment_vectors.call(in_satama.satama.pk)
    assert looked("lasku")[0] == [BILL]
    assert CommentVector.objects.count() == 2


def test_vectors_of_one_organisation_are_not_anothers(world: World, server: Server) -> None:
    with working_for(world.satama):
        set_up(server)
        say(world, BILL)
        run_tasks()
    with working_for(world.toinen):
        set_up(server)
        assert near.near_words("lasku").cosines == {}


def test_the_search_takes_as_many_queries_however_many_comments(
    world: World, server: Server, browse: Callable[[Member], Client]
) -> None:
    client, counted = browse(world.aino), []
    for texts in ((BILL, QUEUE), (CHARGED, KIND, "My invoice never came.")):
        with working_for(world.satama):
            if not EmbeddingSettings.objects.exists():
                set_up(server)
            say(world, *texts)
            run_tasks()
        client.get("/o/satama/insight/comments/?q=lasku")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/o/satama/insight/comments/?q=lasku")
        assert page.status_code == 200
        assert "invoice" in page.content.decode()
        counted.append(len(queries))
    assert counted[0] == counted[1]
