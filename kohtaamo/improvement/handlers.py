from __future__ import annotations

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.where import today
from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from .queries import waiting_for_answers
from .services import judge


@on("insight.measurements_recorded")
def judge_again(event: Event) -> None:
    """New answers may say more about what was done at these touchpoints, so that lists show stored verdicts."""
    for action in waiting_for_answers(event.data["touchpoints"]):
        if action.metric in METRICS:
            judge(intervention=action, today=today())
