from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.encounters.services import IncomingCustomer, erase_customer, record_customers
from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.insight.jobs import plan_outside_reading, read_comments_outside
from kohtaamo.insight.models import (
    Correction,
    Measurement,
    OutsideReading,
    ReaderDay,
    ReaderReply,
    ReaderSettings,
    Reading,
    ThemeMention,
)
from kohtaamo.insight.personal import PART
from kohtaamo.insight.readers import read_outside, reader_settings, set_reader, start_reader, stop_reader
from kohtaamo.insight.readers.reading import keep
from kohtaamo.insight.services import measure_answers
from kohtaamo.language.readers import Answer as Answered
from kohtaamo.language.readers import Mark
from kohtaamo.organisation.events import deliver_all
from tests.loopback import Server, Told, completion, serving, tone, tones_for_all
from tests.world import World

UNSURE = "Soitin eilen ja sitten uudestaan tänään."
EVERYTHING = {"sentiment": "llm_first", "themes": "local_only", "emotions": "local_only"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def set_up(server: Server, **changes: Any) -> ReaderSettings:
    told: dict[str, Any] = {
        "address": server.address, "model": "small", "key": "salainen", "forgets_key": False,
        "policies": EVERYTHING, "tokens_a_day": 100_000, "timeout_seconds": 5, "price": 2.0, "actor": None,
    }  # fmt: skip
    settings = set_reader(**{**told, **changes})
    start_reader(settings=settings, actor=None)
    return settings


def say(world: World, text: str, uid: str = "a1", **more: Any) -> None:
    told = IncomingAnswer(
        uid=uid, touchpoint=world.phone, happened_at=timezone.now(), language="fi",
        content=(GivenValue("nps", "nps", 3), GivenValue("miksi", "open_text", text)), **more,
    )  # fmt: skip
    record_answers([told])
    deliver_all()


def again() -> None:
    """As when the event of the answers is delivered a second time."""
    keys = list(Answer.objects.values_list("pk", flat=True))
    measure_answers(answers=keys)
    plan_outside_reading(keys)


def run_tasks() -> int:
    """As the worker would, oldest first."""
    waiting = list(DBTaskResult.objects.filter(task_path=read_comments_outside.module_path, status="READY"))
    for one in waiting:
        read_comments_outside.call(*one.args_kwargs["args"])
        one.delete()
    return len(waiting)


def tones() -> list[float]:
    rows = Measurement.objects.filter(kind="sentiment", is_superseded=False)
    return list(rows.values_list("value", flat=True))


def test_without_a_reader_nothing_is_planned_or_sent(in_satama: World, server: Server) -> None:
    say(in_satama, UNSURE)
    assert run_tasks() == 0
    settings = set_up(server)
    stop_reader(settings=settings, actor=None)
    say(in_satama, UNSURE, "a2")
    assert run_tasks() == 0
    read_outside(answers=list(Answer.objects.values_list("pk", flat=True)))
    set_up(server, policies={})
    say(in_satama, UNSURE, "a3")
    assert run_tasks() == 0
    assert server.received == []
    assert not OutsideReading.objects.exists()


def test_a_comment_is_read_after_it_has_arrived(in_satama: World, server: Server) -> None:
    set_up(server)
    server.script = lambda _body: completion([tone(1, evidence=["uudestaan"])], tokens=321)
    say(in_satama, UNSURE)
    assert Reading.objects.get().provider != "llm"
    assert server.received == []
    assert run_tasks() == 1
    reading = Reading.objects.get()
    assert (reading.label, reading.sentiment, reading.provider, reading.version) == (
        "negative", -0.8, "llm", "small/1",
    )  # fmt: skip
    assert [UNSURE[start:end] for start, end, _sign in reading.spans] == ["uudestaan"]
    assert tones() == [-1.0]
    day = ReaderDay.objects.get()
    assert (day.requests, day.sent, day.tokens, day.failures, day.fallbacks) == (1, 1, 321, 0, 0)
    # delivered again, it stands and costs nothing
    again()
    assert run_tasks() == 1
    assert len(server.received) == 1
    assert Reading.objects.get().provider == "llm"


def test_an_edited_comment_is_read_again(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, UNSURE, is_complete=False)
    run_tasks()
    say(in_satama, "Kaikki sujui hyvin, kiitos ystävällisestä palvelusta.")
    reading = Reading.objects.get()
    assert (reading.label, reading.provider == "llm", reading.is_settled) == ("positive", False, False)
    server.script = lambda _body: completion([tone(1, "positive", 0.9)])
    run_tasks()
    assert len(server.received) == 2
    assert (Reading.objects.get().provider, Reading.objects.get().sentiment) == ("llm", 0.9)


def test_the_cascade_leaves_sure_comments_here(in_satama: World, server: Server) -> None:
    set_up(server, policies={"sentiment": "cascade"})
    say(in_satama, "Palvelu oli erittäin ystävällistä ja nopeaa, kiitos!", "sure")
    say(in_satama, UNSURE, "unsure")
    # as if our own machine had been so sure
    Reading.objects.filter(comment__answer__uid="sure").update(confidence=0.51)
    Reading.objects.filter(comment__answer__uid="unsure").update(confidence=0.49)
    run_tasks()
    assert [text for number in range(len(server.received)) for text in server.texts(number)] == [UNSURE]


def test_employees_comments_are_never_sent(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, UNSURE)
    Answer.objects.update(is_from_staff=True)
    run_tasks()
    assert server.received == []
    assert not OutsideReading.objects.exists()


def test_nothing_that_names_a_person_leaves(in_satama: World, server: Server) -> None:
    set_up(server, policies=dict.fromkeys(("sentiment", "themes", "emotions"), "llm_first"))
    told = IncomingCustomer(key="asiakas-4711", name="Kyllikki Pärnänen", email="kp@example.com")
    person = record_customers(customers=[told])[told.key]
    say(
        in_satama,
        "Kyllikin laskussa 4711 oli virhe. Nimi on Pärnänen, tunnus 131052-308T, numero 040 123 4567, "
        "tili FI21 1234 5600 0007 85, osoite Mannerheimintie 12 A 4, asiakasnumero ASIAKAS-4711.",
        customer=person,
    )
    run_tasks()
    assert len(server.received) == 3
    for body in server.received:
        plain = body.decode().lower()
        hers = ("kyllik", "pärnä", "131052", "123 4567", "fi21", "mannerheim", "asiakas-4711", "kp@")
        assert [one for one in hers if one in plain] == []
        assert "laskussa 4711 oli virhe" in plain
        assert "satama" not in plain
    assert [one["asked_for"] for one in PART.copy(person)["sent_to_readers"]] == [
        "sentiment", "themes", "emotions",
    ]  # fmt: skip
    # what is kept of the answers has no words either
    assert ReaderReply.objects.count() == 1  # of the tone; of the others it gave no good answer
    assert all("lask" not in reply.answer for reply in ReaderReply.objects.all())
    # and nothing of it outlives her
    erase_customer(customer=person, actor=in_satama.aino)
    deliver_all()
    assert not ReaderReply.objects.exists()
    assert not OutsideReading.objects.exists()


@pytest.mark.parametrize(
    ("told", "why"), [(Told(status=500), "broken"), (Told(b"?"), "malformed"), (completion([]), "missing")]
)
def test_when_it_fails_our_own_reading_stands_and_the_comment_says_so(
    in_satama: World, server: Server, told: Told, why: str
) -> None:
    set_up(server)
    server.script = lambda _body: told
    say(in_satama, "Palvelu oli huonoa.")
    before = (Reading.objects.get().label, Reading.objects.get().provider, tones())
    run_tasks()
    assert (Reading.objects.get().label, Reading.objects.get().provider, tones()) == before
    row = OutsideReading.objects.get()
    assert (row.why, row.found, row.provider) == (why, None, before[1])
    assert ReaderDay.objects.get().fallbacks == 1
    settings = reader_settings()
    assert settings is not None
    assert settings.trouble == why
    assert settings.trouble_at is not None


def test_the_breaker_holds_over_tasks_and_closes_by_itself(in_satama: World, server: Server) -> None:
    set_up(server)
    server.script = lambda _body: Told(status=500)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for number in range(5):
            say(in_satama, UNSURE, f"a{number}")
            run_tasks()
        assert len(server.received) == 3
        reasons = OutsideReading.objects.order_by("pk").values_list("why", flat=True)
        assert list(reasons) == ["broken"] * 3 + ["paused"] * 2
        clock.shift(timedelta(minutes=6))
        server.script = tones_for_all
        say(in_satama, UNSURE, "later")
        run_tasks()
        assert Reading.objects.get(comment__answer__uid="later").provider == "llm"
        settings = reader_settings()
        assert settings is not None
        assert (settings.failures, settings.until) == (0, None)


def test_the_budget_of_a_day_holds_and_the_next_day_begins_anew(in_satama: World, server: Server) -> None:
    server.script = lambda body: completion(
        [tone(int(one["id"])) for one in json.loads(body["messages"][1]["content"])["texts"]], tokens=900
    )
    set_up(server, tokens_a_day=1_000)
    now = timezone.now().replace(hour=10)
    with time_machine.travel(now, tick=False) as clock:
        for number in range(3):
            say(in_satama, f"{UNSURE} {number}", f"a{number}")
            run_tasks()
        assert len(server.received) == 1
        assert [one.why for one in OutsideReading.objects.order_by("pk")] == ["", "budget", "budget"]
        assert ReaderDay.objects.get().tokens == 900
        clock.shift(timedelta(days=1))
        say(in_satama, f"{UNSURE} 9", "a9")
        run_tasks()
        assert len(server.received) == 2


def test_the_same_text_is_asked_once(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, UNSURE, "a1")
    run_tasks()
    say(in_satama, UNSURE, "a2")
    run_tasks()
    assert len(server.received) == 1
    assert ReaderDay.objects.get().cached == 1
    assert set(Reading.objects.values_list("provider", flat=True)) == {"llm"}


def test_old_replies_go(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, UNSURE)
    run_tasks()
    ReaderReply.objects.update(expires_at=timezone.now() - timedelta(days=1))
    say(in_satama, "Toinen teksti tuli myöhemmin.", "a2")
    run_tasks()
    assert ReaderReply.objects.count() == 1


def test_a_person_wins_over_the_reader(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, UNSURE)
    comment = Comment.objects.get()
    Correction.objects.create(comment=comment, task="tone", value="positive", organisation=in_satama.satama)
    run_tasks()
    assert server.received == []


def test_many_answers_are_read_in_parts(in_satama: World, server: Server) -> None:
    set_up(server)
    told = [
        IncomingAnswer(
            uid=f"m{number}", touchpoint=in_satama.phone, happened_at=timezone.now(), language="fi",
            content=(GivenValue("miksi", "open_text", f"{UNSURE} {number}"),),
        )
        for number in range(95)
    ]  # fmt: skip
    record_answers(told)
    deliver_all()
    assert [run_tasks() for _ in range(4)] == [1, 1, 1, 0]
    assert OutsideReading.objects.count() == 95
    # 40, 40 and 15 answers, of which 20 fit in a request
    assert [len(server.texts(number)) for number in range(5)] == [20, 20, 20, 20, 15]


def test_a_comment_that_went_meanwhile_is_no_trouble(in_satama: World, server: Server) -> None:
    set_up(server)
    say(in_satama, UNSURE)
    comment = Comment.objects.select_related("answer").get()
    Comment.objects.all().delete()
    keep(comment, Answered("sentiment", "llm", "small/1", (Mark("negative", 0.9, -0.9),)))
    assert run_tasks() == 1
    assert server.received == []
    assert not OutsideReading.objects.exists()


def test_themes_of_the_reader_take_the_place_of_ours(in_satama: World, server: Server) -> None:
    set_up(server, policies={"themes": "llm_first"})
    text = "Lasku oli liian suuri ja jonotin."
    price = {"key": "price", "score": -0.7, "confidence": 0.9, "evidence": ["Lasku oli liian suuri"]}
    server.script = lambda _body: completion([{"id": "1", "themes": [price]}])
    say(in_satama, text)
    assert "waiting" in ThemeMention.objects.values_list("theme", flat=True)
    run_tasks()
    (mention,) = ThemeMention.objects.all()
    assert (mention.theme, mention.tone, mention.label, mention.provider) == (
        "price",
        -0.7,
        "negative",
        "llm",
    )
    assert mention.spans == [[0, 21]]
    # and they stay when the answer is delivered again
    again()
    run_tasks()
    assert ThemeMention.objects.get().provider == "llm"
    assert {one["id"] for one in json.loads(server.asked[0]["messages"][1]["content"])["texts"]} == {"1"}


def test_emotions_of_the_reader_take_the_place_of_ours(in_satama: World, server: Server) -> None:
    set_up(server, policies={"emotions": "llm_first"})
    felt = [{"key": "anger", "confidence": 0.75}]
    server.script = lambda _body: completion([{"id": "1", "emotions": felt}])
    say(in_satama, UNSURE)
    run_tasks()
    again()
    assert Reading.objects.get().emotions == [["anger", 0.75]]


def test_a_key_is_not_taken_to_another_server(in_satama: World, server: Server) -> None:
    set_up(server)
    assert set_up(server, key="").key == "salainen"
    assert set_up(server, key="", address="https://other.example/v1").key == ""
    assert set_up(server, key="uusi").key == "uusi"
    assert set_up(server, key="", forgets_key=True).key == ""
