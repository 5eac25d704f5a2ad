"""Older comments follow a change of a theme: the newest first, a batch at a time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.models import Reading, ThemeChange
from kohtaamo.language.reading import CommentReading

from .keeping import Spoken, keep_mentions

BATCH = 200
# A batch takes a second or two; work that has been silent for this long was killed.
SILENCE = timedelta(seconds=60)
Status = ThemeChange.Status


def read_anew(*, change: ThemeChange) -> int:
    """Returns how many comments were read. Goes on where it stood, and gives way to a later change."""
    before = change.done
    while not ThemeChange.objects.filter(
        pk__gt=change.pk, status__in=[Status.WAITING, Status.RUNNING]
    ).exists():
        keys = next_comments(change.reached)
        if not keys:
            break
        with transaction.atomic():
            keep_again(keys)
            change.reached, change.done = keys[-1], change.done + len(keys)
            change.status, change.advanced_at = Status.RUNNING, timezone.now()
            change.save(update_fields=["reached", "done", "status", "advanced_at"])
    change.status = Status.DONE
    change.save(update_fields=["status"])
    return change.done - before


def next_comments(reached: int | None) -> list[int]:
    rows = Reading.objects.order_by("-comment").filter(comment__answer__is_from_staff=False)
    if reached is not None:
        rows = rows.filter(comment__lt=reached)
    return list(rows.values_list("comment", flat=True)[:BATCH])


def keep_again(keys: list[int]) -> None:
    """The answers are held as they are on arrival, so that the two never write the same comment at once."""
    held = Comment.objects.filter(pk__in=keys).values("answer")
    list(Answer.objects.select_for_update(of=("self",)).filter(pk__in=held).order_by("uid").values_list("pk"))
    rows = Reading.objects.filter(comment__in=keys).select_related("comment")
    keep_mentions([spoken(row) for row in rows])


def spoken(row: Reading) -> Spoken:
    spans = tuple(tuple(span) for span in row.spans)
    reading = CommentReading(row.language, 1.0, row.sentiment, row.label or None, row.confidence, spans)
    return Spoken(row.comment_id, row.comment.happened_at, row.comment.text, reading)


def claim_silent(*, change: ThemeChange) -> bool:
    """Whether this call may start it again: its job has been silent, and nobody else has."""
    now = timezone.now()
    silent = ThemeChange.objects.filter(
        pk=change.pk, status__in=[Status.WAITING, Status.RUNNING], advanced_at__lt=now - SILENCE
    )
    return bool(silent.update(advanced_at=now))
