"""Comments read off this machine, after they have arrived and been read here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import Correction, OutsideReading, ReaderSettings, Reading, ThemeMention
from kohtaamo.insight.services import reread, set_reading
from kohtaamo.language.readers import Answer, Asked, Mark, Policy, Task, read_all
from kohtaamo.organisation.tenancy import current_organisation_id

from .again import next_try
from .guarding import clean_replies, note, outside_of
from .meanings import theme_meanings
from .setting import reader_in_use, tasks_of

# So many answers in one go: a slow reader may not keep other tasks waiting for long.
PART = 40
PROVIDER_LENGTH = VERSION_LENGTH = 40
DIGEST_LENGTH = 16
SHORTEST_KEY = 5
# Who reads beside our own machine's reading: a server, or a folder on this machine.
STRONGER = ("llm", "transformer")
# These never reached the reader.
NOT_SENT = ("dead", "budget", "paused", "unusable")


def read_outside(*, answers: Sequence[int]) -> None:
    """Safe to repeat: what was read already is not asked again. Employees' comments are never taken."""
    settings = reader_in_use()
    if settings is None:
        return
    clean_replies()
    for task, policy in tasks_of(settings):
        comments = unread(answers, task)
        if comments:
            read_task(settings, task, policy, comments)


def read_again(*, now: datetime, most: int = PART) -> int:
    """Those whose moment has come, the longest waiting first; returns how many were taken up."""
    settings = reader_in_use()
    if settings is None:
        return 0
    taken = 0
    for task, policy in tasks_of(settings):
        due = OutsideReading.objects.filter(task=task, found__isnull=True, again_at__lte=now)
        keys = list(due.order_by("again_at", "pk").values_list("comment", flat=True)[:most])
        answers = Comment.objects.filter(pk__in=keys).values_list("answer", flat=True)
        comments = [one for one in unread(list(answers), task) if one.pk in keys]
        if comments:
            read_task(settings, task, policy, comments)
        # what a person has decided meanwhile, or our own reading is sure of, needs it no longer
        due.filter(comment__in=keys).update(again_at=None, tries=0)
        taken += len(keys)
    return taken


def unread(answers: Sequence[int], task: Task) -> list[Comment]:
    """Those that this reader has not read as they are now, and of whose tone no person has decided."""
    rows = Comment.objects.filter(answer__in=answers, answer__is_from_staff=False).order_by("pk")
    if task == "sentiment":
        theirs = Correction.objects.filter(task=Correction.Task.TONE, comment__answer__in=answers)
        rows = rows.exclude(pk__in=theirs.order_by().values("comment"))
    known = dict(
        OutsideReading.objects.filter(comment__answer__in=answers, task=task, found__isnull=False)
        .order_by()
        .values_list("comment", "digest")
    )
    found = rows.select_related("answer__customer", "answer__encounter__agent")
    return [one for one in found if known.get(one.pk) != digest_of(one.text)]


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def read_task(settings: ReaderSettings, task: Task, policy: Policy, comments: Sequence[Comment]) -> None:
    asked = [as_asked(one) for one in comments]
    own = dict(zip(asked, read_here_already(comments, task), strict=True))
    outside = outside_of(settings, theme_meanings())
    outcome = read_all(asked, task=task, policy=policy, outside=outside, local=lambda one, _task: own[one])
    note(outcome.tally)
    note_trouble(settings, outcome.answers)
    for comment, answer in zip(comments, outcome.answers, strict=True):
        keep(comment, answer, is_here=outside.reader.is_here)


def as_asked(comment: Comment) -> Asked:
    answer = comment.answer
    return Asked(comment.text, answer.language or "und", names_of(comment), answer.is_from_staff)


def names_of(comment: Comment) -> tuple[str, ...]:
    """What is known to lead to a person: the customer's own, and who served her."""
    customer, encounter = comment.answer.customer, comment.answer.encounter
    known = [customer.name, customer.email, customer.phone] if customer else []
    if customer and len(customer.key) >= SHORTEST_KEY:
        known.append(customer.key)
    if encounter and encounter.agent:
        known.append(encounter.agent.name)
    return tuple(one for one in known if one)


def read_here_already(comments: Sequence[Comment], task: Task) -> list[Answer]:
    """As our own machine read them on arrival."""
    readings = {one.comment_id: one for one in Reading.objects.filter(comment__in=comments)}
    themes: dict[int, list[Mark]] = {}
    if task == "themes":
        for one in ThemeMention.objects.filter(comment__in=comments):
            themes.setdefault(one.comment_id, []).append(Mark(one.theme, one.confidence, one.tone))
    return [answer_of(readings.get(one.pk), themes.get(one.pk, []), task) for one in comments]


def answer_of(reading: Reading | None, themes: Sequence[Mark], task: Task) -> Answer:
    if reading is None:
        return Answer(task, "", "", ())
    found: tuple[Mark, ...] = tuple(themes)
    if task == "sentiment" and reading.label:
        found = (Mark(reading.label, reading.confidence, reading.sentiment),)
    if task == "emotions":
        found = tuple(Mark(key, confidence) for key, confidence in reading.emotions)
    return Answer(task, reading.provider, reading.version, found)


def note_trouble(settings: ReaderSettings, answers: Sequence[Answer]) -> None:
    reasons = [one.why for one in answers if one.why and one.why not in {"budget", "paused"}]
    if reasons:
        rows = ReaderSettings.objects.filter(pk=settings.pk)
        rows.update(trouble=reasons[-1], trouble_at=timezone.now())


@transaction.atomic
def keep(comment: Comment, answer: Answer, *, is_here: bool = False) -> None:
    """What it found stands from now on; where it failed, our own reading stands and the row says why."""
    is_outside = answer.provider in STRONGER
    if not is_outside and answer.why is None:
        return
    if not Comment.objects.filter(pk=comment.pk, answer__is_from_staff=False).exists():
        return
    now, digest = timezone.now(), digest_of(comment.text)
    before = OutsideReading.objects.filter(comment=comment, task=answer.task, digest=digest).first()
    tries = 0 if answer.why is None else 1 + (before.tries if before else 0)
    told = {
        "provider": answer.provider[:PROVIDER_LENGTH],
        "version": answer.version,
        "found": as_json(answer.found) if is_outside else None,
        "why": answer.why or "",
        "digest": digest,
        "at": now,
        "tries": tries,
        "again_at": next_try(answer.why, tries, now) if answer.why else None,
        "is_sent": (answer.why not in NOT_SENT and not is_here) or bool(before and before.is_sent),
    }
    shared = {"organisation_id": current_organisation_id(), **told}
    OutsideReading.objects.update_or_create(
        comment=comment, task=answer.task, defaults=told, create_defaults=shared
    )
    if is_outside and answer.task == "sentiment":
        apply_tone(comment.pk, answer)
    elif is_outside:
        # the way on which comments are read takes up what is kept here
        reread([comment.pk])


def as_json(found: Sequence[Mark]) -> list[list[object]]:
    return [[one.key, one.confidence, one.tone, [list(span) for span in one.spans]] for one in found]


def apply_tone(comment: int, answer: Answer) -> None:
    (mark,) = answer.found
    set_reading(
        comment,
        label=mark.key,
        score=mark.tone or 0.0,
        confidence=mark.confidence,
        provider=answer.provider,
        version=answer.version[:VERSION_LENGTH],
        spans=mark.spans,
    )
