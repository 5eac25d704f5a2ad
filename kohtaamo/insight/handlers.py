from __future__ import annotations

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from .services import record_measurements, record_readings


@on("feedback.answers_recorded")
def measure_answers(event: Event) -> None:
    keys = event.data["answers"]
    answers = Answer.objects.filter(pk__in=keys).select_related("encounter", "customer").order_by("pk")
    record_measurements(answers=answers)
    comments = Comment.objects.filter(answer__in=keys).order_by("pk")
    record_readings(comments=comments.select_related("answer__encounter", "answer__customer"))
