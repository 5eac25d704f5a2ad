"""What getting back to a customer tells: how soon, whether in time, and whether it helped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kohtaamo.encounters.models import case_number
from kohtaamo.insight.models import Measurement

from .values import Value, write

SOURCE = "case"
REACTED, REACTED_IN_TIME = "case_reacted_seconds", "case_reacted_in_time"
CLOSED, CLOSED_IN_TIME, RECOVERED = "case_closed_seconds", "case_closed_in_time", "case_recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTold:
    """Where, when and whose a case is; `number` is unique in the organisation, and all but `agent_id` stays."""

    number: int
    happened_at: datetime
    touchpoint_id: int
    channel: str = ""
    unit_id: int | None = None
    agent_id: int | None = None
    customer_id: int | None = None
    segment: str = ""
    survey_id: int | None = None


@transaction.atomic
def record_case(*, case: CaseTold, values: Mapping[str, float]) -> int:
    """Make these the case's values in force; returns how many are new. Safe to repeat; hold the case meanwhile."""
    thread = case_number(f"kohtaamo/case/{case.number}")
    wanted = [
        Value(
            kind=kind,
            value=float(value),
            happened_at=case.happened_at,
            touchpoint_id=case.touchpoint_id,
            channel=case.channel,
            unit_id=case.unit_id,
            agent_id=case.agent_id,
            customer_id=case.customer_id,
            segment=case.segment,
            survey_id=case.survey_id,
            case=thread,
            source=SOURCE,
        )
        for kind, value in values.items()
    ]
    current = Measurement.objects.filter(
        kind__in=(REACTED, REACTED_IN_TIME, CLOSED, CLOSED_IN_TIME, RECOVERED),
        touchpoint=case.touchpoint_id,
        happened_at=case.happened_at,
        case=thread,
        source=SOURCE,
        is_superseded=False,
    )
    return write(wanted, list(current))
