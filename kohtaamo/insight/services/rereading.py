"""Comments read anew, with what reads now; their values follow by the same way as on arrival."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from time import monotonic, sleep

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.learning.current import current_models
from kohtaamo.insight.models import Correction, Reading, ReadingWork
from kohtaamo.language.analyser import Span

from .answers import measure_answers, read_ahead

Status = ReadingWork.Status
# Comments in one transaction: whatever else is written waits for it.
TOGETHER = 50


def reread(comments: Iterable[int]) -> int:
    """Returns how many values are new. Corrections and stronger readers keep the last word."""
    answers = Comment.objects.filter(pk__in=list(comments), answer__is_from_staff=False).order_by()
    return measure_answers(answers=list(answers.values_list("answer", flat=True).distinct()))


@transaction.atomic
def set_reading(
    comment_id: int,
    *,
    label: str,
    score: float,
    confidence: float,
    provider: str,
    version: str,
    spans: Sequence[Span] = (),
) -> None:
    """What a stronger reader read stands from now on, except where a person has corrected.

    `score` is -1 to 1. `Comment.DoesNotExist` when the comment is gone or an employee's.
    """
    comment = Comment.objects.get(pk=comment_id, answer__is_from_staff=False)
    if comment.corrections.filter(task=Correction.Task.TONE).exists():
        return
    told = {
        "label": label,
        "sentiment": score,
        "confidence": confidence,
        "provider": provider,
        "version": version,
        "spans": [list(span) for span in spans],
        "is_settled": True,
    }
    shared = {"organisation_id": comment.organisation_id, **told}
    Reading.objects.update_or_create(comment=comment, defaults=told, create_defaults=shared)
    measure_answers(answers=[comment.answer_id])


@transaction.atomic
def unsettle(comment_id: int) -> None:
    """The machine here reads the comment again."""
    Reading.objects.filter(comment=comment_id).update(is_settled=False)
    reread([comment_id])


def outdated(languages: Collection[str] = ()) -> QuerySet[Comment]:
    """Customers' comments that an earlier version read, or nobody, in the order of their keys; of `languages` all."""
    rows = Comment.objects.filter(answer__is_from_staff=False)
    late = current_models().outdated()
    if languages:
        late |= Q(reading__language__in=list(languages))
    return rows.filter(late).order_by("pk")


def carry_on(
    *, work: ReadingWork, tell: Callable[[int, int], None] = lambda *_: None, breath: float = 0.0
) -> int:
    """From where it stood to the end; returns how many comments were read. Safe to start again after a kill.

    Beside other work it rests after each part, `breath` times as long as that took.
    """
    rows = outdated(work.result.get("languages", ())).filter(pk__gt=work.reached)
    work.status, work.total = Status.RUNNING, work.done + rows.count()
    before = work.done
    while part := list(rows.filter(pk__gt=work.reached).values_list("pk", "answer")[:TOGETHER]):
        begun = monotonic()
        answers = [answer for _key, answer in part]
        read_ahead(answers=answers)
        measure_answers(answers=answers)
        work.reached, work.done = part[-1][0], work.done + len(part)
        work.advanced_at = timezone.now()
        work.save(update_fields=["status", "done", "total", "reached", "advanced_at"])
        tell(work.done, work.total)
        sleep((monotonic() - begun) * breath)
    work.status, work.finished_at, work.total = Status.DONE, timezone.now(), work.done
    work.save()
    return work.done - before
