from __future__ import annotations

from django.utils import timezone

from kohtaamo.encounters.models import Encounter
from kohtaamo.feedback.models import Invitation
from kohtaamo.organisation.events import ahead_of, on
from kohtaamo.organisation.models import Event

from . import services
from .alerting.sending import mails_about
from .alerting.watch import look_at_values
from .jobs import (
    carry_out_reading_work,
    clean_files_of_copy,
    plan_decisions,
    plan_outside_reading,
    send_alert_mail,
)
from .observing import decide_returns, record_observations, record_outcomes
from .topics import tagging


@ahead_of("feedback.answers_recorded")
def read_comments(event: Event) -> None:
    services.read_ahead(answers=event.data["answers"])


@on("feedback.answers_recorded")
def measure_answers(event: Event) -> None:
    services.measure_answers(answers=event.data["answers"])


@on("feedback.answers_recorded")
def tag_answers(event: Event) -> None:
    tagging.tag_answers(answers=event.data["answers"])


@on("feedback.answers_recorded")
def hand_to_reader(event: Event) -> None:
    plan_outside_reading(event.data["answers"])


@on("encounters.encounters_recorded")
def measure_encounters(event: Event) -> None:
    # held, as answers are by their service
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
    # what was not sent tells nothing of response
    held = Invitation.objects.select_for_update(of=("self",)).filter(
        pk__in=event.data["invitations"], sent_at__isnull=False
    )
    record_outcomes(invitations=held.order_by("uid").select_related("customer"))


@on("encounters.customer_erased")
def forget(event: Event) -> None:
    if event.subject_id is not None and services.forget_customer(event.subject_id):
        clean_files_of_copy.enqueue(event.organisation_id)


@on("insight.reading_work_ordered")
def read_and_learn(event: Event) -> None:
    if event.subject_id is not None:
        carry_out_reading_work.enqueue(event.organisation_id, event.subject_id)
