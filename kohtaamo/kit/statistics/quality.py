"""The quality score of a handled conversation. Source: row 32, Zendesk QA."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

Judge = Literal["automatic", "human"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as judged: `score` 0..1, None where it does not apply. `ValueError` otherwise."""

    weight: float
    score: float | None
    critical: bool = False

    def __post_init__(self) -> None:
        if self.weight <= 0 or not (self.score is None or 0 <= self.score <= 1):
            raise ValueError("a weight is above 0 and a score lies between 0 and 1")

    @property
    def failed_critically(self) -> bool:
        return self.critical and self.score == 0


@dataclass(frozen=True, slots=True)
class QualityScore:
    """0..1, and who judged: a machine's judgement (AQS) is never blended with a person's (IQS)."""

    value: float
    judge: Judge
    failed_critically: bool


def quality_score(criteria: Sequence[Criterion], *, judge: Judge) -> QualityScore:
    """sum(w s)/sum(w) over the criteria that apply; 0 when a critical one scored 0.

    `ValueError` when none applies. Zero on a critical failure is our reading of Zendesk's
    "entire conversation marked failed".
    """
    judged = [(each.weight, each.score) for each in criteria if each.score is not None]
    if not judged:
        raise ValueError("no criterion applies, no score")
    failed = any(each.failed_critically for each in criteria)
    value = fsum(weight * score for weight, score in judged) / fsum(weight for weight, _ in judged)
    return QualityScore(0.0 if failed else value, judge, failed)


def average_quality(scores: Iterable[QualityScore]) -> float:
    """The mean of conversations' scores, 0..1. `ValueError` when there is none, or two kinds of judges."""
    found = list(scores)
    if len({score.judge for score in found}) != 1:
        raise ValueError("average the scores of one kind of judge at a time")
    return fsum(score.value for score in found) / len(found)
