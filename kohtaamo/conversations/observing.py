"""What cases tell in numbers, through the values of insight."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kohtaamo.insight.services import (
    CLOSED,
    CLOSED_IN_TIME,
    REACTED,
    REACTED_IN_TIME,
    RECOVERED,
    CaseTold,
    record_case,
)
from kohtaamo.kit.calendar import open_between

from .models import Case
from .services import hours_now

State = Case.State


@transaction.atomic
def observe(case_id: int, *, now: datetime) -> int:
    """Write what the case tells by now; returns how many values are new. Safe to repeat."""
    held = Case.objects.select_for_update(of=("self",)).select_related("customer", "answer")
    case = held.filter(pk=case_id).first()
    return record_case(case=told_of(case), values=values_of(case, now)) if case else 0


def told_of(case: Case) -> CaseTold:
    return CaseTold(
        number=case.pk,
        happened_at=case.opened_at,
        touchpoint_id=case.touchpoint_id,
        channel=case.channel,
        unit_id=case.unit_id,
        agent_id=case.owner_id,
        customer_id=case.customer_id,
        segment=case.customer.segment if case.customer else "",
        survey_id=case.answer.survey_id if case.answer else None,
    )


def values_of(case: Case, now: datetime) -> dict[str, float]:
    """What is decided: a deadline that has not come yet tells nothing, and a dropped case nothing of its closing."""
    found: dict[str, float] = {}
    if case.reacted_at is not None:
        found[REACTED] = open_between(case.opened_at, case.reacted_at, hours_now()).total_seconds()
        found[REACTED_IN_TIME] = case.reacted_at <= case.react_by
    elif case.is_open and now > case.react_by:
        found[REACTED_IN_TIME] = False
    if case.state == State.DONE and case.closed_at is not None:
        found[CLOSED] = open_between(case.opened_at, case.closed_at, hours_now()).total_seconds()
        found[CLOSED_IN_TIME] = case.closed_at <= case.close_by
    elif case.state in {State.NEW, State.TAKEN} and now > case.close_by:
        found[CLOSED_IN_TIME] = False
    if case.is_recovered is not None:
        found[RECOVERED] = case.is_recovered
    return found
