"""When an answer becomes a case: a single bad value, a wish to be contacted, a rule, or somebody's hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.conversations.facts import facts_of, wishes_contact
from kohtaamo.conversations.models import Case, CaseRule, CaseStep, WorkingHours
from kohtaamo.feedback.models import Answer
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.kit.calendar import open_after
from kohtaamo.kit.rules import holds
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.rows import marks, moments, select
from kohtaamo.organisation.tenancy import current_organisation_id

from .owning import owner_by

# What was said longer ago, or came in a file, is history: a late call would only surprise.
FRESH = timedelta(days=7)
HISTORY = ("import",)
# Answers come by thousands and few of them may become cases: those are found without an object for each.
CANDIDATES = """
SELECT id, is_from_staff FROM feedback_answer
WHERE +organisation_id = %s AND id IN {keys} AND (is_from_staff OR (happened_at >= %s AND source NOT IN {history}))
"""
Born = Case.Born


class StaffAnswerError(ValueError):
    """One of our own people said it: nobody is ever picked out of those."""


def hours_now() -> WorkingHours:
    """Those of the organisation in force; the usual ones where it has chosen none."""
    return WorkingHours.objects.first() or WorkingHours(organisation_id=current_organisation_id())


def open_for_answers(answers: Iterable[int], *, now: datetime | None = None) -> list[Case]:
    """Cases of those answers that ask for one; an answer known as a case gives no other. Safe to repeat."""
    moment = now or timezone.now()
    fresh, staff = candidates(list(answers), moment)
    if staff:
        # part of an answer did not tell yet that one of our own people gives it
        Case.objects.filter(answer__in=staff).delete()
    if not fresh:
        return []
    rules = active_rules()
    opened = []
    for answer in answers_of(fresh):
        wish = wishes_contact(answer)
        rule = rule_for(answer, rules)
        if not wish and (rule is None or not rule.makes_cases):
            continue
        opened.append(open_case(answer, Born.WISH if wish else Born.RULE, rule=rule, now=moment))
    return [case for case in opened if case is not None]


def candidates(answers: Sequence[int], now: datetime) -> tuple[list[int], list[int]]:
    """Those of customers that are no history yet, and those of our own people."""
    if not answers:
        return [], []
    sql = CANDIDATES.format(keys=marks(len(answers)), history=marks(len(HISTORY)))
    rows = select(sql, [current_organisation_id(), *answers, moments()(now - FRESH), *HISTORY])
    return [key for key, is_staff in rows if not is_staff], [key for key, is_staff in rows if is_staff]


def answers_of(keys: Sequence[int]) -> list[Answer]:
    rows = Answer.objects.filter(pk__in=keys).select_related("touchpoint", "unit", "customer", "survey")
    return list(rows.order_by("pk"))


def open_for_alert(alert: Alert, *, now: datetime | None = None) -> Case | None:
    """Of a single bad value, when it is known who gave it or she asked to be contacted."""
    if alert.rule.kind != AlertRule.Kind.LOW_SCORE or alert.answer is None:
        return None
    answer = alert.answer
    if answer.customer is None and not wishes_contact(answer):
        return None
    rule = rule_for(answer, active_rules())
    return open_case(answer, Born.ALERT, rule=rule, alert=alert, now=now or timezone.now())


@transaction.atomic
def open_by_hand(*, answer: Answer, actor: Member, now: datetime | None = None) -> Case:
    """Whoever opens it has it in hand. The case that is there already, if any. Raises `StaffAnswerError`."""
    moment = now or timezone.now()
    rule = rule_for(answer, active_rules())
    case = open_case(answer, Born.HAND, rule=rule, actor=actor, now=moment)
    if case is not None:
        return case
    standing = Case.objects.filter(answer=answer).first()
    if standing is None:
        raise StaffAnswerError
    return standing


def active_rules() -> list[CaseRule]:
    return list(CaseRule.objects.filter(is_active=True).select_related("owner").order_by("position", "pk"))


def rule_for(answer: Answer, rules: Sequence[CaseRule]) -> CaseRule | None:
    if not rules:
        return None
    facts = facts_of(answer)
    return next((one for one in rules if one.condition is None or holds(one.condition, facts)), None)


@transaction.atomic
def open_case(
    answer: Answer,
    born: str,
    *,
    now: datetime,
    rule: CaseRule | None = None,
    alert: Alert | None = None,
    actor: Member | None = None,
) -> Case | None:
    """None when there is one of this answer already, which then knows of the alert, or when staff said it."""
    if answer.is_from_staff:
        return None
    standing = Case.objects.filter(answer=answer).first()
    if standing is not None:
        if alert is not None and standing.alert_id is None:
            Case.objects.filter(pk=standing.pk).update(alert=alert)
        return None
    owner = actor or (owner_by(rule, answer) if rule else None) or usual_owner(answer, alert)
    facts = {**deadlines(rule, now), **born_facts(answer, rule, alert), "owner": owner, "opened_at": now}
    if actor is not None:
        facts |= {"state": Case.State.TAKEN, "reacted_at": now}
    case, is_new = Case.objects.get_or_create(
        organisation_id=current_organisation_id(), answer=answer, defaults={"born": born, **facts}
    )
    if not is_new:
        return None
    CaseStep.objects.create(case=case, kind=CaseStep.Kind.OPENED, actor=actor, happened_at=now)
    data = {
        "name": case.touchpoint.name,
        "born": born,
        "owner": case.owner_id,
        "touchpoint": case.touchpoint_id,
    }
    record("conversations.case_opened", subject_id=case.pk, data=data, actor=actor)
    return case


def born_facts(answer: Answer, rule: CaseRule | None, alert: Alert | None) -> dict[str, Any]:
    return {
        "alert": alert,
        "rule": rule,
        "customer": answer.customer,
        "touchpoint": answer.touchpoint,
        "unit": answer.unit,
        "channel": answer.channel,
        "wants_contact": wishes_contact(answer),
    }


def deadlines(rule: CaseRule | None, now: datetime) -> dict[str, datetime]:
    hours = hours_now()
    times = rule or hours
    return {
        "react_by": open_after(now, timedelta(hours=times.react_hours), hours),
        "close_by": open_after(now, timedelta(hours=times.close_hours), hours),
    }


def usual_owner(answer: Answer, alert: Alert | None) -> Member | None:
    """Who gets the alert, or who answers for the touchpoint."""
    candidates = (alert.rule.owner if alert else None, answer.touchpoint.owner)
    return next((one for one in candidates if one is not None and one.is_active), None)
