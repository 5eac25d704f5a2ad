from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import msgspec
from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kohtaamo.encounters import intake as encounters
from kohtaamo.feedback import intake as answers
from kohtaamo.kit.allowance import Allowance

from .keys import Holder, Keys
from .writer import BusyError, TakeIn, Waiting, Writer

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Reply = tuple[int, bytes]

Unreadable = answers.UnreadableError | encounters.UnreadableError

UNREADABLE = (answers.UnreadableError, encounters.UnreadableError)
BUSY_SECONDS = 1
JSON = [(b"content-type", b"application/json; charset=utf-8"), (b"x-content-type-options", b"nosniff")]


class Given(Protocol):
    @property
    def items(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Door:
    """What may be sent to an address, and what becomes of it; `too_many` is told who sends too fast."""

    permission: str
    read: Callable[[bytes], Given]
    take_in: TakeIn
    tell: Callable[[Any, Sequence[Any]], Reply]
    too_large: Callable[[], Unreadable]
    too_many: str | Promise


DOORS: dict[str, Door] = {
    "/api/v1/answers": Door(
        "feedback.write",
        answers.read_body,
        answers.take_in,
        answers.tell,
        answers.too_large,
        gettext_lazy("Too many answers at once. Send again in a moment."),
    ),
    "/api/v1/encounters": Door(
        "feedback.write",
        encounters.read_body,
        encounters.take_in,
        encounters.tell,
        encounters.too_large,
        gettext_lazy("Too many encounters at once. Send again in a moment."),
    ),
}


class Intake:
    def __init__(self) -> None:
        self.keys = Keys()
        self.writer = Writer()
        rate = settings.CONFIGURATION.answers_per_second
        self.allowance = Allowance(rate, rate * 2)

    def start(self) -> None:
        self.writer.start()

    def stop(self) -> None:
        self.writer.stop()
        self.keys.close()

    async def takes(self, scope: Message, receive: Receive, send: Send) -> bool:
        """Whether the request was one of ours; if not, nothing of it has been read."""
        door = DOORS.get(scope["path"])
        if door is None or scope["method"] != "POST":
            return False
        headers = dict(scope["headers"])
        authorization = headers.get(b"authorization", b"")
        holder = self.keys.remembered(authorization) or await self.keys.holder(authorization)
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if holder is None or door.permission not in holder.permissions or not is_usual(headers, most):
            return False
        message = await receive()
        body = message.get("body", b"")
        if message.get("more_body"):
            message, body = await read_on(body, receive, most)
        if message["type"] == "http.disconnect":
            return True  # the client went away before all had come
        status, reply, extra = await self.answer(door, holder, headers, body)
        length = (b"content-length", b"%d" % len(reply))
        await send({"type": "http.response.start", "status": status, "headers": [*JSON, length, *extra]})
        await send({"type": "http.response.body", "body": reply})
        return True

    async def answer(
        self, door: Door, holder: Holder, headers: dict[bytes, bytes], body: bytes
    ) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
        try:
            if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise door.too_large()
            given = door.read(body)
        except UNREADABLE as problem:
            with speaking(headers):
                return problem.status, detail(problem.told()), []
        if wait := self.allowance.take(holder.token_id, len(given.items), time.monotonic()):
            with speaking(headers):
                return 429, detail(str(door.too_many)), after(wait)
        waiting = Waiting(
            holder.organisation, door.take_in, given.items, asyncio.get_running_loop().create_future()
        )
        try:
            self.writer.add(waiting)
        except BusyError:
            with speaking(headers):
                return (
                    503,
                    detail(_("There is too much work just now. Send again in a moment.")),
                    after(BUSY_SECONDS),
                )
        await waiting.replied
        if waiting.trouble is not None:
            with speaking(headers):
                return 500, detail(_("Something went wrong here, and nothing of this was stored.")), []
        if not any(outcome.reason for outcome in waiting.outcomes):
            return *door.tell(given, waiting.outcomes), []
        with speaking(headers):
            return *door.tell(given, waiting.outcomes), []


async def read_on(body: bytes, receive: Receive, most: int) -> tuple[Message, bytes]:
    """The last message and the body; of one that is too long only so much that its length shows."""
    whole, message = bytearray(body), await receive()
    whole += message.get("body", b"")
    while message.get("more_body") and len(whole) <= most:
        message = await receive()
        whole += message.get("body", b"")
    return message, bytes(whole)


def is_usual(headers: dict[bytes, bytes], most: int) -> bool:
    """What Django would turn away for its length or its host is left to Django."""
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length) > most:
        return False
    return is_served(headers.get(b"host", b"").decode("latin-1"))


@lru_cache(maxsize=1000)
def is_served(host: str) -> bool:
    return settings.ALLOWED_HOSTS == ["*"] or validate_host(
        split_domain_port(host)[0], settings.ALLOWED_HOSTS
    )


@contextmanager
def speaking(headers: dict[bytes, bytes]) -> Iterator[None]:
    """The language that Django would answer this request in."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin-1")
    request.COOKIES = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    with translation.override(translation.get_language_from_request(request)):
        yield


def detail(sentence: str) -> bytes:
    return msgspec.json.encode({"detail": sentence})


def after(seconds: int) -> list[tuple[bytes, bytes]]:
    return [(b"retry-after", b"%d" % seconds)]


intake = Intake()
