from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kohtaamo.language.readers import (
    Answer,
    Asked,
    Breaker,
    ChatReader,
    Endpoint,
    Mark,
    MemoryBudget,
    MemoryCache,
    Outside,
    Policy,
    Task,
    read_all,
)
from tests.loopback import Server, Told, completion, serving, tone, tones_for_all

SLOW = 0.3
TEXTS = [Asked("Jonotin tunnin eikä kukaan vastannut.", "fi"), Asked("Palvelu toimi hyvin.", "fi")]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def outside(server: Server, clock: Clock, tokens: int | None = None, timeout: float = 5.0) -> Outside:
    return Outside(
        ChatReader(Endpoint(server.address, "salainen", timeout), "small"),
        Breaker(clock),
        MemoryBudget(tokens),
        MemoryCache(seconds=3600, clock=clock),
    )


def unsure(asked: Asked, task: Task) -> Answer:
    """Sure of what is good, unsure of the rest, so that the cascade has something to choose."""
    is_good = "hyvin" in asked.text
    return Answer(task, "linear", "7", (Mark("positive" if is_good else "neutral", 0.9 if is_good else 0.2),))


def read(
    outside: Outside, texts: list[Asked] = TEXTS, policy: Policy = "llm_first", task: Task = "sentiment"
):
    return read_all(texts, task=task, policy=policy, outside=outside, local=unsure)


def test_nothing_is_sent_where_all_is_read_here(server: Server, clock: Clock) -> None:
    outcome = read(outside(server, clock), policy="local_only")
    assert server.received == []
    assert [(one.provider, one.note) for one in outcome.answers] == [("linear", ""), ("linear", "")]
    assert read_all(TEXTS, task="sentiment", policy="llm_first", outside=None, local=unsure).tally.sent == 0


def test_the_cascade_sends_only_what_is_unsure_here(server: Server, clock: Clock) -> None:
    outcome = read(outside(server, clock), policy="cascade")
    assert server.texts(0) == [TEXTS[0].text]
    assert [one.provider for one in outcome.answers] == ["llm", "linear"]
    assert [one.why for one in outcome.answers] == [None, None]


def test_llm_first_sends_all_in_one_request(server: Server, clock: Clock) -> None:
    outcome = read(outside(server, clock))
    assert server.texts(0) == [one.text for one in TEXTS]
    assert (outcome.tally.requests, outcome.tally.sent, outcome.tally.tokens) == (1, 2, 50)
    assert [one.found[0].key for one in outcome.answers] == ["negative", "negative"]
    assert outcome.answers[0].version == "small/1"
    assert server.keys == ["Bearer salainen"]
    assert server.paths == ["/v1/chat/completions"]


def test_the_request_is_strict_cold_and_tells_the_themes(server: Server, clock: Clock) -> None:
    server.script = lambda _body: completion([{"id": "1", "themes": []}, {"id": "2", "themes": []}])
    outcome = read(outside(server, clock), task="themes")
    (sent,) = server.asked
    assert sent["temperature"] == 0
    shape = sent["response_format"]["json_schema"]
    assert shape["strict"] is True
    keys = shape["schema"]["properties"]["readings"]["items"]["properties"]["themes"]["items"]["properties"]
    assert len(keys["key"]["enum"]) == 12
    assert "waiting: queues" in sent["messages"][0]["content"]
    # no theme is an answer too, and no reason to fall back
    assert [(one.provider, one.found) for one in outcome.answers] == [("llm", ()), ("llm", ())]


def test_many_texts_go_in_several_requests(server: Server, clock: Clock) -> None:
    many = [Asked(f"Teksti numero {number}.") for number in range(45)]
    outcome = read(outside(server, clock), many)
    assert [len(server.texts(number)) for number in range(3)] == [20, 20, 5]
    assert {one.provider for one in outcome.answers} == {"llm"}


def test_what_employees_wrote_is_never_sent(server: Server, clock: Clock) -> None:
    theirs = replace(TEXTS[0], is_from_staff=True)
    outcome = read(outside(server, clock), [theirs, Asked("  ")])
    assert server.received == []
    assert [one.provider for one in outcome.answers] == ["linear", "linear"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told(b"<html>"), "malformed"),
        (Told(b"[1, 2]"), "malformed"),
        (Told(b"{}"), "malformed"),
        (Told(b"\xff\xfe\x00"), "malformed"),
        (Told(b"[" * 100_000), "malformed"),
        (completion('{"readings": [{"id": "1", "sent'), "malformed"),
        (completion("I would say it is rather negative."), "malformed"),
        (completion([tone(1), tone(2)], finish_reason="length"), "malformed"),
        (completion([tone(1), tone(2)], finish_reason="content_filter"), "refused"),
        (completion([], message={"content": None, "refusal": "I can't help with that."}), "refused"),
        (completion([tone(1, "furious"), tone(2, "positive", -0.8)]), "wrong_label"),
        (completion([{"id": "1"}, {**tone(2), "confidence": 7}]), "wrong_label"),
        (completion([{**tone(1), "score": True}, {**tone(2), "score": "-1"}]), "wrong_label"),
        (
            completion('{"readings": [{"id": "1", "sentiment": [], "score": NaN, "confidence": 1}]}'),
            "wrong_label",
        ),
        (completion([]), "missing"),
        (Told(status=429), "busy"),
        (Told(status=500), "broken"),
        (Told(status=503, headers={"Retry-After": "7"}), "broken"),
        (Told(status=401), "rejected"),
        (Told(status=302, headers={"Location": "http://127.0.0.1:1/elsewhere"}), "rejected"),
    ],
)
def test_whatever_fails_ours_answers_and_says_why(server: Server, clock: Clock, told: Told, why: str) -> None:
    server.script = lambda _body: told
    first = read(outside(server, clock)).answers[0]
    assert (first.provider, first.found[0].key, first.why) == ("linear", "neutral", why)
    assert first.note == f"fell back: {why}"


def test_a_server_that_thinks_too_long_is_left(server: Server, clock: Clock) -> None:
    server.script = lambda body: replace(tones_for_all(body), seconds=4 * SLOW)
    assert read(outside(server, clock, timeout=SLOW)).answers[0].why == "slow"


def test_an_answer_that_drips_in_is_slow_too(server: Server, clock: Clock) -> None:
    server.script = lambda body: replace(tones_for_all(body), drips=SLOW / 10)
    assert read(outside(server, clock, timeout=SLOW)).answers[0].why == "slow"


def test_a_dead_server_is_told(clock: Clock) -> None:
    with serving() as gone:
        pass
    assert read(outside(gone, clock)).answers[0].why == "dead"


def test_an_address_that_is_none_is_told(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    one.reader = ChatReader(Endpoint("file:///etc/passwd"), "small")
    assert read(one).answers[0].why == "dead"


def test_an_answer_for_fewer_texts_is_used_for_those(server: Server, clock: Clock) -> None:
    server.script = lambda _body: completion([tone(2), tone(9), {**tone(2), "sentiment": "neutral"}, "?"])
    outcome = read(outside(server, clock))
    assert [(one.provider, one.why) for one in outcome.answers] == [("linear", "missing"), ("llm", None)]
    assert outcome.tally.fallbacks == 1


def test_an_answer_in_a_fence_is_read(server: Server, clock: Clock) -> None:
    fenced = "```json\n" + json.dumps({"readings": [tone(1), tone(2)]}) + "\n```"
    server.script = lambda _body: completion(fenced)
    assert {one.provider for one in read(outside(server, clock)).answers} == {"llm"}


def test_a_text_is_asked_once_and_then_known(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    read(one)
    again = read(one)
    assert len(server.received) == 1
    assert (again.tally.cached, again.tally.tokens) == (2, 0)
    assert [answer.provider for answer in again.answers] == ["llm", "llm"]
    read(one, task="emotions")
    assert len(server.received) == 2
    clock.now += 3601
    read(one)
    assert len(server.received) == 3


def test_a_bad_answer_is_not_kept(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    server.script = lambda _body: completion([])
    read(one)
    server.script = tones_for_all
    assert {answer.provider for answer in read(one).answers} == {"llm"}


def test_the_budget_is_never_passed(server: Server, clock: Clock) -> None:
    server.script = lambda body: replace(tones_for_all(body))
    one = outside(server, clock, tokens=1000)
    wanted = one.reader.cost([TEXTS[0].text], "sentiment", {})
    assert wanted < 1000 < 3 * wanted
    seen = [read(one, [Asked(f"Teksti {number}.")]).answers[0].why for number in range(40)]
    # each reserves what it may take at most and gives back what it did not take: 50 tokens stay of each
    assert seen.count(None) == len(server.received)
    assert seen[-1] == "budget"
    assert isinstance(one.budget, MemoryBudget)
    assert one.budget.spent == 50 * len(server.received) <= 1000


def test_after_three_failures_the_server_is_left_alone_and_then_tried_once(
    server: Server, clock: Clock
) -> None:
    one = outside(server, clock)
    server.script = lambda _body: Told(status=500)
    assert [read(one).answers[0].why for _ in range(5)] == ["broken"] * 3 + ["paused"] * 2
    assert len(server.received) == 3
    clock.now += 301
    assert [read(one).answers[0].why for _ in range(2)] == ["broken", "paused"]
    clock.now += 301
    server.script = tones_for_all
    assert read(one).answers[0].provider == "llm"
    assert (one.breaker.state, one.breaker.failures) == ("closed", 0)


def test_a_server_that_names_a_time_is_left_alone_until_then(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    server.script = lambda _body: Told(status=429, headers={"Retry-After": "30"})
    assert [read(one).answers[0].why for _ in range(2)] == ["busy", "paused"]
    clock.now += 31
    server.script = tones_for_all
    assert read(one).answers[0].provider == "llm"


def test_a_refusal_of_one_text_does_not_leave_the_server_alone(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    server.script = lambda _body: completion([], finish_reason="content_filter")
    assert [read(one).answers[0].why for _ in range(5)] == ["refused"] * 5
    assert one.breaker.state == "closed"


PERSONAL = (
    "Olen Matti Virtanen (131052-308T), soita 040 123 4567 tai matti.virtanen@example.com. "
    "Tilini on FI21 1234 5600 0007 85 ja asun osoitteessa Mannerheimintie 12 A 4, 00100 Helsinki. "
    "Kerroin Kyllikille jo kolmesti."
)
SECRETS = (
    "matti", "virtanen", "131052", "308t", "123 4567", "example.com", "1234 5600", "mannerheimintie", "kyllik",
)  # fmt: skip


def test_nothing_that_names_a_person_is_sent(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    for task in ("sentiment", "themes", "emotions"):
        read(one, [Asked(PERSONAL, "fi", names=("Kyllikki Pärnänen",))], task=task)
    assert len(server.received) == 3
    for body in server.received:
        plain = body.decode().lower()
        assert [secret for secret in SECRETS if secret in plain] == []
        assert "kolmesti" in plain


def test_quotes_are_marked_in_the_text_as_it_was_written(server: Server, clock: Clock) -> None:
    text = "Soitin numeroon 040 123 4567 ja jonotin tunnin."
    server.script = lambda _body: completion(
        [tone(1, evidence=["numeroon <PUHELIN_1>", "Jonotin tunnin", "not there", 5, ""])]
    )
    spans = read(outside(server, clock), [Asked(text)]).answers[0].found[0].spans
    assert [(text[start:end], sign) for start, end, sign in spans] == [
        ("numeroon 040 123 4567", -1),
        ("jonotin tunnin", -1),
    ]


def test_what_is_kept_marks_the_same_places_and_holds_no_words(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    text = "Soitin numeroon 040 123 4567 ja jonotin."
    server.script = lambda _body: completion([tone(1, evidence=["ja jonotin"])])
    assert read(one, [Asked(text)]).answers == read(one, [Asked(text)]).answers
    assert isinstance(one.cache, MemoryCache)
    assert all("jonotin" not in kept for _until, kept in one.cache._kept.values())


def test_themes_and_emotions_are_read(server: Server, clock: Clock) -> None:
    one = outside(server, clock)
    theme = {"key": "waiting", "score": -0.9, "confidence": 0.8, "evidence": ["Jonotin tunnin"]}
    server.script = lambda _body: completion([{"id": 1, "themes": [theme, theme]}])
    (found,) = read(one, TEXTS[:1], task="themes").answers[0].found
    assert found == Mark("waiting", 0.8, -0.9, ((0, 14, -1),))
    server.script = lambda _body: completion(
        [{"id": "1", "emotions": [{"key": "anger", "confidence": 0.7}]}], tokens=None
    )
    outcome = read(one, TEXTS[:1], task="emotions")
    assert outcome.answers[0].found == (Mark("anger", 0.7),)
    assert outcome.tally.tokens > 300  # counted by letters where the server does not tell


def test_what_a_writer_only_quotes_stays_here(server: Server, clock: Clock) -> None:
    text = "> Vastauksenne oli kelvoton.\nKiitos, asia selvisi.\n> Terveisin tuki"
    server.script = lambda _body: completion([tone(1, "positive", 0.7, ["asia selvisi"])])
    spans = read(outside(server, clock), [Asked(text, "fi")]).answers[0].found[0].spans
    assert "kelvoton" not in server.received[0].decode()
    assert "Terveisin" not in server.received[0].decode()
    assert [text[start:end] for start, end, _sign in spans] == ["asia selvisi"]
