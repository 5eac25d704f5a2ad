"""How much of something each caller may have a second."""

from __future__ import annotations

import math


class Allowance:
    """A bucket for each caller that fills by `rate` a second up to `burst`; a rate of 0 sets no limit.

    Not for several threads at once. Times are seconds of any clock that never goes back.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self._left: dict[int, tuple[float, float]] = {}

    def forget(self, now: float) -> None:
        """Those whose bucket is full again: a caller seen for the first time stands the same."""
        self._left = {
            caller: (left, at)
            for caller, (left, at) in self._left.items()
            if left + (now - at) * self.rate < self.burst
        }

    def __len__(self) -> int:
        return len(self._left)

    def take(self, caller: int, amount: int, now: float) -> int:
        """0 when granted, else the whole seconds until it would be. A full bucket grants any amount once."""
        if not self.rate:
            return 0
        left, at = self._left.get(caller, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate)
        needed = min(amount, self.burst)
        if left < needed:
            self._left[caller] = (left, now)
            return max(1, math.ceil((needed - left) / self.rate))
        self._left[caller] = (left - amount, now)
        return 0
