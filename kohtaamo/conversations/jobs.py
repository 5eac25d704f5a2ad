"""What happens by itself: mails to owners, deadlines that go by, and asking the customer again."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for

from .models import Case, CaseMail, CaseStep
from .observing import observe
from .sending import mail_about, try_to_send
from .services import NobodyToAskError, ask_again

# A case closed by mistake can be opened again before the customer is asked.
ASKED_AFTER = timedelta(minutes=10)
GRACE = timedelta(seconds=1)


@task()
def send_case_mail(mail_id: int) -> None:
    """One try. A mail that was not taken waits for the next."""
    try_to_send(mail_id, again=lambda moment: send_case_mail.using(run_after=moment).enqueue(mail_id))


@task()
def look_at_deadline(organisation_id: int, case_id: int) -> None:
    """At a deadline: if it went by, the numbers know of it and the owner is told. Safe to start again."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        now = timezone.now()
        case = Case.objects.select_related("owner__user").filter(pk=case_id, state__in=Case.OPEN).first()
        if case is None or case.state == Case.State.WAITING:
            return
        passed = [one for one, is_met in deadlines_of(case) if not is_met and one < now]
        if passed:
            observe(case_id, now=now)
            CaseStep.objects.get_or_create(
                organisation_id=organisation.pk, case=case, kind=CaseStep.Kind.LATE, happened_at=passed[0]
            )
            mail = mail_about(case, CaseMail.About.LATE)
            if mail:
                send_case_mail.enqueue(mail.pk)


def deadlines_of(case: Case) -> list[tuple[datetime, bool]]:
    return [(case.react_by, case.reacted_at is not None), (case.close_by, not case.is_open)]


def watch_deadlines(case: Case) -> None:
    for moment in {case.react_by, case.close_by}:
        if moment > timezone.now():
            look_at_deadline.using(run_after=moment + GRACE).enqueue(case.organisation_id, case.pk)


@task()
def ask_customer_again(organisation_id: int, case_id: int) -> None:
    """Unless the case has been opened again meanwhile. Safe to start again: she is asked once."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return
    with working_for(organisation):
        case = Case.objects.filter(pk=case_id, state=Case.State.DONE).first()
        if case is not None:
            with suppress(NobodyToAskError):
                ask_again(case=case)
