"""What was heard at a touchpoint, without the answers it came in, where a test is about numbers only."""

from __future__ import annotations

from datetime import datetime

from kohtaamo.insight.facts.snapshot import snapshot
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Touchpoint


def heard(
    touchpoint: Touchpoint, counts: dict[float, int], when: datetime, kind: str = "nps"
) -> list[Measurement]:
    """How many times each value, all at one moment; not stored yet."""
    return [
        Measurement(
            organisation_id=touchpoint.organisation_id,
            kind=kind,
            value=value,
            touchpoint=touchpoint,
            happened_at=when,
            source="api",
        )
        for value, count in counts.items()
        for _ in range(count)
    ]


def hear(touchpoint: Touchpoint, counts: dict[float, int], when: datetime, kind: str = "nps") -> None:
    Measurement.objects.bulk_create(heard(touchpoint, counts, when, kind))


def facts_are_read() -> None:
    """What follows costs only its own queries, not the first look at the facts."""
    snapshot()
