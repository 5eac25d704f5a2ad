from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Unit
from tests.world import World

# A Tuesday in March, 12:00 in Helsinki.
NOON = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
Say = Callable[..., Answer]


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def say(in_satama: World) -> Say:
    """An answer with an NPS and other values, told and delivered."""
    made = [0]

    def told(
        nps: int | None,
        *,
        customer: Customer | None = None,
        unit: Unit | None = None,
        touchpoint: Touchpoint | None = None,
        more: tuple[GivenValue, ...] = (),
        **facts: object,
    ) -> Answer:
        made[0] += 1
        score = () if nps is None else (GivenValue("nps", "nps", nps),)
        given = IncomingAnswer(
            uid=f"said-{made[0]}",
            touchpoint=touchpoint or in_satama.phone,
            customer=customer,
            unit=unit,
            content=(*score, *more),
            happened_at=facts.pop("happened_at", None) or datetime.now(UTC),  # type: ignore[arg-type]
            **facts,  # type: ignore[arg-type]
        )
        outcome = record_answers([given])[0]
        deliver_all()
        return Answer.objects.get(uid=given.uid) if outcome else Answer()

    return told
