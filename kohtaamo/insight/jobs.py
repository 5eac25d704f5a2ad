"""What is known only when time has passed: whether customers came back with the same matter; and mails of alerts."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kohtaamo.encounters.models import Encounter
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import current_organisation_id, working_for

from .alerting.sending import try_to_send
from .board.making import make_report
from .facts.projecting import OutdatedError, project
from .figures import carry_out as carry_out_import
from .models import BoardReport, FigureImport, QueryTopic, ReadingWork, ThemeChange, TopicRun
from .observing import RETURN_TIME, decide_returns, next_decision, undecided
from .readers import (
    PART,
    arrived,
    fetch_vectors,
    first_again,
    forget_edited,
    meanings_in_use,
    read_again,
    read_outside,
)
from .services.reading_work import carry_out
from .themes.rereading import read_anew
from .topics.looking import make_look
from .topics.tagging import tag_older

# Decisions of an hour are made at once.
LEAST_WAIT = timedelta(hours=1)
# Between two tries of comments that a reader could not read.
LEAST_REST = timedelta(minutes=1)


@task()
def decide(organisation_id: int) -> None:
    """Every contact whose time is over; then planned anew for the next. Safe to start again after a kill."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        now = timezone.now()
        while contacts := undecided(now):
            decide_returns(encounters=contacts, now=now)
        following = next_decision(now)
        if following:
            plan(following)


def plan_decisions(encounters: Iterable[Encounter]) -> None:
    """A task for the first of these contacts whose time is not over, unless one is waiting already."""
    now = timezone.now()
    moments = [one.happened_at + RETURN_TIME for one in encounters if one.resolved is not None]
    due = [moment for moment in moments if moment > now]
    if due and not is_planned(decide.module_path, DBTaskResult.objects.all()):
        plan(min(due))


def plan(moment: datetime) -> None:
    decide.using(run_after=max(moment, timezone.now() + LEAST_WAIT)).enqueue(current_organisation_id())


def is_planned(path: str, rows: QuerySet[DBTaskResult[Any, Any]]) -> bool:
    waiting = rows.filter(status=TaskResultStatus.READY, task_path=path)
    return any(
        arguments["args"] == [current_organisation_id()]
        for arguments in waiting.values_list("args_kwargs", flat=True)
    )


def plan_outside_reading(answers: list[int]) -> None:
    """A task where a reader off this machine is in use; nobody waits for it."""
    if answers and arrived(answers):
        read_comments_outside.enqueue(current_organisation_id(), answers)
    if answers and meanings_in_use():
        forget_edited(answers)
        plan_fetching_vectors()


def plan_fetching_vectors() -> None:
    if not is_planned(fetch_comment_vectors.module_path, DBTaskResult.objects.all()):
        fetch_comment_vectors.enqueue(current_organisation_id())


@task()
def fetch_comment_vectors(organisation_id: int) -> None:
    """A part, and the rest as a task of its own, after those that wait. Safe to start again after a kill."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        if fetch_vectors():
            plan_fetching_vectors()


@task()
def read_comments_outside(organisation_id: int, answers: list[int]) -> None:
    """A part, and the rest as a task of its own, after those that wait. Safe to start again after a kill."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        read_outside(answers=answers[:PART])
        if answers[PART:]:
            read_comments_outside.enqueue(organisation_id, answers[PART:])
        plan_trying_again()


@task()
def try_comments_again(organisation_id: int) -> None:
    """Comments that a reader off this machine could not read; then planned anew for the next."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        read_again(now=timezone.now())
        plan_trying_again()


def plan_trying_again() -> None:
    """A task for the first that waits, unless one is planned that is not later."""
    moment = first_again()
    if moment is None:
        return
    moment = max(moment, timezone.now() + LEAST_REST)
    sooner = DBTaskResult.objects.filter(run_after__lte=moment)
    if not is_planned(try_comments_again.module_path, sooner):
        try_comments_again.using(run_after=moment).enqueue(current_organisation_id())


@task()
def send_alert_mail(mail_id: int) -> None:
    """One try. A mail that was not taken waits for the next."""
    try_to_send(mail_id, again=lambda moment: send_alert_mail.using(run_after=moment).enqueue(mail_id))


@task()
def import_figures(organisation_id: int, import_id: int) -> None:
    """Safe to start again after a kill: what is kept already is unchanged."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with working_for(organisation), translation.override(organisation.language):
        brought = FigureImport.objects.select_related("actor").filter(pk=import_id).first()
        if brought is not None:
            carry_out_import(brought=brought)


@task()
def make_board_report(organisation_id: int, report_id: int) -> None:
    """Safe to start again after a kill: what is finished is never made again."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with working_for(organisation):
        report = BoardReport.objects.select_related("actor").filter(pk=report_id).first()
        if report is not None:
            make_report(report=report)


@task()
def clean_files_of_copy(organisation_id: int) -> None:
    """Few changes wait long for their turn, and meanwhile the old values stand in files; what is erased may not."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        left = True
        while left:
            # another process that was quicker has done some of it
            with suppress(OutdatedError):
                left = project()


@task()
def reread_themes(organisation_id: int, change_id: int) -> None:
    """Safe to start again after a kill: it goes on where it stood."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        change = ThemeChange.objects.filter(pk=change_id).first()
        if change is not None:
            read_anew(change=change)


@task()
def look_for_topics(organisation_id: int, run_id: int) -> None:
    """Safe to start again after a kill: what is found is never looked for again."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with working_for(organisation):
        run = TopicRun.objects.filter(pk=run_id).first()
        if run is not None:
            make_look(run=run)


@task()
def tag_comments(organisation_id: int, topic_id: int) -> None:
    """Every older comment under one topic. Safe to start again: each batch stands as it should."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with working_for(organisation):
        topic = QueryTopic.objects.filter(pk=topic_id).first()
        if topic is not None:
            tag_older(topic=topic)


@task()
def carry_out_reading_work(organisation_id: int, work_id: int) -> None:
    """Learning, or reading anew. Safe to start again after a kill."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        work = ReadingWork.objects.filter(pk=work_id).first()
        if work is not None:
            carry_out(work=work)
