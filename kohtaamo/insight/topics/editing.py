"""Topics that people ask for: made, changed, removed and brought back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import QueryTopic
from kohtaamo.language.topics import parse
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .tagging import AT_ONCE, tag_older

LONGEST_NAME = 80
MOST_TOPICS = 60


class NoNameError(ValueError):
    """A topic without a name cannot be told from others."""


class TooManyTopicsError(ValueError):
    """Each comment that arrives is held beside every topic."""


def make_topic(*, name: str, query: str, actor: Member | None) -> QueryTopic:
    """Older comments are still to be tagged: `tag_soon`. Raises `NoNameError`, `QueryError`, `TooManyTopicsError`."""
    title = fitting_name(name)
    parse(query)
    with transaction.atomic():
        if QueryTopic.objects.filter(removed_at=None).count() >= MOST_TOPICS:
            raise TooManyTopicsError
        topic = QueryTopic.objects.create(name=title, query=query.strip(), actor=actor)
        record("insight.topic_made", subject_id=topic.pk, data={"name": title}, actor=actor)
    return topic


def change_topic(*, topic: QueryTopic, name: str, query: str, actor: Member | None) -> bool:
    """Whether other comments fit now, so that all must be tagged anew. Raises `NoNameError` and `QueryError`."""
    title = fitting_name(name)
    parse(query)
    with transaction.atomic():
        held = QueryTopic.objects.select_for_update().get(pk=topic.pk)
        is_anew = held.query != query.strip()
        held.name, held.query = title, query.strip()
        if is_anew:
            held.changed_at, held.tagged_at, held.progress = timezone.now(), None, 0.0
        held.save()
        record("insight.topic_changed", subject_id=held.pk, data={"name": title}, actor=actor)
    topic.refresh_from_db()
    return is_anew


@transaction.atomic
def remove_topic(*, topic: QueryTopic, actor: Member | None) -> None:
    topic.removed_at = timezone.now()
    topic.save(update_fields=["removed_at"])
    record("insight.topic_removed", subject_id=topic.pk, data={"name": topic.name}, actor=actor)


@transaction.atomic
def restore_topic(*, topic: QueryTopic, actor: Member | None) -> None:
    """What arrived meanwhile is still to be tagged, as for a new one."""
    topic.removed_at, topic.tagged_at, topic.progress = None, None, 0.0
    topic.changed_at = timezone.now()
    topic.save(update_fields=["removed_at", "tagged_at", "progress", "changed_at"])
    record("insight.topic_restored", subject_id=topic.pk, data={"name": topic.name}, actor=actor)


def is_tagged_at_once(topic: QueryTopic) -> bool:
    """Where there are few comments the person need not wait for a task."""
    if Comment.objects.count() > AT_ONCE:
        return False
    tag_older(topic=topic)
    return True


def fitting_name(name: str) -> str:
    title = " ".join(name.split())[:LONGEST_NAME].strip()
    if not title:
        raise NoNameError
    return title
