"""The storing process's end: what waits is stored together, as much as came while the disk was busy."""

from __future__ import annotations

import select
import socket
import time
from collections import deque

from kohtaamo.web.process.turns import MANY, PRESSED_SECONDS
from kohtaamo.web.sqlite.turns import goes_first

from .desk import Desk, Waiting
from .frames import Asked, Frames, Told, frame, read_asked

# Items in one transaction: enough to share the cost of the disk, few enough to reply soon.
MOST_TOGETHER = 1000
RECEIVED_AT_ONCE = 1 << 20
# After many, the next are waited for as long as one more comes within this: a transaction of few costs nearly as much.
STEP_SECONDS = 0.001
# Beside a page that computes, so many times as long as storing took is left to it.
BREATH = 0.7
LONGEST_BREATH_SECONDS = 0.03


class Storer:
    def __init__(self, line: socket.socket, desk: Desk) -> None:
        self._line = line
        self._desk = desk
        self._frames = Frames()
        self._came: deque[Asked] = deque()
        self._is_storing_many = False
        self._requests_before = 0
        self._pressed_at = float("-inf")

    def is_pressed(self) -> bool:
        """Whether items come faster than one by one just now; a long list is many."""
        return self._is_storing_many or time.monotonic() - self._pressed_at < PRESSED_SECONDS

    def run(self) -> None:
        """Until the other end is closed, and everything that came is stored and replied to."""
        goes_first()
        self._line.sendall(frame([]))  # ready
        is_open = True
        while is_open or self._came:
            is_open = is_open and self._receive()
            if self._came:
                self._store_some()

    def _receive(self) -> bool:
        """Waits when there is nothing to do, and for the others after many. False when the other end is closed."""
        while not self._came or select.select([self._line], [], [], self._patience())[0]:
            data = self._line.recv(RECEIVED_AT_ONCE)
            if not data:
                return False
            for whole in self._frames.add(data):
                self._came.extend(read_asked(whole))
            if len(self._came) >= MOST_TOGETHER:
                break
        return True

    def _patience(self) -> float:
        """Senders who were replied to together send again together; half of them is worth a transaction."""
        return STEP_SECONDS if 2 * len(self._came) < self._requests_before else 0.0

    def _store_some(self) -> None:
        told, group, items, is_beside_page = self._gather()
        self._is_storing_many = items >= MANY
        self._requests_before = len(group)
        begun = time.monotonic()
        told += self._desk.store(group)
        stored = time.monotonic()
        if self._is_storing_many:
            self._pressed_at = stored
            self._is_storing_many = False
        self._line.sendall(frame(told))
        self._desk.rest()
        if is_beside_page and items >= MANY:
            time.sleep(min((stored - begun) * BREATH, LONGEST_BREATH_SECONDS))

    def _gather(self) -> tuple[list[Told], list[Waiting], int, bool]:
        """Replies to what is not to be stored, what is, its items, and whether a page is computed meanwhile."""
        told: list[Told] = []
        group: list[Waiting] = []
        items, is_beside_page = 0, False
        while self._came and items < MOST_TOGETHER:
            asked = self._came.popleft()
            is_beside_page = asked.is_beside_page
            looked_at = self._desk.look_at(asked)
            if isinstance(looked_at, Told):
                told.append(looked_at)
            else:
                group.append(looked_at)
                items += len(looked_at.given.items)
        return told, group, items, is_beside_page
