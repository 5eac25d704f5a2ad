"""Open text: looking for it, and what our machine read in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.kit.periods import Period
from kohtaamo.language.reading import SURE_TONE

from .facts import seldom
from .models import Reading
from .where import midnight

# What a person may choose; "unread" are those of which the machine is not sure.
TONES = ("negative", "neutral", "positive", "unread")


@dataclass(frozen=True, slots=True)
class Read:
    """A comment with its reading; `marks` as the `marked` filter takes them."""

    comment: Comment
    reading: Reading | None

    @property
    def is_read(self) -> bool:
        return self.reading is not None and self.reading.confidence > 0

    @property
    def is_sure(self) -> bool:
        return self.reading is not None and self.reading.confidence >= SURE_TONE

    @property
    def tone(self) -> str:
        return self.reading.label if self.reading and self.is_sure else ""

    @property
    def text(self) -> str:
        """As people are shown it: without what names a person."""
        return self.comment.shown.text

    @property
    def marks(self) -> list[tuple[Any, ...]]:
        """Where `text` has its veils, and each word that decided in its own colour.

        No colour where the tone is unsure, or was read before words had signs.
        """
        spans = self.reading.spans if self.reading else []
        colours = {1: "good", -1: "bad"} if self.is_sure else {}
        read = [(start, end, colours.get(sign[0], "") if sign else "") for start, end, *sign in spans]
        return [*self.comment.shown.marks, *self.comment.shown.moved(read)]


def looked_for(
    *,
    words: str = "",
    period: Period | None = None,
    touchpoint: int | None = None,
    tone: str = "",
    language: str = "",
) -> QuerySet[Comment]:
    """Comments that hold every one of these words, newest first; never those of employees."""
    # left out by a short list of theirs: a join would look up the answer of every comment there is
    theirs = Answer.objects.filter(is_from_staff=True).order_by().values("pk")
    rows = Comment.objects.exclude(answer__in=theirs).order_by("-happened_at", "-pk")
    rows = rows.select_related("touchpoint", "answer")
    for word in words.split():
        rows = rows.filter(holding(word))
    if period:
        rows = rows.filter(happened_at__gte=midnight(period.start), happened_at__lt=midnight(period.end))
    if touchpoint is not None:
        rows = rows.filter(touchpoint=touchpoint)
    if tone == "unread":
        rows = rows.filter(Q(reading__isnull=True) | Q(reading__confidence__lt=SURE_TONE))
    elif tone:
        rows = rows.filter(reading__label=tone, reading__confidence__gte=SURE_TONE)
    return rows.filter(reading__language=language) if language else rows


def holding(word: str) -> Q:
    """Without regard to case; SQLite folds only a to z, so the usual cases of other letters are asked one by one."""
    found = Q()
    folds = word.isascii() or connection.vendor != "sqlite"
    for form in {word} if folds else {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(text__icontains=form)
    return found


def with_readings(comments: Sequence[Comment]) -> list[Read]:
    """One query for the readings of all of them."""
    readings: Mapping[int, Reading] = {
        reading.comment_id: reading for reading in Reading.objects.filter(comment__in=comments)
    }
    return [Read(comment, readings.get(comment.pk)) for comment in comments]


def languages_read() -> list[str]:
    rows = Reading.objects.exclude(language="").order_by("language")
    return seldom("languages-read", lambda: list(rows.values_list("language", flat=True).distinct()))
