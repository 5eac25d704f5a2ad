from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

from .desk import DOORS, detail, speaking
from .frames import Asked, Told
from .keys import Holder, Keys
from .line import BusyError, Line, LostError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
BUSY_SECONDS = 1
JSON = [(b"content-type", b"application/json; charset=utf-8"), (b"x-content-type-options", b"nosniff")]


class Intake:
    def __init__(self) -> None:
        self.keys = Keys()
        self.line = Line()

    async def start(self) -> None:
        await self.line.start()

    async def stop(self) -> None:
        await self.line.stop()
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
        told = await self.answer(scope["path"], holder, headers, body)
        extra = [(b"retry-after", b"%d" % told.retry_after)] if told.retry_after else []
        length = (b"content-length", b"%d" % len(told.body))
        await send({"type": "http.response.start", "status": told.status, "headers": [*JSON, length, *extra]})
        await send({"type": "http.response.body", "body": told.body})
        return True

    async def answer(self, path: str, holder: Holder, headers: dict[bytes, bytes], body: bytes) -> Told:
        def request(number: int, is_beside_page: bool) -> Asked:
            return Asked(
                number,
                path,
                holder.organisation_id,
                holder.token_id,
                headers.get(b"accept-language", b""),
                headers.get(b"cookie", b""),
                body,
                is_beside_page,
            )

        try:
            return await self.line.ask(request)
        except (BusyError, LostError):
            asked = request(0, False)
            with speaking(asked):
                sentence = _("There is too much work just now. Send again in a moment.")
                return Told(0, 503, detail(sentence), BUSY_SECONDS)


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


intake = Intake()
