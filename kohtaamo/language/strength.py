"""Strength of a tone in five steps, as people say it: very bad, bad, neither, good, very good."""

from __future__ import annotations

from .sentiment import LABEL_LIMIT

VERY = 0.7


def strength_of(score: float) -> int:
    """1 very bad, 2 bad, 3 neither, 4 good, 5 very good, of a score from -1 to 1."""
    if -LABEL_LIMIT < score < LABEL_LIMIT:
        return 3
    is_very = abs(score) >= VERY
    return (1 if is_very else 2) if score < 0 else (5 if is_very else 4)
