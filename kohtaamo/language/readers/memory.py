"""What was answered and what was spent, kept in this process only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

MOST_KEPT = 10_000


class MemoryCache:
    def __init__(self, *, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def get(self, key: str) -> str | None:
        until, kept = self._kept.get(key, (0.0, None))
        return kept if kept is not None and self._clock() < until else None

    def put(self, key: str, answer: str) -> None:
        self._kept[key] = (self._clock() + self._seconds, answer)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


class MemoryBudget:
    """So many tokens; None is as many as are wanted."""

    def __init__(self, tokens: int | None) -> None:
        self._limit = tokens
        self.spent = 0

    def reserve(self, tokens: int) -> bool:
        if self._limit is not None and self.spent + tokens > self._limit:
            return False
        self.spent += tokens
        return True

    def settle(self, reserved: int, used: int) -> None:
        self.spent += used - reserved
