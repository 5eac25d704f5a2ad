"""The columnar copy of measured values, and the one place that asks it (docs/architecture.md, "Facts").

The tables stay the truth. Segments are immutable files of values, one month each; what is newer than the newest
segment, or was changed since, is the hot tail that each process keeps in memory. An answer is counted from both in
one statement, so nothing is missed or counted twice.
"""

from __future__ import annotations

from .asking import ask, column_of, forget_results, how_many
from .columns import UnknownDimensionError
from .held import forget_held
from .holding import begin as begin_holding
from .holding import hold_now
from .narrowing import narrowing
from .projecting import keep_up, keep_up_everywhere, project, rebuild
from .question import Question
from .seldom import seldom
from .snapshot import forget as forget_snapshots
from .state import Progress, RebuildingError, progress


def forget() -> None:
    """Nothing is known of any organisation; the next question reads everything anew."""
    forget_held()
    forget_snapshots()


__all__ = [
    "Progress",
    "Question",
    "RebuildingError",
    "UnknownDimensionError",
    "ask",
    "begin_holding",
    "column_of",
    "forget",
    "forget_held",
    "forget_results",
    "hold_now",
    "how_many",
    "keep_up",
    "keep_up_everywhere",
    "narrowing",
    "progress",
    "project",
    "rebuild",
    "seldom",
]
