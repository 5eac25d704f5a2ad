from __future__ import annotations

from django.utils import timezone

from kohtaamo.encounters.models import Encounter
from kohtaamo.feedback.models import Answer, Invitation
from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from .alerting.sending import mails_about
from .alerting.watch import look_at_values
from .jobs import plan_decisions, send_alert_mail
from .observing import decide_returns, record_observations, record_outcomes
from .services import record_measurements, record_readings


@on("feedback.answers_recorded")
def measure_answers(event: Event) -> None:
    # Held, so that of two deliveries about one answer the later reads it as the earlier left it; in the order in
    # which `record_answers` holds them.
    held = Answer.objects.select_for_update(of=("self",)).filter(pk__in=event.data["answers"]).order_by("uid")
    answers = list(held.select_related("encounter", "customer"))
    record_measurements(answers=answers)
    record_readings(answers=answers)


@on("encounters.encounters_recorded")
def measure_encounters(event: Event) -> None:
    # held, as answers are
    held = Encounter.objects.select_for_update(of=("self",)).filter(pk__in=event.data["encounters"])
    encounters = list(held.order_by("uid").select_related("customer"))
    record_observations(encounters=encounters)
    decide_returns(encounters=encounters, now=timezone.now())
    plan_decisions(encounters)


@on("insight.measurements_recorded")
def look_for_bad_values(event: Event) -> None:
    if "keys" in event.data:
        first, last = event.data["keys"]
        look_at_values(first, last, now=timezone.now())


@on("insight.alert_raised")
def write_to_the_owner(event: Event) -> None:
    """The task is written in the transaction that delivers the event: both stand or fall together."""
    for mail in mails_about(event.subject_id):
        send_alert_mail.enqueue(mail.pk)


@on("feedback.invitations_recorded")
def measure_invitations(event: Event) -> None:
    held = Invitation.objects.select_for_update(of=("self",)).filter(pk__in=event.data["invitations"])
    record_outcomes(invitations=held.order_by("uid").select_related("customer"))
