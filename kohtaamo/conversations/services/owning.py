"""Whose a case is: one person's, or somebody's of the unit."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from kohtaamo.conversations.models import Case, CaseRule
from kohtaamo.feedback.models import Answer
from kohtaamo.organisation.access import PERMISSIONS
from kohtaamo.organisation.models import Member

ROLES = tuple(role for role, permissions in PERMISSIONS.items() if "conversations.write" in permissions)


def able_members() -> list[Member]:
    """Those who may work on cases."""
    return list(Member.objects.filter(is_active=True, role__in=ROLES))


def owner_by(rule: CaseRule, answer: Answer) -> Member | None:
    """None when nobody fits: then the case waits for whoever takes it. Call in a transaction."""
    if rule.way == CaseRule.Way.MEMBER:
        return rule.owner if rule.owner and rule.owner.is_active else None
    unit = rule.unit_id or answer.unit_id
    people = Member.objects.filter(is_active=True, role__in=ROLES, unit=unit).order_by("pk") if unit else None
    if people is None:
        return None
    if rule.way == CaseRule.Way.LEAST:
        return least_loaded(people.values_list("pk", flat=True))
    return next_in_turn(rule, list(people))


def least_loaded(keys: Iterable[int]) -> Member | None:
    open_ones = Member.objects.filter(pk__in=list(keys)).order_by("pk")
    counts = dict(
        Case.objects.filter(owner__in=open_ones, state__in=Case.OPEN)
        .order_by()
        .values_list("owner")
        .annotate(Count("pk"))
    )
    return min(open_ones, key=lambda one: counts.get(one.pk, 0), default=None)


def next_in_turn(rule: CaseRule, people: list[Member]) -> Member | None:
    """The one after whom it was given to last; held, so that two cases at once go to two people."""
    if not people:
        return None
    held = CaseRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    last = held.last_given_id or 0
    chosen = next((one for one in people if one.pk > last), people[0])
    held.last_given = chosen
    held.save(update_fields=["last_given"])
    return chosen
