"""The organisation's own rules, causes and working hours."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kohtaamo.conversations.models import Case, CaseRule, Cause, WorkingHours
from kohtaamo.kit.rules import check_rule
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .opening import hours_now

OF_RULE = (
    "name", "condition", "makes_cases", "position", "way", "owner", "unit", "react_hours", "close_hours",
    "is_active",
)  # fmt: skip
OF_HOURS = (
    "time_zone", "country", "opens_at", "closes_at", "days", "on_holidays", "react_hours", "close_hours",
)  # fmt: skip


class UnfitRuleError(ValueError):
    """The condition is no rule."""


class UsedCauseError(ValueError):
    """There is one of that name already."""


@transaction.atomic
def save_rule(*, rule: CaseRule | None = None, actor: Member | None = None, **facts: Any) -> CaseRule:
    """What became a case already stays as it is. Raises `UnfitRuleError`."""
    condition = facts.get("condition")
    if condition is not None and check_rule(condition):
        raise UnfitRuleError
    made = rule or CaseRule(organisation_id=current_organisation_id(), position=CaseRule.objects.count())
    for name in OF_RULE:
        if name in facts:
            setattr(made, name, facts[name])
    made.save()
    verb = "conversations.rule_changed" if rule else "conversations.rule_made"
    record(verb, subject_id=made.pk, data={"name": made.name}, actor=actor)
    return made


@transaction.atomic
def put_first(*, rule: CaseRule, actor: Member | None = None) -> None:
    others = CaseRule.objects.exclude(pk=rule.pk).order_by("position", "pk")
    for position, one in enumerate([rule, *others]):
        CaseRule.objects.filter(pk=one.pk).update(position=position)
    record("conversations.rule_changed", subject_id=rule.pk, data={"name": rule.name}, actor=actor)


@transaction.atomic
def add_cause(*, name: str, actor: Member | None = None) -> Cause:
    """One put away earlier comes back. Raises `UsedCauseError` and `ValueError` for nothing."""
    given = " ".join(name.split())[:120]
    if not given:
        raise ValueError("a cause needs a name")
    cause, is_new = Cause.objects.get_or_create(organisation_id=current_organisation_id(), name=given)
    if not is_new and cause.is_active:
        raise UsedCauseError
    cause.is_active = True
    cause.save(update_fields=["is_active"])
    record("conversations.cause_added", subject_id=cause.pk, data={"name": cause.name}, actor=actor)
    return cause


@transaction.atomic
def put_cause_away(*, cause: Cause, actor: Member | None = None) -> bool:
    """Not to be chosen any more; gone altogether when no case has it. Returns whether it stays somewhere."""
    stays = Case.objects.filter(cause=cause).exists()
    record("conversations.cause_removed", subject_id=cause.pk, data={"name": cause.name}, actor=actor)
    if stays:
        Cause.objects.filter(pk=cause.pk).update(is_active=False)
    else:
        cause.delete()
    return stays


@transaction.atomic
def set_hours(*, actor: Member | None = None, **facts: Any) -> WorkingHours:
    if not facts.get("days", [0]):
        raise ValueError("work needs a day")
    hours = hours_now()
    for name in OF_HOURS:
        if name in facts:
            setattr(hours, name, facts[name])
    hours.save()
    record("conversations.hours_changed", subject_id=hours.pk, actor=actor)
    return hours
