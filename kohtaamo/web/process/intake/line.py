"""The web process's end: hands requests to the storing process and waits for their replies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from kohtaamo.web.process.turns import MANY, PRESSED_SECONDS, Turns

from .frames import Asked, Frames, Told, frame, read_told

# So many requests may wait; more are told to come back.
MOST_WAITING = 2000
END_SECONDS = 12
# A storing process that ended by itself is started again after so long.
AGAIN_SECONDS = 1.0

logger = logging.getLogger(__name__)


class BusyError(Exception):
    """So much waits that no more is taken."""


class LostError(Exception):
    """The storing process ended before it replied; what it was given may be on disk or not."""


def storing_process() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Begun, with our end of the line to it."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "kohtaamo.web.process.storing", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
    return process, ours


class Line(asyncio.Protocol):
    def __init__(self) -> None:
        self.turns = Turns(self.is_pressed)
        self._waiting: dict[int, asyncio.Future[Told]] = {}
        self._leaving: list[Asked] = []
        self._frames = Frames()
        self._number = 0
        self._pressed_at = float("-inf")
        self._is_stopping = False
        self._transport: asyncio.Transport | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._ready: asyncio.Event | None = None

    async def start(self) -> None:
        """Waits until the storing process has got ready, which takes it a second or two."""
        self._process, ours = storing_process()
        await self.talk(ours)

    async def talk(self, ours: socket.socket) -> None:
        """Over this end of a pair of sockets, until the other is closed."""
        self._loop, self._ended, self._ready = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        self._frames = Frames()
        await self._loop.create_connection(lambda: self, sock=ours)
        await self._ready.wait()

    async def stop(self) -> None:
        """What was handed over is stored, and the storing process ends."""
        self._is_stopping = True
        if self._transport is not None and self._ended is not None:
            self._transport.write_eof()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), END_SECONDS)
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, END_SECONDS)

    async def ask(self, make: Callable[[int, bool], Asked]) -> Told:
        """`make(number, is_beside_page)` makes the request. Raises `BusyError` and `LostError`."""
        if self._transport is None or len(self._waiting) >= MOST_WAITING:
            raise BusyError
        loop = asyncio.get_running_loop()
        self._number += 1
        reply: asyncio.Future[Told] = loop.create_future()
        self._waiting[self._number] = reply
        if not self._leaving:
            loop.call_soon(self._send)
        self._leaving.append(make(self._number, self.turns.has_page()))
        return await reply

    def is_pressed(self) -> bool:
        """Whether requests come faster than one by one just now."""
        return len(self._waiting) >= MANY or time.monotonic() - self._pressed_at < PRESSED_SECONDS

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._ready is not None:
            self._ready.set()
        for whole in self._frames.add(data):
            told = read_told(whole)
            if len(told) >= MANY:
                self._pressed_at = time.monotonic()
            for one in told:
                reply = self._waiting.pop(one.number, None)
                if reply is not None and not reply.done():
                    reply.set_result(one)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        lost, self._waiting, self._leaving = self._waiting, {}, []
        for reply in lost.values():
            if not reply.done():
                reply.set_exception(LostError())
        if self._ended is not None and self._ready is not None:
            self._ended.set()
            self._ready.set()
        if not self._is_stopping and self._process is not None and self._loop is not None:
            logger.error("the storing process ended (%s); it is started again", exc or "without a word")
            self._loop.call_later(AGAIN_SECONDS, self._start_again)

    def _start_again(self) -> None:
        if self._loop is not None and not self._is_stopping:
            self._starting = self._loop.create_task(self.start())

    def _send(self) -> None:
        leaving, self._leaving = self._leaving, []
        if self._transport is not None and leaving:
            self._transport.write(frame(leaving))
