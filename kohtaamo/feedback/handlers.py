from __future__ import annotations

from django.utils import timezone

from kohtaamo.encounters.models import Encounter
from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from .models import Occasion
from .sending import active_occasions, invite, note_answers, of_encounters
from .services.crowds import gather
from .services.forgetting import forget_customer


@on("feedback.answers_recorded")
def gather_answers(event: Event) -> None:
    gather(answers=event.data["answers"])


@on("feedback.survey_closed")
def gather_last_answers(event: Event) -> None:  # noqa: ARG001  the waiting answers say themselves whose they are
    gather()


@on("encounters.encounters_recorded")
def ask_after_encounters(event: Event) -> None:
    occasions = active_occasions(Occasion.After.ENCOUNTER)
    if not occasions:
        return
    rows = Encounter.objects.filter(pk__in=event.data["encounters"], customer__isnull=False)
    encounters = rows.select_related("customer", "touchpoint", "unit").order_by("pk")
    invite(of_encounters(encounters), occasions, now=timezone.now())


@on("feedback.answers_recorded")
def note_answers_to_invitations(event: Event) -> None:
    note_answers(event.data["answers"])


@on("encounters.customer_erased")
def forget(event: Event) -> None:
    if event.subject_id is not None:
        forget_customer(event.subject_id)
