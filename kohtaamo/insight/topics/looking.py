"""A look at the topics of a time: ordered by a page, made by a task, kept until the next of the same."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import QueryTopic, TopicRun
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .asked import TopicsAsked, asked_by, comments_of
from .finding import findings

Status = TopicRun.Status
# Looks that nobody has needed for so long are cleared away when the next is ordered.
KEPT = timedelta(days=30)


def look_of(asked: TopicsAsked) -> TopicRun | None:
    """The newest look at exactly these comments' time, whatever its state."""
    return TopicRun.objects.filter(
        start=asked.period.start,
        end=asked.period.end,
        touchpoint=asked.touchpoint,
        language=asked.language,
    ).first()


def is_outdated(run: TopicRun) -> bool:
    """Whether comments have come, or topics that people ask for have changed, since."""
    has_newer = run.newest < newest_comment()
    if has_newer and comments_of(asked_by(run)).filter(pk__gt=run.newest).exists():
        return True
    made_at = run.made_at or run.created_at
    return QueryTopic.objects.filter(tagged_at__gt=made_at, removed_at=None).exists()


@transaction.atomic
def order_look(*, asked: TopicsAsked, actor: Member | None) -> TopicRun | None:
    """A look to be made, in place of earlier ones of the same; None where one is under way already."""
    standing = look_of(asked)
    if standing is not None and standing.is_underway and not standing.is_stuck:
        return None
    TopicRun.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    run = TopicRun.objects.create(
        start=asked.period.start,
        end=asked.period.end,
        touchpoint_id=asked.touchpoint,
        language=asked.language,
        actor=actor,
    )
    if standing is not None:
        TopicRun.objects.filter(
            start=run.start, end=run.end, touchpoint=asked.touchpoint, language=asked.language
        ).exclude(pk=run.pk).delete()
    record("insight.topics_looked_for", subject_id=run.pk, data={"period": str(run.period)}, actor=actor)
    return run


def make_look(*, run: TopicRun) -> None:
    """Safe to start again after a kill: what is done is never made again."""
    if run.is_done:
        return
    advance(run, 0.0)
    newest = newest_comment()
    try:
        result = findings(run, lambda share: advance(run, share))
    except Exception:
        TopicRun.objects.filter(pk=run.pk).update(status=Status.FAILED)
        raise
    TopicRun.objects.filter(pk=run.pk).exclude(status=Status.DONE).update(
        status=Status.DONE,
        progress=1.0,
        made_at=timezone.now(),
        n=result["n"],
        newest=newest,
        result=result,
    )
    run.refresh_from_db()


def advance(run: TopicRun, share: float) -> None:
    TopicRun.objects.filter(pk=run.pk).exclude(status=Status.DONE).update(
        status=Status.RUNNING, progress=share, advanced_at=timezone.now()
    )


def newest_comment() -> int:
    return int(Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0)
