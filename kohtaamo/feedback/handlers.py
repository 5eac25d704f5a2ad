from __future__ import annotations

from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from .services.crowds import gather


@on("feedback.answers_recorded")
def gather_answers(event: Event) -> None:
    gather(answers=event.data["answers"])


@on("feedback.survey_closed")
def gather_last_answers(event: Event) -> None:  # noqa: ARG001  the waiting answers say themselves whose they are
    gather()
