"""Open text: looking for it, and what our machine read in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.kit.periods import Period
from kohtaamo.language.reading import SURE_TONE

from .facts import seldom
from .metric import Text
from .models import Reading
from .where import midnight

# What a person may choose; "unread" are those of which the machine is not sure.
TONES = ("negative", "neutral", "positive", "unread")
LANGUAGES: dict[str, Text] = {
    "fi": _("Finnish"),
    "sv": _("Swedish"),
    "en": _("English"),
    "et": _("Estonian"),
    "ru": _("Russian"),
    "und": _("unknown"),
}
# What a person should look at, the gravest first; "any" is any of them.
FLAGS: dict[str, Text] = {
    "any": _("something to look at"),
    "self_harm": _("danger to oneself"),
    "violence": _("threat of violence"),
    "medical": _("danger to health"),
    "legal": _("legal claim"),
    "leaving": _("about to leave"),
    "contact": _("wants to be contacted"),
    "urgent": pgettext_lazy("of a comment", "urgent"),
}

# What a comment is shown with; joined, so that a reading is found by its comment and not among all readings.
SHOWN_WITH = ("touchpoint", "answer", "reading")


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
    def language(self) -> Text:
        code = self.reading.language if self.reading else ""
        return LANGUAGES.get(code, code) if code != "und" else ""

    @property
    def flags(self) -> list[Text]:
        raised = self.reading.flags if self.reading else []
        return [FLAGS[one["key"]] for one in raised if one.get("key") in FLAGS]

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
    theme: str = "",
    flag: str = "",
) -> QuerySet[Comment]:
    """Comments that hold every one of these words as they stand, newest first; never those of employees."""
    # left out by a short list of theirs: a join would look up the answer of every comment there is
    theirs = Answer.objects.filter(is_from_staff=True).order_by().values("pk")
    rows = Comment.objects.exclude(answer__in=theirs).order_by("-happened_at", "-pk")
    rows = rows.select_related(*SHOWN_WITH)
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
    if theme:
        rows = rows.filter(themes__theme=theme)
    if flag:
        rows = flagged(rows, flag)
    return rows.filter(reading__language=language) if language else rows


def flagged(rows: QuerySet[Comment], flag: str) -> QuerySet[Comment]:
    # the flags as they are written: not every database looks inside lists
    written = rows.alias(flags_written=Cast("reading__flags", TextField()))
    return written.filter(flags_written__contains='"key"' if flag == "any" else f'"{flag}"')


def holding(word: str) -> Q:
    """Without regard to case; SQLite folds only a to z, so the usual cases of other letters are asked one by one."""
    found = Q()
    folds = word.isascii() or connection.vendor != "sqlite"
    for form in {word} if folds else {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(text__icontains=form)
    return found


def with_readings(comments: Sequence[Comment]) -> list[Read]:
    """Of comments that were fetched as `looked_for` and `in_order` do, without a query."""
    return [Read(comment, reading_of(comment)) for comment in comments]


def reading_of(comment: Comment) -> Reading | None:
    reading: Reading | None = getattr(comment, "reading", None)
    return reading


def in_order(keys: Sequence[int]) -> list[Comment]:
    """These comments in this order, with all that they are shown with; one that has gone is left out."""
    rows = Comment.objects.filter(pk__in=keys).select_related(*SHOWN_WITH)
    known = {comment.pk: comment for comment in rows}
    return [known[key] for key in keys if key in known]


def languages_read() -> list[str]:
    rows = Reading.objects.exclude(language="").order_by("language")
    return seldom("languages-read", lambda: list(rows.values_list("language", flat=True).distinct()))
