"""What a simulation finds, and how large it is run: `KOHTAAMO_SIMULATION=full` for the published figures."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TypeVar

Size = TypeVar("Size")

IS_FULL = os.environ.get("KOHTAAMO_SIMULATION") == "full"


def sized(*, small: Size, full: Size) -> Size:
    return full if IS_FULL else small


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`result` and the ends of what is wanted are in one unit; `shown` says the result in words.

    `reason`: why a miss is what it is. A `contrast` is what would happen with the usual method; it is held
    to nothing.
    """

    what: str
    n: str
    replays: int
    result: float
    least: float
    most: float
    shown: str
    reason: str = ""
    contrast: bool = False

    @property
    def holds(self) -> bool:
        return self.least <= self.result <= self.most

    def near(self, slack: float) -> bool:
        """Whether a small run comes as close as its few replays allow."""
        return self.contrast or self.least - slack <= self.result <= self.most + slack


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"
