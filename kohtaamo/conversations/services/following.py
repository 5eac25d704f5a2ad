"""What comes after a case: the customer is asked again, and her next answer tells whether it helped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kohtaamo.conversations.facts import is_low
from kohtaamo.conversations.models import Case, CaseStep
from kohtaamo.feedback.models import Answer, Invitation, Occasion
from kohtaamo.feedback.sending import Trigger, active_occasions, invite
from kohtaamo.organisation.events import record

# The name of the event an occasion waits for when it asks after a case.
CLOSED_EVENT = "case.closed"
Kind = CaseStep.Kind


class NobodyToAskError(ValueError):
    """It is not known who the customer is, or she has been asked already."""


def asking_occasions() -> list[Occasion]:
    """Those in force that ask after a case."""
    return [one for one in active_occasions(Occasion.After.EVENT) if one.event == CLOSED_EVENT]


@transaction.atomic
def ask_again(*, case: Case, now: datetime | None = None) -> Invitation | None:
    """One invitation by the occasions in force; None when there is no such occasion. Asks once.

    All limits hold: the invitation may be one that leaves her in peace, and says why.
    """
    kept = Case.objects.select_for_update(of=("self",)).select_related("touchpoint").get(pk=case.pk)
    if kept.customer is None or kept.invitation_id is not None:
        raise NobodyToAskError
    moment = now or timezone.now()
    trigger = Trigger(
        uid=f"case:{kept.pk}",
        customer=kept.customer,
        happened_at=moment,
        event=CLOSED_EVENT,
        touchpoint=kept.touchpoint,
        unit=kept.unit,
        channel=kept.channel,
        facts={"case": kept.pk, "cause": kept.cause.name if kept.cause else ""},
    )
    made = invite([trigger], asking_occasions(), now=moment)
    if not made:
        return None
    chosen = next((one for one in made if one.state != Invitation.State.QUARANTINED), made[0])
    kept.invitation = chosen
    kept.save(update_fields=["invitation"])
    CaseStep.objects.create(case=kept, kind=Kind.ASKED, happened_at=moment)
    data = {"name": kept.touchpoint.name, "step": Kind.ASKED, "state": kept.state}
    record("conversations.case_changed", subject_id=kept.pk, data=data)
    return chosen


def hear_next_answers(answers: Iterable[int]) -> list[Case]:
    """Closed cases of those who answered now, each judged by the customer's first answer with a score after it."""
    waiting = Case.objects.filter(state=Case.State.DONE, is_recovered__isnull=True, customer__isnull=False)
    if not waiting.exists():
        return []
    waited_for = waiting.values("customer")
    # few who answer have a case: the others cost one look together
    rows = Answer.objects.filter(pk__in=list(answers), customer__in=waited_for, is_from_staff=False)
    given = list(rows.order_by("happened_at", "pk"))
    return [case for one in given for case in hear_next_answer(one)]


@transaction.atomic
def hear_next_answer(answer: Answer) -> list[Case]:
    low = is_low(answer.content)
    if low is None:
        return []
    waiting = Case.objects.select_for_update(of=("self",)).filter(
        customer=answer.customer_id,
        state=Case.State.DONE,
        is_recovered__isnull=True,
        closed_at__lte=answer.happened_at,
    )
    heard = list(waiting.exclude(answer=answer).select_related("touchpoint"))
    for case in heard:
        case.is_recovered, case.next_answer = not low, answer
        case.save(update_fields=["is_recovered", "next_answer"])
        CaseStep.objects.create(case=case, kind=Kind.HEARD, happened_at=answer.happened_at)
        data = {
            "name": case.touchpoint.name,
            "step": Kind.HEARD,
            "state": case.state,
            "recovered": case.is_recovered,
        }
        record("conversations.case_changed", subject_id=case.pk, data=data)
    return heard


@transaction.atomic
def forget_customer(customer_id: int) -> int:
    """The cases stay, as counts: nothing in them tells of her any more. Returns how many there were."""
    cases = Case.objects.filter(customer=customer_id)
    keys = list(cases.values_list("pk", flat=True))
    CaseStep.objects.filter(case__in=keys).update(text="", before={})
    return Case.objects.filter(pk__in=keys).update(customer=None, done="", cause_note="")
