"""Keys of programs, remembered for a moment."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import close_old_connections

from kohtaamo.organisation.models import ApiToken
from kohtaamo.organisation.services import authenticate_token

# A key that is revoked opens nothing after so long, whichever process revoked it.
REMEMBERED_SECONDS = 2.0
MOST_REMEMBERED = 10_000
BEARER = b"Bearer "


@dataclass(frozen=True, slots=True)
class Holder:
    """Who shows the key, and what she may do."""

    token_id: int
    organisation_id: int
    permissions: frozenset[str]
    asked_at: float


class Keys:
    """Looked up on a thread of its own; requests with the same key wait for one look-up."""

    def __init__(self) -> None:
        self._known: dict[bytes, Holder] = {}
        self._asking: dict[bytes, asyncio.Future[Holder | None]] = {}
        self._thread = ThreadPoolExecutor(1, "keys")

    def remembered(self, authorization: bytes) -> Holder | None:
        known = self._known.get(authorization)
        if known is not None and time.monotonic() - known.asked_at < REMEMBERED_SECONDS:
            return known
        return None

    async def holder(self, authorization: bytes) -> Holder | None:
        """None for a key that is not to be had, or not in the usual form."""
        if (known := self.remembered(authorization)) is not None:
            return known
        if not authorization.startswith(BEARER):
            return None
        asking = self._asking.get(authorization)
        if asking is None:
            loop = asyncio.get_running_loop()
            asking = loop.run_in_executor(self._thread, look_up, authorization)
            self._asking[authorization] = asking
            asking.add_done_callback(lambda done: self._remember(authorization, done))
        return await asyncio.shield(asking)

    def close(self) -> None:
        self._thread.shutdown(wait=False)

    def _remember(self, authorization: bytes, done: asyncio.Future[Holder | None]) -> None:
        self._asking.pop(authorization, None)
        self._known.pop(authorization, None)
        if done.cancelled() or done.exception() is not None:
            return
        if (holder := done.result()) is not None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[authorization] = holder


def look_up(authorization: bytes) -> Holder | None:
    asked_at = time.monotonic()
    try:
        token = authenticate_token(authorization[len(BEARER) :].decode("latin-1").strip())
    finally:
        close_old_connections()
    return holder_of(token, asked_at) if token else None


def holder_of(token: ApiToken, asked_at: float) -> Holder:
    return Holder(token.pk, token.organisation_id, frozenset(token.permissions), asked_at)
