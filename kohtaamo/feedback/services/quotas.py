"""Quotas are counted when an answer is complete, and are never passed however many come at once.

An answer that comes when its quota is full is kept, but as one that was not completed: it is in no number, and
the attribute "over_quota" names the quota.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from django.db import connection, transaction
from django.db.models import F

from kohtaamo.feedback.models import OVER_QUOTA, Answer, QuotaCount, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.organisation.models import Member

from .answers import record_answers
from .incoming import IncomingAnswer
from .pile import Outcome


def limits_of(questionnaire: Questionnaire, names: Collection[str]) -> dict[str, int]:
    """By name, how many answers the quotas of these names take at most."""
    return {quota.name: quota.most for quota in questionnaire.quotas if quota.name in names}


def record_all_within_quotas(
    items: Sequence[tuple[IncomingAnswer, Mapping[str, int]]], *, survey: Survey, actor: Member | None = None
) -> list[Outcome]:
    """As `record_within_quotas`, each with the quotas it falls in, in the order given.

    The quotas fill in the order in which answers come here, whenever they were given: of those a device kept
    the ones past the quota are kept as well, and counted nowhere.
    """
    if not any(most for _, most in items):
        return record_answers([item for item, _ in items], actor=actor)
    return [record_within_quotas(item, survey=survey, most=most, actor=actor)[0] for item, most in items]


def record_within_quotas(
    item: IncomingAnswer, *, survey: Survey, most: Mapping[str, int], actor: Member | None = None
) -> tuple[Outcome, str]:
    """Keep a complete answer that is wanted in all the quotas it falls in: `most` by name.

    Returns the outcome, and the name of the quota that was full. An answer known as complete counts once.
    """
    if not most or not item.is_complete:
        return record_answers([item], actor=actor)[0], ""
    with transaction.atomic():
        open_counts(survey, most)
        counted = locked_counts(survey)
        if Answer.objects.filter(uid=item.uid, is_complete=True).exists():
            return record_answers([item], actor=actor)[0], ""
        full = next((name for name in most if counted[name] >= most[name]), "")
        if full:
            attributes = {**item.attributes, OVER_QUOTA: full}
            partly = msgspec.structs.replace(item, attributes=attributes, is_complete=False)
            return record_answers([partly], actor=actor)[0], full
        outcome = record_answers([item], actor=actor)[0]
        if outcome.status == "stored":
            QuotaCount.objects.filter(survey=survey, name__in=list(most)).update(count=F("count") + 1)
        return outcome, ""


def open_counts(survey: Survey, names: Iterable[str]) -> None:
    known = set(QuotaCount.objects.filter(survey=survey).values_list("name", flat=True))
    missing = [
        QuotaCount(organisation_id=survey.organisation_id, survey=survey, name=name)
        for name in names
        if name not in known
    ]
    QuotaCount.objects.bulk_create(missing, ignore_conflicts=True)


def locked_counts(survey: Survey) -> dict[str, int]:
    """Of those who complete at once one counts at a time, in the order of names: nobody waits in a ring."""
    rows = QuotaCount.objects.filter(survey=survey).order_by("name")
    if connection.vendor == "sqlite":
        rows.update(count=F("count"))  # to write takes the only lock there is
        return dict(rows.values_list("name", "count"))
    return {row.name: row.count for row in rows.select_for_update()}


def full_quotas(survey: Survey, questionnaire: Questionnaire) -> set[str]:
    """Names of the quotas that take no more."""
    counted = dict(QuotaCount.objects.filter(survey=survey).values_list("name", "count"))
    return {quota.name for quota in questionnaire.quotas if counted.get(quota.name, 0) >= quota.most}
