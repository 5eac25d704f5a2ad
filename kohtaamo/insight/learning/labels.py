"""Comments whose tone somebody has told: the person herself by her stars, or one of us by a correction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.metric import Part
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Correction

# The newest; older ones say less of how people write now.
MOST = 10_000
# So many stars a correction is worth: it is of the words themselves, stars are of the whole encounter.
CORRECTED_WEIGHT = 5.0
TONES = {"worse": "negative", "plain": "neutral", "better": "positive"}
# By the kind of question, the nearest to words first.
SCALES: Mapping[str, Sequence[Part]] = {"csat": METRICS["csat_mean"].parts, "nps": METRICS["nps"].parts}


@dataclass(frozen=True, slots=True)
class Labelled:
    """`respondent` is the customer, or the answer where nobody knows who gave it."""

    key: int
    text: str
    label: str
    is_corrected: bool
    respondent: str
    happened_at: datetime
    known_at: datetime
    # what the reading in force says
    read: str

    @property
    def weight(self) -> float:
        return CORRECTED_WEIGHT if self.is_corrected else 1.0


def labelled(language: str) -> list[Labelled]:
    """In the order in which they were written. Employees' comments are never among them.

    Stars tell the tone of a comment only when it is the only one of its answer: "what was good" and "what was
    bad" have the same stars.
    """
    rows = Comment.objects.filter(answer__is_from_staff=False, reading__language=language)
    newest = list(rows.select_related("answer", "reading").order_by("-happened_at", "-pk")[:MOST])
    told = corrections([one.pk for one in newest])
    many = Counter(one.answer_id for one in newest)
    found = [as_labelled(one, told.get(one.pk), is_only=many[one.answer_id] == 1) for one in newest]
    return [one for one in reversed(found) if one is not None]


def corrections(keys: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    wanted = set(keys)
    rows = Correction.objects.filter(task=Correction.Task.TONE).order_by()
    return {
        key: (value, at) for key, value, at in rows.values_list("comment", "value", "at") if key in wanted
    }


def as_labelled(comment: Comment, told: tuple[str, datetime] | None, *, is_only: bool) -> Labelled | None:
    answer = comment.answer
    label = told[0] if told else tone_of_stars(answer.content) if is_only else None
    if label is None or not comment.text.strip():
        return None
    customer = answer.customer_id
    return Labelled(
        key=comment.pk,
        text=comment.text,
        label=label,
        is_corrected=told is not None,
        respondent=f"c{customer}" if customer else f"a{answer.pk}",
        happened_at=comment.happened_at,
        known_at=told[1] if told else answer.received_at,
        read=comment.reading.label,
    )


def tone_of_stars(content: Iterable[Mapping[str, Any]]) -> str | None:
    """Of the whole answer: low, middle or high on its scale."""
    given = {one["kind"]: one["value"] for one in content}
    for kind, parts in SCALES.items():
        value = given.get(kind)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return next((TONES[part.tone] for part in parts if part.low <= value <= part.high), None)
    return None
