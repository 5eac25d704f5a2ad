"""How long calls wait for a free agent: Erlang C. Source: row 31, text-book.

It supposes that calls come at random and evenly over the time, and that none gives up waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf

MOST_AGENTS = 100_000


@dataclass(frozen=True, slots=True)
class Queue:
    """`load` in erlangs (agents' worth of work), times in seconds, chances 0..1."""

    agents: int
    load: float
    handling_seconds: float
    waiting_chance: float

    @property
    def steady(self) -> bool:
        """Whether there are hands enough; where not, the queue only grows."""
        return self.agents > self.load

    @property
    def average_wait(self) -> float:
        """Average speed of answer, over all calls; infinite when not steady."""
        if not self.steady:
            return inf
        return self.waiting_chance * self.handling_seconds / (self.agents - self.load)

    @property
    def occupancy(self) -> float:
        """The share of their time agents speak."""
        return min(1.0, self.load / self.agents)

    def service_level(self, seconds: float) -> float:
        """The share of calls answered within `seconds`."""
        if not self.steady:
            return 0.0
        spare = self.agents - self.load
        return 1 - self.waiting_chance * exp(-spare * seconds / self.handling_seconds)


def queue(*, calls_per_hour: float, handling_seconds: float, agents: int) -> Queue:
    """Erlang C: Pw = B / (1 - A/N (1 - B)), B being Erlang's loss formula by its recurrence.

    `ValueError` when there are no agents, calls are negative or handling takes no time.
    """
    load = _load(calls_per_hour, handling_seconds)
    if agents < 1:
        raise ValueError("a queue needs an agent")
    loss = 1.0
    for number in range(1, agents + 1):
        loss = load * loss / (number + load * loss)
    return _queue(agents, load, handling_seconds, loss)


def agents_needed(
    *, calls_per_hour: float, handling_seconds: float, level: float = 0.8, within_seconds: float = 20
) -> Queue:
    """The smallest queue that answers the share `level` (0..1, not 1) of calls within the seconds.

    `ValueError` as in `queue`, when the level is not below 1, or when 100,000 agents are not enough.
    """
    load = _load(calls_per_hour, handling_seconds)
    if not 0 <= level < 1 or within_seconds < 0:
        raise ValueError("a level lies between 0 and 1, and a wait is not negative")
    loss = 1.0
    for agents in range(1, MOST_AGENTS + 1):
        loss = load * loss / (agents + load * loss)
        found = _queue(agents, load, handling_seconds, loss)
        if found.steady and found.service_level(within_seconds) >= level:
            return found
    raise ValueError("no number of agents within reason is enough")


def _load(calls_per_hour: float, handling_seconds: float) -> float:
    if calls_per_hour < 0 or handling_seconds <= 0:
        raise ValueError("calls are not negative and each takes time")
    return calls_per_hour * handling_seconds / 3600


def _queue(agents: int, load: float, handling_seconds: float, loss: float) -> Queue:
    waiting = loss / (1 - load / agents * (1 - loss)) if agents > load else 1.0
    return Queue(agents, load, handling_seconds, waiting)
