"""A reader that fails again and again is left alone for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

FAILURES = 3
PAUSE_SECONDS = 300.0
LONGEST_WAIT = 3_600.0

State = Literal["closed", "open", "half_open"]


@dataclass
class Breaker:
    """Closed: it is asked. Open after `FAILURES` in a row, or as long as the reader itself asked us to wait. Then
    half open: one is let through, and what comes of it decides. `clock` gives seconds since 1970, so that what is
    kept of it (`failures`, `until`) holds over processes.
    """

    clock: Callable[[], float]
    failures: int = 0
    until: float | None = None

    @property
    def state(self) -> State:
        if self.until is None:
            return "closed"
        return "open" if self.clock() < self.until else "half_open"

    def may_try(self) -> bool:
        """Half open lets one through: whoever asks next waits for what comes of it."""
        state = self.state
        if state == "half_open":
            self.until = self.clock() + PAUSE_SECONDS
        return state != "open"

    def succeeded(self) -> None:
        self.failures, self.until = 0, None

    def failed(self, wait: float | None = None) -> None:
        self.failures += 1
        if wait is not None:
            self.until = self.clock() + min(max(wait, 0.0), LONGEST_WAIT)
        elif self.failures >= FAILURES:
            self.until = self.clock() + PAUSE_SECONDS
