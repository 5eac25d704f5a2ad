"""Which comments a topic is in: old ones when the topic is made or changed, new ones as they arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import QueryTopic, TopicTag
from kohtaamo.language.topics import Query, QueryError, matches, parse, prepare
from kohtaamo.organisation.tenancy import current_organisation_id

BATCH = 1_000
# So many comments are tagged while the person waits; more are by a task.
AT_ONCE = 5_000
Row = tuple[int, str, str, str | None]


def topics_in_force() -> list[QueryTopic]:
    return list(QueryTopic.objects.filter(removed_at=None))


@transaction.atomic
def tag_answers(*, answers: Iterable[int]) -> None:
    """The comments of these answers under every topic; those that no longer fit lose their tag."""
    queries = queries_of(topics_in_force())
    if not queries:
        return
    keys = sorted(set(answers))
    for start in range(0, len(keys), BATCH):
        tag(rows_of(Q(answer__in=keys[start : start + BATCH]), None), queries)


def tag_older(*, topic: QueryTopic) -> None:
    """Every comment there is, newest first. Safe to start again; gives up when the topic is changed meanwhile."""
    queries = queries_of([topic])
    everything = Comment.objects.count()
    before, done = 0, 0
    while True:
        with transaction.atomic():
            if not still_asks(topic):
                return
            rows = rows_of(Q(pk__lt=before) if before else Q(), BATCH)
            if rows:
                tag(rows, queries)
        if not rows:
            break
        before, done = rows[-1][0], done + len(rows)
        QueryTopic.objects.filter(pk=topic.pk).update(progress=min(1.0, done / max(1, everything)))
    QueryTopic.objects.filter(pk=topic.pk, changed_at=topic.changed_at).update(
        tagged_at=timezone.now(), progress=1.0
    )


def still_asks(topic: QueryTopic) -> bool:
    """Held, so that a change of the topic waits for the batch under way."""
    rows = QueryTopic.objects.select_for_update().filter(pk=topic.pk, changed_at=topic.changed_at)
    return rows.exists()


def rows_of(which: Q, most: int | None) -> list[Row]:
    rows = Comment.objects.filter(which, answer__is_from_staff=False).order_by("-pk")
    return list(rows.values_list("pk", "text", "answer__language", "reading__language")[:most])


def queries_of(topics: Iterable[QueryTopic]) -> dict[int, Query]:
    """By topic; what was kept and can no longer be read tags nothing."""
    found: dict[int, Query] = {}
    for topic in topics:
        try:
            found[topic.pk] = parse(topic.query)
        except QueryError:
            continue
    return found


def tag(rows: Sequence[Row], queries: Mapping[int, Query]) -> None:
    wanted = {
        (topic, pk)
        for pk, text, asked_in, language in rows
        for prepared in [prepare(text, language_of(asked_in, language))]
        for topic, query in queries.items()
        if matches(query, prepared)
    }
    standing = TopicTag.objects.filter(topic__in=list(queries), comment__in=[row[0] for row in rows])
    known = {(topic, comment): pk for pk, topic, comment in standing.values_list("pk", "topic", "comment")}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    if gone:
        TopicTag.objects.filter(pk__in=gone).delete()
    here = current_organisation_id()
    TopicTag.objects.bulk_create(
        [
            TopicTag(organisation_id=here, topic_id=topic, comment_id=comment)
            for topic, comment in sorted(wanted - known.keys())
        ],
        ignore_conflicts=True,
    )


def language_of(asked_in: str, language: str | None) -> str:
    return (language if language and language != "und" else asked_in)[:2]
