"""The quick door beside Django's route: the same bodies, the same replies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client

from kohtaamo.encounters.models import Encounter
from kohtaamo.feedback.intake import take_in
from kohtaamo.feedback.models import Answer
from kohtaamo.organisation.models import Event, Organisation
from kohtaamo.organisation.services import issue_token, revoke_token
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.process.intake import keys
from kohtaamo.web.process.intake.desk import DOORS, Desk, Waiting
from kohtaamo.web.process.intake.door import Intake
from kohtaamo.web.process.intake.frames import Asked, Told
from kohtaamo.web.process.intake.keys import Holder
from kohtaamo.web.process.intake.line import BusyError, LostError
from tests.world import World

ADDRESS = "/api/v1/answers"
ENCOUNTERS = "/api/v1/encounters"
GOOD = {"uid": "good", "touchpoint": "Puhelinpalvelu", "values": [{"name": "nps", "value": 9}]}
CHOSEN = {"happened_at": "2026-01-15", "channel": "web", "attributes": {"tier": "gold", "visits": 3}}

BODIES: list[Any] = [
    GOOD,
    [GOOD, GOOD, {**GOOD, "uid": "other"}],
    {**GOOD, "uid": "chosen", **CHOSEN},
    {**GOOD, "uid": "text", "values": [{"name": "why", "kind": "open_text", "value": "Kävi nopeasti ☀"}]},
    {**GOOD, "values": [{"name": "nps", "value": 3}]},
    [GOOD, {**GOOD, "uid": "off", "values": [{"name": "nps", "value": 11}]}],
    {**GOOD, "uid": "x" * 300},
    {**GOOD, "uid": " "},
    {**GOOD, "colour": "red"},
    {**GOOD, "touchpoint": [1]},
    {**GOOD, "touchpoint": 10**30},
    {**GOOD, "happened_at": "yesterday"},
    {**GOOD, "happened_at": "0001-01-01T00:00:00+14:00"},
    {**GOOD, "customer": "C-9", "unit": "Asiakaspalvelu", "uid": "tied"},
    {**GOOD, "encounter": "none"},
    {**GOOD, "survey": "none"},
    [1, None, "text", {}],
    [],
    [GOOD] * 1001,
    b"",
    b"{",
    b"[" * 100_000,
    b"\xff\xfe{}",
    b"NaN",
    b'{"uid": "\\ud800", "touchpoint": "Puhelinpalvelu", "values": [{"name": "nps", "value": 9}]}',
    b'"' + b"x" * 10_500_000 + b'"',
]

MET = {"uid": "met", "touchpoint": "Puhelinpalvelu", "happened_at": "2026-01-15T10:00:00Z", "resolved": True}
MEETINGS: list[Any] = [
    MET,
    [MET, MET, {**MET, "uid": "other", "customer": "C-9", "case": "V-1"}],
    [MET, {**MET, "uid": "below", "turns": -1}, {**MET, "resolved": False}],
    {**MET, "touchpoint": "Olematon"},
    {**MET, "colour": "red"},
    {**MET, "uid": "x" * 300},
    [1, None, "text", {}],
    [],
    [MET] * 1001,
    b"{",
    b"[" * 100_000,
    b"\xff\xfe{}",
    b'"' + b"x" * 10_500_000 + b'"',
]


@pytest.fixture
def secret(world: World) -> str:
    with working_for(world.satama):
        return issue_token(name="Kassa", permissions=["feedback.write"], actor=None)[1]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def intake(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """The desk on the test's own thread: only there is the test's database to be seen."""
    made = Intake()

    def handle(asked: Asked) -> Told:
        looked_at = desk.look_at(asked)
        return looked_at if isinstance(looked_at, Told) else desk.store([looked_at])[0]

    async def ask(make: Callable[[int, bool], Asked]) -> Told:
        return await sync_to_async(handle)(make(1, False))

    async def holder(authorization: bytes) -> Holder | None:
        if not authorization.startswith(keys.BEARER):
            return None
        return await sync_to_async(keys.look_up)(authorization)

    monkeypatch.setattr(made.line, "ask", ask)
    monkeypatch.setattr(made.keys, "holder", holder)
    monkeypatch.setattr(keys, "close_old_connections", lambda: None)
    yield made
    made.keys.close()


def send(intake: Intake, secret: str, body: bytes, **more: Any) -> tuple[int, Any, dict[bytes, bytes]] | None:
    """Status, body and headers of the reply; None when it was left to Django."""
    headers = {
        b"authorization": f"Bearer {secret}".encode(),
        b"accept-language": b"en",
        **more.pop("headers", {}),
    }
    scope = {
        "type": "http",
        "path": more.pop("path", ADDRESS),
        "method": "POST",
        "headers": list(headers.items()),
        **more,
    }
    chunks = [body[start : start + 65_536] for start in range(0, len(body), 65_536)] or [b""]
    left = iter(chunks)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        chunk = next(left)
        return {"type": "http.request", "body": chunk, "more_body": chunk is not chunks[-1]}

    async def give(message: Any) -> None:
        sent.append(message)

    if not async_to_sync(intake.takes)(scope, receive, give):
        return None
    return sent[0]["status"], json.loads(sent[1]["body"]), dict(sent[0]["headers"])


def without_ids(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "results": [{**one, "id": one["id"] is not None} for one in told.get("results", [])]}


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_both_doors_say_the_same(world: World, secret: str, intake: Intake, number: int) -> None:
    compare_doors(world, secret, intake, ADDRESS, BODIES[number])


@pytest.mark.parametrize("number", range(len(MEETINGS)))
def test_both_doors_say_the_same_of_encounters(
    world: World, secret: str, intake: Intake, number: int
) -> None:
    compare_doors(world, secret, intake, ENCOUNTERS, MEETINGS[number])


def compare_doors(world: World, secret: str, intake: Intake, address: str, given: Any) -> None:
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    quick = send(intake, secret, body, path=address)
    with working_for(world.satama):
        Answer.objects.all().delete()
        Encounter.objects.all().delete()
    client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})
    slow = client.generic("POST", address, body, content_type="application/json")
    assert quick is not None
    assert quick[0] == slow.status_code
    assert without_ids(quick[1]) == without_ids(slow.json())
    assert quick[2][b"content-type"].decode() == slow["Content-Type"]


@pytest.mark.parametrize(
    "unusual",
    [
        {"method": "GET"},
        {"method": "OPTIONS"},
        {"path": ADDRESS + "/"},
        {"headers": {b"authorization": b"Bearer kt_nobody"}},
        {"headers": {b"authorization": b"Basic x"}},
        {"headers": {b"content-length": b"99999999"}},
        {"headers": {b"content-length": b"-1"}},
    ],
)
def test_what_is_unusual_is_left_to_django(world: World, secret: str, intake: Intake, unusual: Any) -> None:
    assert send(intake, secret, json.dumps(GOOD).encode(), **unusual) is None


def test_key_that_may_not_write_or_is_revoked_is_left_to_django(world: World, intake: Intake) -> None:
    with working_for(world.satama):
        _, reader = issue_token(name="Lukija", permissions=["feedback.read"], actor=None)
        token, writer_ = issue_token(name="Kassa", permissions=["feedback.write"], actor=None)
        revoke_token(token=token, actor=None)
    assert send(intake, reader, b"{}") is None
    assert send(intake, writer_, b"{}") is None


def test_sentences_speak_the_language_of_the_request(world: World, secret: str, intake: Intake) -> None:
    body = json.dumps({**GOOD, "values": []}).encode()
    finnish = send(intake, secret, body, headers={b"accept-language": b"fi"})
    english = send(
        intake, secret, body, headers={b"cookie": b"django_language=en", b"accept-language": b"fi"}
    )
    assert finnish is not None
    assert english is not None
    assert english[1]["results"][0]["message"] == "The answer has no values."
    assert finnish[1]["results"][0]["message"] == "Vastauksessa ei ole yhtään arvoa."


@pytest.mark.parametrize("trouble", [BusyError, LostError])
def test_what_is_not_stored_now_may_be_sent_again(
    world: World, secret: str, intake: Intake, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    async def fail(_make: Callable[[int, bool], Asked]) -> Told:
        raise trouble

    monkeypatch.setattr(intake.line, "ask", fail)
    refused = send(intake, secret, json.dumps(GOOD).encode())
    assert refused is not None
    assert (refused[0], refused[2][b"retry-after"]) == (503, b"1")


def test_too_many_are_told_when_to_come_back(world: World, secret: str, intake: Intake, desk: Desk) -> None:
    desk.allowance.rate, desk.allowance.burst = 0.5, 1.0
    assert [(send(intake, secret, json.dumps(GOOD).encode()) or (0,))[0] for _ in range(2)] == [201, 429]


def test_one_group_is_one_event_and_each_organisation_keeps_its_own(world: World, desk: Desk) -> None:
    group = [
        waiting(desk, world.satama, "a"),
        waiting(desk, world.toinen, "b"),
        waiting(desk, world.satama, "bad", says=False),
        waiting(desk, world.satama, "c"),
    ]
    assert [one.status for one in desk.store(group)] == [201, 422, 422, 201]
    assert [one.outcomes[0].reason for one in group] == ["", "foreign_touchpoint", "no_values", ""]
    with working_for(world.satama):
        assert Answer.objects.count() == 2
        assert Event.objects.filter(verb="feedback.answers_recorded").count() == 1


def test_what_breaks_one_request_breaks_no_other(
    world: World, desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def picky(items: Sequence[Any]) -> list[Any]:
        if any(item.uid == "poison" for item in items):
            raise RuntimeError("nobody foresaw this")
        return take_in(items)

    monkeypatch.setitem(DOORS, ADDRESS, replace(DOORS[ADDRESS], take_in=picky))
    told = desk.store([waiting(desk, world.satama, uid) for uid in ("a", "poison", "b")])
    assert [one.status for one in told] == [201, 500, 201]
    assert "nobody foresaw this" in caplog.text
    with working_for(world.satama):
        assert sorted(Answer.objects.values_list("uid", flat=True)) == ["a", "b"]


def waiting(desk: Desk, organisation: Organisation, uid: str, *, says: bool = True) -> Waiting:
    values = GOOD["values"] if says else []
    body = json.dumps({**GOOD, "uid": uid, "values": values}).encode()
    looked_at = desk.look_at(Asked(1, ADDRESS, organisation.pk, 1, b"en", b"", body))
    assert isinstance(looked_at, Waiting)
    return looked_at
