"""Whose turn it is to write: in order of asking, and the intake of answers before all others.

Python's own locks go to whoever runs at the moment they are let go of, which is nearly always the thread that let
go: one that delivers many events in a row would keep the others waiting to the end.
"""

from __future__ import annotations

import heapq
import threading
from itertools import count

_thread = threading.local()


def goes_first() -> None:
    """From now on this thread never waits for more than the transaction under way."""
    _thread.rank = 0


class WriteLock:
    """Handed from thread to thread; the thread that has it may take it again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._numbers = count()
        self._owner: int | None = None
        self._depth = 0
        # rank, number, thread, and the gate at which it waits
        self._waiting: list[tuple[int, int, int, threading.Lock]] = []

    def acquire(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._owner in (None, me):
                self._owner = me
                self._depth += 1
                return
            gate = threading.Lock()
            gate.acquire()
            heapq.heappush(self._waiting, (getattr(_thread, "rank", 1), next(self._numbers), me, gate))
        gate.acquire()

    def release(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            self._owner = None
            if self._waiting:
                _rank, _number, self._owner, gate = heapq.heappop(self._waiting)
                self._depth = 1
                gate.release()
