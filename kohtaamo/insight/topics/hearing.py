"""Comments as topics need them, read in one query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.comments import SHOWN_WITH
from kohtaamo.language.reading import SURE_TONE

# A look, and a page, take the newest so many into account.
MOST = 10_000
SIGNS = {"negative": -1, "neutral": 0, "positive": 1}


class Heard(NamedTuple):
    """`sign` is None where the tone is unsure; `text` is empty where it was not asked for."""

    pk: int
    answer: int
    language: str
    day: date
    sign: int | None
    text: str


def heard(comments: QuerySet[Comment], *, with_text: bool = False) -> list[Heard]:
    """The newest `MOST` of these comments, in the order of their keys, so that equal asks give equal looks."""
    names = ["pk", "answer", "answer__language", "reading__language", "reading__label", "reading__confidence"]
    rows = comments.select_related(None).values_list(*names, "happened_at", *(["text"] if with_text else []))
    return sorted(as_heard(*row) for row in rows[:MOST])


def as_heard(
    pk: int,
    answer: int,
    asked_in: str,
    language: str | None,
    label: str | None,
    confidence: float | None,
    happened_at: datetime,
    text: str = "",
) -> Heard:
    is_sure = label in SIGNS and (confidence or 0) >= SURE_TONE
    known = language if language and language != "und" else asked_in
    return Heard(
        pk,
        answer,
        known[:2],
        timezone.localtime(happened_at).date(),
        SIGNS[label or ""] if is_sure else None,
        text,
    )


def texts_of(keys: Iterable[int]) -> dict[int, Comment]:
    """Comments by their keys, those of employees never."""
    rows = Comment.objects.filter(pk__in=set(keys), answer__is_from_staff=False)
    return {comment.pk: comment for comment in rows.select_related(*SHOWN_WITH)}
