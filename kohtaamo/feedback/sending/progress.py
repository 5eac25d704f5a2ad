"""What is heard from the person herself: she opened the link, began, answered, or wants no more.

invitation = invitation_of(survey, request.GET["k"])   # None: forged
status_of(invitation)        # "open", "answered", "expired", "closed"
note_visit(invitation)       # her own page was opened
answer_facts(invitation)     # customer, unit, encounter ... of the answer she gives
answer_uid(invitation)       # one invitation, one answer
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.encounters.models import Consent
from kohtaamo.encounters.services import give_consent, withdraw_consent
from kohtaamo.feedback.channels import CHANNELS
from kohtaamo.feedback.models import Answer, Invitation
from kohtaamo.organisation.rows import marks, select
from kohtaamo.organisation.tenancy import current_organisation_id

from .states import State, change, move, told

PREFIX = "invitation:"
# Most answers are to no invitation, and come by thousands: asked lightly.
INVITED = """
SELECT uid, is_complete, survey_id FROM feedback_answer
WHERE +organisation_id = %s AND id IN {keys} AND substr(uid, 1, {length}) = %s
ORDER BY id
"""
SOURCE = "opt_out"
# What a message of this way is refused by.
CONSENTS = {"email": Consent.Channel.EMAIL, "sms": Consent.Channel.SMS}


def answer_uid(invitation: Invitation) -> str:
    return f"{PREFIX}{invitation.pk}"


def is_answered(invitation: Invitation) -> bool:
    """Whether the link has been used up; what counts is the answer, not what a server says of the mail."""
    return (
        invitation.state == State.ANSWERED
        or Answer.objects.filter(uid=answer_uid(invitation), is_complete=True).exists()
    )


def is_expired(invitation: Invitation, now: datetime) -> bool:
    return invitation.expires_at is not None and invitation.expires_at <= now


def note_visit(invitation: Invitation) -> bool:
    """Her own page was opened. Whether that is news; it takes back no word of hers."""
    return invitation.state != State.OPTED_OUT and move(invitation.pk, State.OPENED, now=timezone.now())


def answer_facts(invitation: Invitation) -> dict[str, Any]:
    """What an answer by the personal link is told besides its values: `IncomingAnswer(**facts, ...)`."""
    channel = CHANNELS.get(invitation.channel)
    return {
        "touchpoint": invitation.touchpoint,
        "customer": invitation.customer,
        "unit": invitation.unit,
        "encounter": invitation.encounter,
        "channel": channel.encounter_channel if channel else "",
    }


def invitation_of_uid(uid: str) -> Invitation | None:
    """Whose answer a uid is; None of an answer that nobody was invited to."""
    key = uid.removeprefix(PREFIX)
    if key == uid or not key.isdecimal():
        return None
    rows = Invitation.objects.select_related("customer", "unit", "encounter", "touchpoint", "survey")
    return rows.filter(pk=int(key)).first()


@transaction.atomic
def note_answers(answers: Iterable[int]) -> int:
    """Move the invitations that these answers are to; returns how many moved. Safe to repeat."""
    keys = list(answers)
    if not keys:
        return 0
    sql = INVITED.format(keys=marks(len(keys)), length=len(PREFIX))
    now, moved = timezone.now(), 0
    for uid, is_complete, survey_id in select(sql, [current_organisation_id(), *keys, PREFIX]):
        invitation = invitation_of_uid(uid)
        if invitation is not None and invitation.survey_id == survey_id:
            moved += move(invitation.pk, State.ANSWERED if is_complete else State.PARTIAL, now=now)
    return moved


@transaction.atomic
def opt_out(invitation: Invitation) -> None:
    """She wants no more messages this way; one that is repeated changes nothing."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.customer is None or has_left(held):
        return
    withdraw_consent(customer=held.customer, channel=CONSENTS.get(held.channel, "any"), source=SOURCE)
    if held.state in {State.SENT, State.OPENED, State.PARTIAL}:
        change(held, State.OPTED_OUT, now=timezone.now(), why=held.state)
        told([held])


@transaction.atomic
def opt_in_again(invitation: Invitation) -> None:
    """She thought better of it: the invitation stands where it stood."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.customer is None or not has_left(held):
        return
    give_consent(customer=held.customer, channel=CONSENTS.get(held.channel, "any"), source=SOURCE)
    if held.state == State.OPTED_OUT:
        before = held.why if held.why in {State.SENT, State.OPENED, State.PARTIAL} else State.SENT
        change(held, before, now=timezone.now())
        told([held])


def has_left(invitation: Invitation) -> bool:
    """Whether the newest word on messages of this way is no."""
    channels = (CONSENTS.get(invitation.channel, Consent.Channel.ANY), Consent.Channel.ANY)
    rows = Consent.objects.filter(customer=invitation.customer, channel__in=channels)
    last = rows.order_by("-happened_at", "-pk").first()
    return last is not None and not last.is_given
