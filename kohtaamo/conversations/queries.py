from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kohtaamo.encounters.models import Encounter
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.queries import GivenFile, given_files
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.organisation.models import Member

from .facts import is_low
from .models import Case
from .wording import SCORED, score_in_words

EARLIER = 12
State = Case.State


def cases() -> QuerySet[Case]:
    return Case.objects.select_related(
        "customer", "touchpoint", "unit", "owner", "cause", "answer", "rule", "invitation"
    )


def late(now: datetime) -> Q:
    """Open, the turn ours, and a deadline gone by."""
    unreacted = Q(reacted_at__isnull=True, react_by__lt=now)
    return Q(state__in=(State.NEW, State.TAKEN)) & (unreacted | Q(close_by__lt=now))


def listed(which: str, *, member: Member, now: datetime) -> QuerySet[Case]:
    """Open ones by what comes due first; closed ones the newest first."""
    rows = cases()
    if which == "closed":
        return rows.exclude(state__in=Case.OPEN).order_by("-closed_at", "-pk")
    rows = rows.filter(state__in=Case.OPEN).order_by("close_by", "pk")
    if which == "mine":
        return rows.filter(owner=member)
    if which == "free":
        return rows.filter(owner__isnull=True)
    return rows.filter(late(now)) if which == "late" else rows


def how_many(*, member: Member, now: datetime) -> dict[str, int]:
    is_open = Q(state__in=Case.OPEN)
    found: dict[str, int] = Case.objects.aggregate(
        mine=Count("pk", filter=is_open & Q(owner=member)),
        free=Count("pk", filter=is_open & Q(owner__isnull=True)),
        late=Count("pk", filter=late(now)),
        all=Count("pk", filter=is_open),
        closed=Count("pk", filter=~is_open),
    )
    return found


def how_many_late(now: datetime) -> int:
    return Case.objects.filter(late(now)).count()


def earlier_encounters(case: Case) -> list[Encounter]:
    if case.customer_id is None:
        return []
    rows = Encounter.objects.filter(customer=case.customer_id).select_related("touchpoint", "agent")
    return list(rows.order_by("-happened_at", "-pk")[:EARLIER])


def earlier_answers(case: Case) -> list[Answer]:
    """What else she has said, the newest first; never what our own people said."""
    if case.customer_id is None:
        return []
    rows = Answer.objects.filter(customer=case.customer_id, is_from_staff=False).exclude(
        pk=case.answer_id or 0
    )
    return list(
        rows.select_related("touchpoint", "survey")
        .prefetch_related("comments")
        .order_by("-happened_at", "-pk")[:EARLIER]
    )


def files_of(answer: Answer | None) -> list[GivenFile]:
    by_question = given_files([answer]).get(answer.pk, {}) if answer else {}
    return [one for files in by_question.values() for one in files]


def heard_in(answer: Answer | None) -> list[tuple[str, bool]]:
    """The scores of an answer: what was asked and said, and whether it is low."""
    found = []
    for one in answer.content if answer else ():
        value, kind = one.get("value"), one.get("kind")
        if kind in SCORED and kind in QUESTIONS and isinstance(value, int | float):
            found.append((score_in_words(kind, value), bool(is_low([one]))))
    return found
