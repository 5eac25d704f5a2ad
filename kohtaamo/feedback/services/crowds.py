"""Employees' answers wait until there are enough of them, and then are counted as crowds, once and for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Crowd, CrowdMember, Survey, over_quota
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.statistics.blocks import Said, Trait, blocks, people
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.rows import marks, select
from kohtaamo.organisation.tenancy import current_organisation_id

COMMENTS = "open_text"
# So many times the least people, and the division into crowds can follow units and channels.
PLENTY = 10
BATCH = 500

STAFF = "SELECT id FROM feedback_answer WHERE organisation_id = %s AND id IN {keys} AND is_from_staff"

# What answers are divided by, first things first; after these their attributes.
TRAITS = ("month", "unit", "channel", "touchpoint", "segment", "source")

# survey, question kind, question name
Topic = tuple[int, str, str]


@transaction.atomic
def gather(*, answers: Iterable[int] = (), now: datetime | None = None) -> int:
    """Let these answers wait, then make crowds of those that need not wait longer; returns how many crowds.

    Answers to a question wait until they are plenty, their survey is closed, or the month in which the first
    of them came is over; and always until there are as many people as the organisation asks for.
    """
    await_crowds(answers)
    if not CrowdMember.objects.filter(crowd__isnull=True).exists():
        return 0
    # held, so that nobody counts the same answers at the same time
    organisation = Organisation.objects.select_for_update().get(pk=current_organisation_id())
    made = 0
    for (_, kind, _), members in sorted(waiting().items()):
        least = organisation.minimum_comments if kind == COMMENTS else organisation.minimum_people
        if need_not_wait(members, least, now or timezone.now()):
            made += make_crowds(members, least)
    return made


def waiting() -> dict[Topic, list[CrowdMember]]:
    found: dict[Topic, list[CrowdMember]] = {}
    rows = CrowdMember.objects.filter(crowd__isnull=True).select_related("answer__survey", "answer__customer")
    for one in rows.order_by("answer__received_at", "answer"):
        found.setdefault((one.answer.survey_id or 0, one.kind, one.question), []).append(one)
    return found


def await_crowds(answers: Iterable[int]) -> None:
    """One row for each thing said; what is in a crowd already stays there as it was counted."""
    staff = answers_of_staff(list(answers))
    if not staff:
        return
    rows = Answer.objects.filter(~over_quota(), pk__in=staff)
    CrowdMember.objects.bulk_create(
        [
            CrowdMember(
                organisation_id=answer.organisation_id,
                answer=answer,
                kind=given["kind"],
                question=given["name"],
            )
            for answer in rows
            for given in answer.content
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def answers_of_staff(keys: Sequence[int]) -> list[int]:
    """Most answers are customers', and come by thousands: asked lightly."""
    if not keys:
        return []
    found = select(STAFF.format(keys=marks(len(keys))), [current_organisation_id(), *keys])
    return [key for (key,) in found]


def need_not_wait(members: Sequence[CrowdMember], least: int, now: datetime) -> bool:
    number = len({person_of(one.answer) for one in members})
    if number < least:
        return False
    survey = members[0].answer.survey
    is_over = survey is not None and survey.status == Survey.Status.CLOSED
    first = min(one.answer.received_at for one in members)
    return is_over or number >= PLENTY * least or month_of(first) < month_of(now)


def make_crowds(members: Sequence[CrowdMember], least: int) -> int:
    """Comments are shown by survey only, so nothing divides them."""
    keys = attribute_keys(members)
    by_key = {one.pk: one for one in members}
    said = [
        Said(
            one.pk,
            person_of(one.answer),
            () if one.kind == COMMENTS else tuple(traits_of(one.answer, keys).values()),
        )
        for one in members
    ]
    found = blocks(said, least=least)
    for block in found:
        make_crowd([by_key[one.key] for one in block], people(block))
    return len(found)


def person_of(answer: Answer) -> tuple[str, int]:
    return ("customer", answer.customer_id) if answer.customer_id else ("answer", answer.pk)


def attribute_keys(members: Iterable[CrowdMember]) -> list[str]:
    return sorted({key for one in members for key in one.answer.attributes})


def traits_of(answer: Answer, keys: Iterable[str]) -> dict[str, Trait]:
    """All that numbers may be grouped or narrowed down by."""
    traits: dict[str, Trait] = {
        "month": month_of(answer.happened_at).isoformat(),
        "unit": answer.unit_id,
        "channel": answer.channel,
        "touchpoint": answer.touchpoint_id,
        "segment": answer.customer.segment if answer.customer else "",
        "source": answer.source,
    }
    return traits | {f"attribute:{key}": attribute_text(answer.attributes.get(key)) for key in keys}


def attribute_text(value: Any) -> str | None:
    """As the database writes it."""
    if value is None or isinstance(value, str):
        return value
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


def make_crowd(members: Sequence[CrowdMember], number: int) -> None:
    answers = [one.answer for one in members]
    kind, question = members[0].kind, members[0].question
    traits = [traits_of(answer, attribute_keys(members)) for answer in answers]
    days = [day_of(answer.happened_at) for answer in answers]
    crowd = Crowd(
        organisation_id=current_organisation_id(),
        survey=answers[0].survey,
        kind=kind,
        question=question,
        people=number,
        counts=[] if kind == COMMENTS else counted(answers, kind, question),
        common={name: traits[0][name] for name in traits[0] if len({each[name] for each in traits}) == 1},
        first_day=min(days),
        last_day=max(days),
    )
    crowd.save()
    for start in range(0, len(members), BATCH):
        keys = [one.pk for one in members[start : start + BATCH]]
        CrowdMember.objects.filter(pk__in=keys).update(crowd=crowd)


def counted(answers: Iterable[Answer], kind: str, question: str) -> list[list[Any]]:
    """Each value with how many gave it; of several choices each counts."""
    counts: Counter[Any] = Counter()
    for answer in answers:
        for given in answer.content:
            if (given["kind"], given["name"]) == (kind, question):
                counts.update(QUESTIONS[kind].counted(given["value"]))
    return [[value, counts[value]] for value in sorted(counts, key=repr)]


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def month_of(moment: datetime) -> date:
    return day_of(moment).replace(day=1)
