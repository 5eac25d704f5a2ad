from __future__ import annotations

from django.utils import timezone

from kohtaamo.insight.models import Alert
from kohtaamo.organisation.events import on
from kohtaamo.organisation.models import Event

from . import services
from .jobs import ASKED_AFTER, ask_customer_again, send_case_mail, watch_deadlines
from .models import Case, CaseMail, CaseStep
from .observing import observe
from .sending import mail_about


@on("feedback.answers_recorded")
def open_and_hear(event: Event) -> None:
    services.open_for_answers(event.data["answers"])
    services.hear_next_answers(event.data["answers"])


@on("insight.alert_raised")
def open_after_alert(event: Event) -> None:
    rows = Alert.objects.select_related(
        "rule__owner", "answer__touchpoint__owner", "answer__unit", "answer__customer", "answer__survey"
    )
    alert = rows.filter(pk=event.subject_id or 0).first()
    if alert is not None:
        services.open_for_alert(alert)


@on("conversations.case_opened")
def tell_the_owner(event: Event) -> None:
    case = Case.objects.select_related("owner__user").filter(pk=event.subject_id or 0).first()
    if case is None:
        return
    observe(case.pk, now=timezone.now())
    watch_deadlines(case)
    if case.born != Case.Born.HAND:
        write_to_owner(case)


@on("conversations.case_changed")
def follow_the_case(event: Event) -> None:
    case = Case.objects.select_related("owner__user").filter(pk=event.subject_id or 0).first()
    if case is None:
        return
    observe(case.pk, now=timezone.now())
    step = event.data["step"]
    if step == CaseStep.Kind.GIVEN and case.owner_id != event.actor_id:
        write_to_owner(case)
    if step in {CaseStep.Kind.RESUMED, CaseStep.Kind.REOPENED, "undone"}:
        watch_deadlines(case)
    if step == CaseStep.Kind.DONE and case.customer_id and services.asking_occasions():
        moment = timezone.now() + ASKED_AFTER
        ask_customer_again.using(run_after=moment).enqueue(case.organisation_id, case.pk)


def write_to_owner(case: Case) -> None:
    """The task is written in the transaction that delivers the event: both stand or fall together."""
    mail = mail_about(case, CaseMail.About.NEW)
    if mail:
        send_case_mail.enqueue(mail.pk)


@on("encounters.customer_erased")
def forget(event: Event) -> None:
    if event.subject_id is not None:
        services.forget_customer(event.subject_id)
