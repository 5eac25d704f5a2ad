"""Pages and reactions take turns while answers pour in.

Python runs one thread at a time and hands its lock about at each row that is read. Two pages that compute at once
are then slower than one after the other, and whoever stores answers waits for both (docs/decisions.md).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# What takes long is not waited for: the others go on beside it.
LONGEST_WAIT_SECONDS = 1.0
# Answers pour in when so many are stored or replied to together, and for so long after it.
MANY = 8
PRESSED_SECONDS = 0.2


class Turns:
    """`is_pressed` tells whether answers pour in; if not, nobody waits."""

    def __init__(self, is_pressed: Callable[[], bool]) -> None:
        self.is_pressed = is_pressed
        self._turn = threading.Lock()
        self._is_of_page = False

    def is_taken(self) -> bool:
        return self._turn.locked()

    def has_page(self) -> bool:
        """Whether somebody waits for what is computed, and not only a reaction."""
        return self._is_of_page and self.is_taken()

    @contextmanager
    def one(self, *, is_page: bool = False) -> Iterator[None]:
        has_turn = self.is_pressed() and self._turn.acquire(timeout=LONGEST_WAIT_SECONDS)
        if has_turn:
            self._is_of_page = is_page
        try:
            yield
        finally:
            if has_turn:
                self._turn.release()
