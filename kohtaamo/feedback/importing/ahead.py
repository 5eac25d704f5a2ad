"""Reading on while what was read is being stored: the database lets go of Python meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from queue import Queue
from typing import TypeVar

Item = TypeVar("Item")

# So many wait to be stored; no more, for a file may be of any length.
WAITING = 2


@dataclass(frozen=True, slots=True)
class End:
    """After the last item, with what stopped the reading, if anything did."""

    problem: BaseException | None = None


def read_ahead(items: Generator[Item]) -> Iterator[Item]:
    """The same items, and what they raise, made on a thread of their own. Closed when the caller looks no further."""
    made: Queue[Item | End] = Queue(WAITING)
    is_over = threading.Event()
    thread = threading.Thread(target=make, args=(items, made, is_over), daemon=True)
    thread.start()
    try:
        while not isinstance(item := made.get(), End):
            yield item
        if item.problem is not None:
            raise item.problem
    finally:
        is_over.set()
        while thread.is_alive():
            # whoever waits for a free place finds one
            while not made.empty():
                made.get()
            thread.join(0.01)


def make(items: Generator[Item], made: Queue[Item | End], is_over: threading.Event) -> None:
    end = End()
    try:
        for item in items:
            if is_over.is_set():
                break
            made.put(item)
    except BaseException as problem:  # noqa: BLE001  told to the caller, who raises it
        end = End(problem)
    finally:
        items.close()
    made.put(end)
