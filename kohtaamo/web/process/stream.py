"""Tells open pages that something changed, as server-sent events.

Only verbs travel, never content: the page asks again for what it shows. The event table is the source, so
changes made by another process (a command, another node) are told as well.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import close_old_connections
from django.utils import timezone

from kohtaamo.organisation.events import delivered_since
from kohtaamo.organisation.models import Event, Member

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

STREAM_PATH = "/stream/"
SALT = "kohtaamo.stream"
LONGEST_LISTENING = timedelta(hours=12)
POLL_SECONDS = 0.4
HEARTBEAT_SECONDS = 20
# A transaction that began earlier may become visible later, so a look goes back so far.
OVERLAP = timedelta(seconds=2)
# From the moment a page is drawn until it listens: what happens meanwhile is told when it begins to.
LOADING = timedelta(seconds=5)

logger = logging.getLogger(__name__)


def stream_address(member: Member) -> str:
    """Where this member's pages listen. Signed, so that the shell needs no database to let them in."""
    return STREAM_PATH + signing.dumps({"organisation": member.organisation_id}, salt=SALT, compress=True)


def organisation_of(path: str) -> int | None:
    try:
        known = signing.loads(path.removeprefix(STREAM_PATH), salt=SALT, max_age=LONGEST_LISTENING)
    except signing.BadSignature:
        return None
    return int(known["organisation"])


class Listener:
    """One open page: the verbs it has not been told yet, and the wait for them. Thousands live at once, so it is
    a future and a timer and not a queue and a task.
    """

    __slots__ = ("_loop", "_untold", "_waiting")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._untold: set[str] = set()
        self._waiting: asyncio.Future[None] | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def hear(self, verbs: Iterable[str]) -> None:
        """On the listener's own loop."""
        self._untold.update(verbs)
        self._wake()

    async def changes(self) -> list[str]:
        """The verbs since the last time; none when nothing has happened for `HEARTBEAT_SECONDS`."""
        if not self._untold:
            self._waiting = self._loop.create_future()
            timer = self._loop.call_later(HEARTBEAT_SECONDS, self._wake)
            try:
                await self._waiting
            finally:
                timer.cancel()
        verbs = sorted(self._untold)
        self._untold.clear()
        return verbs

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class Hub:
    """One thread looks for new events for all listeners of this process, and only while there are any."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[Listener]] = defaultdict(set)
        self._joined: dict[int, set[Listener]] = defaultdict(set)
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._watch, name="stream", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def listen(self, organisation: int, listener: Listener) -> None:
        with self._lock:
            self._listeners[organisation].add(listener)
            self._joined[organisation].add(listener)
        self._wanted.set()

    def leave(self, organisation: int, listener: Listener) -> None:
        with self._lock:
            self._listeners[organisation].discard(listener)
            self._joined[organisation].discard(listener)
            if not self._listeners[organisation]:
                del self._listeners[organisation]
            if not self._listeners:
                self._wanted.clear()

    def _watch(self) -> None:
        seen: set[int] = set()
        since = timezone.now()
        while not self._stopping.is_set():
            if not self._wanted.is_set():
                self._wanted.wait()
                since, seen = timezone.now(), set()
            since, seen = self._look(since, seen)
            self._stopping.wait(POLL_SECONDS)

    def _look(self, since: datetime, seen: set[int]) -> tuple[datetime, set[int]]:
        just_now = timezone.now() - LOADING
        try:
            events = delivered_since(min(since - OVERLAP, just_now))
        except Exception:
            logger.exception("the stream could not read events")
            return since, seen
        finally:
            close_old_connections()
        with self._lock:
            listening = {organisation: list(pages) for organisation, pages in self._listeners.items()}
            joined, self._joined = self._joined, defaultdict(set)
        unheard = [one for one in events if one.pk not in seen and told_at(one) >= since - OVERLAP]
        tell(listening, unheard)
        tell(joined, [one for one in events if told_at(one) >= just_now])
        latest = max((told_at(one) for one in events), default=since)
        return max(since, latest), {one.pk for one in events}


def told_at(event: Event) -> datetime:
    if event.delivered_at is None:
        raise ValueError("an event that is not delivered has been told to nobody")
    return event.delivered_at


def tell(listeners: Mapping[int, Iterable[Listener]], events: Iterable[Event]) -> None:
    """Each listener the verbs of its own organisation; every loop is woken once."""
    changes: dict[int, set[str]] = defaultdict(set)
    for event in events:
        changes[event.organisation_id].add(event.verb)
    for organisation, verbs in changes.items():
        by_loop: dict[asyncio.AbstractEventLoop, list[Listener]] = defaultdict(list)
        for listener in listeners.get(organisation, ()):
            by_loop[listener.loop].append(listener)
        for loop, members in by_loop.items():
            loop.call_soon_threadsafe(tell_all, members, sorted(verbs))


def tell_all(listeners: Iterable[Listener], verbs: Sequence[str]) -> None:
    for listener in listeners:
        listener.hear(verbs)


hub = Hub()


async def serve_stream(path: str, send: Send) -> None:
    organisation = organisation_of(path)
    if organisation is None:
        # 204 tells the browser to stop asking; the next page load brings a fresh address.
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    listener = Listener(asyncio.get_running_loop())
    hub.listen(organisation, listener)
    try:
        await write_stream(listener, send)
    finally:
        hub.leave(organisation, listener)


async def write_stream(listener: Listener, send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    while True:
        verbs = await listener.changes()
        line = f"event: changed\ndata: {json.dumps({'verbs': verbs})}\n\n" if verbs else ": still here\n\n"
        await send({"type": "http.response.body", "body": line.encode(), "more_body": True})
