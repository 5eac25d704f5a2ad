"""One thread stores what waits, all of it in one transaction: the queue fills while the disk is busy."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from django.db import close_old_connections, transaction

from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.process.turns import Turns
from kohtaamo.web.sqlite.turns import goes_first

# So many requests may wait; more are told to come back.
MOST_WAITING = 2000
# Items in one transaction: enough to share the cost of the disk, few enough to reply soon.
MOST_TOGETHER = 1000
END_SECONDS = 10
# From so many items in one transaction on, and so long after it, other work gives way.
MANY = 8
PRESSED_SECONDS = 0.2
# After many, the next are waited for: while one thread stores, another takes requests in, and both at once are
# slower than one after the other, because Python runs one of them at a time.
STEP_SECONDS = 0.001
STEPS = 8
# Beside a page that computes, so many times as long as storing took is left to it.
BREATH = 0.7
LONGEST_BREATH_SECONDS = 0.03

TakeIn = Callable[[Sequence[Any]], list[Any]]

logger = logging.getLogger(__name__)


class BusyError(Exception):
    """So much waits that no more is taken."""


class Waiting:
    """What one request brought. Its outcomes, or what went wrong, are set once they are on disk."""

    __slots__ = ("items", "organisation", "outcomes", "replied", "take_in", "trouble")

    def __init__(
        self, organisation: Organisation, take_in: TakeIn, items: Sequence[Any], replied: asyncio.Future[None]
    ) -> None:
        self.organisation = organisation
        self.take_in = take_in
        self.items = items
        self.replied = replied
        self.outcomes: list[Any] = []
        self.trouble: Exception | None = None


class Writer:
    def __init__(self) -> None:
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._pressed_at = float("-inf")
        self._is_storing_many = False
        self.turns = Turns(self.is_pressed)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stores what waits, then ends."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(END_SECONDS)
            self._thread = None

    def add(self, waiting: Waiting) -> None:
        if self._thread is None or self._queue.qsize() >= MOST_WAITING:
            raise BusyError
        self._queue.put(waiting)

    def is_pressed(self) -> bool:
        """Whether requests come faster than one by one just now; one long list counts as many of them."""
        return self._is_storing_many or time.monotonic() - self._pressed_at < PRESSED_SECONDS

    def _run(self) -> None:
        goes_first()
        group_was_many = False
        while (first := self._queue.get()) is not None:
            if group_was_many and len(first.items) < MANY:
                self._let_come()
            group, is_last = self._gather(first)
            self._is_storing_many = sum(len(one.items) for one in group) >= MANY
            begun = time.monotonic()
            store(group)
            stored = time.monotonic()
            group_was_many = self._is_storing_many
            if self._is_storing_many:
                self._pressed_at = stored
                self._is_storing_many = False
            reply(group)
            close_old_connections()
            if group_was_many and self.turns.has_page():
                time.sleep(min((stored - begun) * BREATH, LONGEST_BREATH_SECONDS))
            if is_last:
                return

    def _let_come(self) -> None:
        """As long as others come in each step."""
        for _step in range(STEPS):
            waiting = self._queue.qsize()
            time.sleep(STEP_SECONDS)
            if self._queue.qsize() == waiting:
                return

    def _gather(self, first: Waiting) -> tuple[list[Waiting], bool]:
        group, items = [first], len(first.items)
        while items < MOST_TOGETHER:
            try:
                more = self._queue.get_nowait()
            except Empty:
                break
            if more is None:
                return group, True
            group.append(more)
            items += len(more.items)
        return group, False


def store(group: Sequence[Waiting]) -> None:
    """All in one transaction; if that fails, each by itself, so that what is wrong with one stays its own."""
    try:
        with transaction.atomic():
            for members in by_owner(group):
                with working_for(members[0].organisation):
                    outcomes = iter(members[0].take_in([item for one in members for item in one.items]))
                for one in members:
                    one.outcomes = [next(outcomes) for _ in one.items]
    except Exception as problem:
        if len(group) > 1:
            for one in group:
                store([one])
        else:
            logger.exception("what a program sent could not be stored")
            group[0].trouble = problem


def by_owner(group: Sequence[Waiting]) -> Iterable[list[Waiting]]:
    owners: dict[tuple[int, TakeIn], list[Waiting]] = defaultdict(list)
    for one in group:
        owners[one.organisation.id, one.take_in].append(one)
    return owners.values()


def reply(group: Sequence[Waiting]) -> None:
    """Every loop is woken once for the whole group."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Waiting]] = defaultdict(list)
    for one in group:
        by_loop[one.replied.get_loop()].append(one)
    for loop, members in by_loop.items():
        try:
            loop.call_soon_threadsafe(release, members)
        except RuntimeError:  # the server stopped meanwhile; what came is stored, and may be sent again
            logger.warning("the server stopped before %s requests were told", len(members))


def release(members: Sequence[Waiting]) -> None:
    for one in members:
        if not one.replied.done():
            one.replied.set_result(None)
