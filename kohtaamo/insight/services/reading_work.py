"""Learning and reading anew, ordered by a person or by the night, done by a job."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import ReadingWork
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Organisation
from kohtaamo.organisation.tenancy import current_organisation_id, working_for

from .rereading import carry_on, outdated
from .teaching import teach

# When most people sleep; in the time zone of the installation.
NIGHT = time(2, 30)
# Fewer comments than this can teach nothing.
LEAST_COMMENTS = 160
# A work that has not moved for so long was killed.
PATIENCE = timedelta(minutes=10)
# It has a third of a processor; what comes in and what is looked at has the rest.
BREATH = 2.0
Kind, Status = ReadingWork.Kind, ReadingWork.Status
UNDERWAY = (Status.WAITING, Status.RUNNING)


@transaction.atomic
def order(*, kind: str, actor: Member | None = None) -> ReadingWork:
    """The one underway when there is one."""
    Organisation.objects.select_for_update().get(pk=current_organisation_id())
    underway = ReadingWork.objects.filter(kind=kind, status__in=UNDERWAY).first()
    if underway:
        return underway
    work = ReadingWork(kind=kind, actor=actor)
    work.save()
    record("insight.reading_work_ordered", subject_id=work.pk, data={"kind": str(kind)}, actor=actor)
    return work


def order_learning(*, actor: Member | None = None) -> ReadingWork:
    return order(kind=Kind.LEARN, actor=actor)


@transaction.atomic
def order_rereading(*, actor: Member | None = None, languages: Collection[str] = ()) -> ReadingWork | None:
    """None when everything is read by what reads now. Of `languages`, whose themes are read otherwise from now on,
    every comment is read anew: one that is underway has begun without them, so another follows it.
    """
    if not languages:
        waiting = ReadingWork.objects.filter(kind=Kind.REREAD, status=Status.WAITING).first()
        return waiting or (order(kind=Kind.REREAD, actor=actor) if outdated().exists() else None)
    Organisation.objects.select_for_update().get(pk=current_organisation_id())
    waiting = ReadingWork.objects.select_for_update().filter(kind=Kind.REREAD, status=Status.WAITING).first()
    work = waiting or ReadingWork(kind=Kind.REREAD, actor=actor)
    work.result = {"languages": sorted({*work.result.get("languages", []), *languages})}
    work.save()
    if waiting is None:
        told = {"kind": str(Kind.REREAD)}
        record("insight.reading_work_ordered", subject_id=work.pk, data=told, actor=actor)
    return work


def carry_out(*, work: ReadingWork) -> None:
    """Safe to start again after a kill. What a new model reads otherwise is read anew after it."""
    if not work.is_underway:
        return
    work.status, work.advanced_at = Status.RUNNING, timezone.now()
    work.save(update_fields=["status", "advanced_at"])
    # languages may have been added until it was no longer waiting
    work.refresh_from_db(fields=["result"])
    try:
        if work.kind == Kind.REREAD:
            carry_on(work=work, breath=BREATH)
            record("insight.comments_read_again", subject_id=work.pk, data={"comments": work.done})
        else:
            taught = teach(work=work)
            if taught.tones or taught.themes:
                order_rereading(languages=taught.themes)
    except Exception:
        ReadingWork.objects.filter(pk=work.pk).update(status=Status.FAILED, finished_at=timezone.now())
        raise


def start_stopped_again() -> int:
    """What a killed process had in hand; whoever moves its moment on is the only one to order it again."""
    limit = timezone.now() - PATIENCE
    started = 0
    for work in ReadingWork.objects.filter(status=Status.RUNNING, advanced_at__lt=limit):
        with transaction.atomic():
            mine = ReadingWork.objects.filter(pk=work.pk, advanced_at=work.advanced_at)
            if mine.update(advanced_at=timezone.now()):
                record("insight.reading_work_ordered", subject_id=work.pk, data={"kind": work.kind})
                started += 1
    return started


def look_after_readings_everywhere(now: datetime, *, is_start: bool) -> int:
    """The learning of the night; at the start of a process also what an earlier version read. Returns the orders."""
    ordered = 0
    for organisation in Organisation.objects.all():
        with working_for(organisation):
            ordered += start_stopped_again()
            if is_learning_due(now):
                order_learning()
                ordered += 1
            if is_start and order_rereading():
                ordered += 1
    return ordered


def is_learning_due(now: datetime) -> bool:
    last = ReadingWork.objects.filter(kind=Kind.LEARN).order_by("-ordered_at").first()
    if last is None:
        return bool(Comment.objects.order_by()[LEAST_COMMENTS : LEAST_COMMENTS + 1].exists())
    return not last.is_underway and last.ordered_at < last_night(now)


def last_night(now: datetime) -> datetime:
    here = timezone.localtime(now)
    night = timezone.make_aware(datetime.combine(here.date(), NIGHT))
    return night if night <= now else night - timedelta(days=1)
