"""Comments as vectors: fetched a part at a time, the newest first, and kept beside the comments they are of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import F, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import CommentVector, EmbeddingSettings
from kohtaamo.language.quoting import own_words
from kohtaamo.language.readers import ReaderError, hide
from kohtaamo.language.readers.answering import ILL
from kohtaamo.organisation.tenancy import current_organisation_id

from .guarding import kept_breaker
from .meaning_setting import client_of, meanings_in_use, space_of
from .reading import digest_of, names_of

# In one request, and in one go.
TOGETHER, PART = 32, 256
# The newest comments that have vectors: older ones are found by their words.
MOST_KEPT = 20_000
HALF = np.dtype("<f2")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `total` comments so many have a vector of the model in use."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def progress(settings: EmbeddingSettings) -> Progress:
    done = CommentVector.objects.filter(space=space_of(settings)).count()
    return Progress(done, min(MOST_KEPT, max(done, customers().count())))


def customers() -> QuerySet[Comment]:
    """What employees wrote is never sent."""
    return Comment.objects.filter(answer__is_from_staff=False).exclude(text="")


def lacking(settings: EmbeddingSettings) -> list[int]:
    """Among the newest; those of the newest first."""
    newest = customers().order_by("-happened_at", "-pk").values_list("pk", flat=True)[:MOST_KEPT]
    known = set(CommentVector.objects.filter(space=space_of(settings)).values_list("comment", flat=True))
    return [key for key in newest if key not in known][:PART]


def fetch_vectors() -> bool:
    """One part; returns whether more is to be fetched at once. A failure ends it until the next comment comes."""
    settings = meanings_in_use()
    keys = lacking(settings) if settings else []
    if settings is None or not keys:
        return False
    rows = customers().filter(pk__in=keys).order_by("-happened_at", "-pk")
    comments = list(rows.select_related("answer__customer", "answer__encounter__agent"))
    for start in range(0, len(comments), TOGETHER):
        if not fetch_some(settings, comments[start : start + TOGETHER]):
            return False
    return len(keys) == PART


def fetch_some(settings: EmbeddingSettings, comments: Sequence[Comment]) -> bool:
    texts = [hide(own_words(one.text), names_of(one)).text for one in comments]
    try:
        vectors = embedded(settings, texts)
    except ReaderError as problem:
        rows = EmbeddingSettings.objects.filter(pk=settings.pk)
        rows.update(trouble=problem.reason, trouble_at=timezone.now())
        return False
    if vectors is None:
        return False
    keep(settings, comments, [np.asarray(vector, dtype=HALF) for vector in vectors])
    return True


def embedded(
    settings: EmbeddingSettings, texts: Sequence[str], *, at_most: float = math.inf
) -> Sequence[Sequence[float]] | None:
    """None while the server is left in peace after failures. `ReaderError` when it gives no vectors."""
    breaker = kept_breaker(settings)
    if not breaker.may_try():
        return None
    try:
        vectors = client_of(settings, at_most=at_most).embed(texts)
    except ReaderError as problem:
        if problem.reason in ILL:
            breaker.failed(problem.wait)
        raise
    breaker.succeeded()
    return vectors


def keep(
    settings: EmbeddingSettings, comments: Sequence[Comment], vectors: Sequence[NDArray[np.float16]]
) -> None:
    """Of comments that are still there, and were not edited meanwhile."""
    here, space = current_organisation_id(), space_of(settings)
    now = dict(Comment.objects.filter(pk__in=[one.pk for one in comments]).values_list("pk", "text"))
    CommentVector.objects.bulk_create(
        [
            CommentVector(
                organisation_id=here,
                comment=comment,
                space=space,
                digest=digest_of(comment.text),
                vector=vector.tobytes(),
                at=timezone.now(),
            )
            for comment, vector in zip(comments, vectors, strict=True)
            if now.get(comment.pk) == comment.text
        ],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["space", "digest", "vector", "at"],
    )


def forget_edited(answers: Sequence[int]) -> None:
    """A text that was changed says something else, and what employees wrote has no vector."""
    rows = CommentVector.objects.filter(comment__answer__in=answers).annotate(
        text=F("comment__text"), is_from_staff=F("comment__answer__is_from_staff")
    )
    gone = [
        key
        for key, digest, text, is_from_staff in rows.values_list("pk", "digest", "text", "is_from_staff")
        if is_from_staff or digest != digest_of(text)
    ]
    if gone:
        CommentVector.objects.filter(pk__in=gone).delete()
