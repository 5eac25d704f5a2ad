"""Stops statements that take too long: one thread looks now and then, since one a statement would cost more."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

LOOK_SECONDS = 0.5

# Until when each may take; the thread lives as long as it finds any here.
_under_way: dict[duckdb.DuckDBPyConnection, float] = {}
_is_watched = False
_lock = threading.Lock()


@contextmanager
def stopped_after(seconds: float, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What the cursor does meanwhile is interrupted when it takes longer, by up to `LOOK_SECONDS`."""
    global _is_watched
    with _lock:
        _under_way[cursor] = time.monotonic() + seconds
        is_first, _is_watched = not _is_watched, True
    if is_first:
        threading.Thread(target=watch, name="questions watched", daemon=True).start()
    try:
        yield
    finally:
        with _lock:
            _under_way.pop(cursor, None)


def watch() -> None:
    global _is_watched  # noqa: PLW0603
    while True:
        time.sleep(LOOK_SECONDS)
        with _lock:
            if not _under_way:
                _is_watched = False
                return
            for cursor, until in _under_way.items():
                if time.monotonic() > until:
                    cursor.interrupt()


def begin_after_fork() -> None:
    """Threads are not inherited, and another may have held the lock."""
    global _lock, _is_watched
    _lock, _is_watched = threading.Lock(), False
    _under_way.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=begin_after_fork)
