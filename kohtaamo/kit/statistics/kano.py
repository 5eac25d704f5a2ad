"""Kano: what a feature does to satisfaction, from two questions about it. Source: row 30, kostya.ws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from .estimate import Estimate
from .proportion import share


class Feeling(Enum):
    """How a person would feel, from "I like it" to "I dislike it"."""

    LIKE = "like"
    MUST_BE = "must_be"
    NEUTRAL = "neutral"
    LIVE_WITH = "live_with"
    DISLIKE = "dislike"


class KanoClass(Enum):
    """In the order that settles a tie: what hurts most when it is missing comes first."""

    MUST_BE = "M"
    ONE_DIMENSIONAL = "O"
    ATTRACTIVE = "A"
    INDIFFERENT = "I"
    REVERSE = "R"
    QUESTIONABLE = "Q"


# rows: feeling when the feature is there; columns: when it is not; both in the order of `Feeling`
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


@dataclass(frozen=True, slots=True)
class KanoResult:
    """`better` (0..1): how much the feature gladdens; `worse` (-1..0): how much its lack saddens.

    Both are None when nobody's answer is of the classes A, O, M or I.
    """

    leading: KanoClass
    counts: Mapping[KanoClass, int]
    better: Estimate | None
    worse: Estimate | None
    n: int


def kano_class(present: Feeling, absent: Feeling) -> KanoClass:
    """One person's class from the answers "if it is there" and "if it is not"."""
    order = list(Feeling)
    return KanoClass(TABLE[order.index(present)][order.index(absent)])


def kano_result(classes: Iterable[KanoClass]) -> KanoResult:
    """The leading class (ties M > O > A > I) and the coefficients with Wilson intervals.

    better = (A + O)/(A + O + M + I), worse = -(O + M)/(A + O + M + I). `ValueError` without answers.
    Source: Berger et al. 1993 for the coefficients.
    """
    counted = Counter(classes)
    counts = {each: counted[each] for each in KanoClass}
    n = counted.total()
    if n == 0:
        raise ValueError("no answers, no class")
    leading = max(KanoClass, key=lambda each: counts[each])  # max keeps the first of equals
    must, one, attractive, indifferent = (counts[each] for each in list(KanoClass)[:4])
    clear = must + one + attractive + indifferent
    if clear == 0:
        return KanoResult(leading, counts, None, None, n)
    lack = share(one + must, clear)
    worse = Estimate(0 - lack.value, 0 - lack.high, 0 - lack.low, clear)  # 0 - 0 is not shown as -0
    return KanoResult(leading, counts, share(attractive + one, clear), worse, n)
