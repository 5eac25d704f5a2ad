"""What is not for the machine here to read: people's corrections, and what a stronger reader read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kohtaamo.insight.models import Correction, OutsideReading, Reading

SIGNS = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


class Overruled(NamedTuple):
    """A tone that wins over the machine's, and whose it is."""

    label: str
    score: float
    confidence: float
    spans: tuple[tuple[int, int, int], ...] | None
    provider: str
    version: str


def felt_outside(comments: Iterable[int]) -> dict[int, list[tuple[str, float]]]:
    """Emotions that a stronger reader read, in place of ours."""
    rows = OutsideReading.objects.filter(comment__in=list(comments), task="emotions", found__isnull=False)
    return {
        comment: [(key, confidence) for key, confidence, _tone, _spans in found or []]
        for comment, found in rows.order_by().values_list("comment", "found")
    }


def overruled(comments: Iterable[int]) -> dict[int, Overruled]:
    """By comment. A person wins over every machine; a stronger reader's spans are its own, a person has none."""
    keys = list(comments)
    found = {
        one.comment_id: Overruled(
            one.label,
            one.sentiment or 0.0,
            one.confidence,
            tuple((start, end, sign) for start, end, sign in one.spans),
            one.provider,
            one.version,
        )
        for one in Reading.objects.filter(comment__in=keys, is_settled=True)
    }
    told = Correction.objects.filter(comment__in=keys, task=Correction.Task.TONE).order_by()
    for key, value in told.values_list("comment", "value"):
        found[key] = Overruled(value, SIGNS[value], 1.0, None, Correction.PROVIDER, "")
    return found
