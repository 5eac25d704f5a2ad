"""The personal link: whose invitation it is, signed, so that a changed letter leads nowhere."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kohtaamo.feedback.models import Invitation, Occasion, Survey
from kohtaamo.organisation.services import outside_address

from .states import State, move

LETTERS = 24


def signer(survey: Survey) -> signing.Signer:
    return signing.Signer(salt=f"feedback.invitation.{survey.token}", sep="~")


def key_of(invitation: Invitation, survey: Survey) -> str:
    token, _, signature = signer(survey).sign(invitation.token).rpartition("~")
    # 144 bits are more than anybody guesses, and a text message is short
    return f"{token}~{signature[:LETTERS]}"


def invitation_of(survey: Survey, key: str) -> Invitation | None:
    """The invitation of a personal link to this survey; None when the link is forged or cut short."""
    token = key.partition("~")[0]
    if not token:
        return None
    rows = Invitation.objects.select_related("customer", "unit", "encounter", "touchpoint", "occasion")
    found = rows.filter(token=token, survey=survey).first()
    return found if found is not None and is_signed(found, survey, key) else None


def is_signed(invitation: Invitation, survey: Survey, key: str) -> bool:
    return constant_time_compare(key_of(invitation, survey), key)


def personal_address(invitation: Invitation, survey: Survey, **chosen: str) -> str:
    query = urlencode({"k": key_of(invitation, survey), "lang": invitation.language, **chosen})
    return outside_address(f"/s/{survey.token}/?{query}")


def leaving_address(invitation: Invitation, survey: Survey) -> str:
    """Where she says that she wants no more of these."""
    query = urlencode({"k": key_of(invitation, survey), "lang": invitation.language})
    return outside_address(f"/s/{survey.token}/leaving/?{query}")


@transaction.atomic
def hand_out(occasion: Occasion) -> list[Invitation]:
    """Those whose links the organisation sends itself; from now on they count as sent."""
    rows = Invitation.objects.filter(occasion=occasion, channel="personal_link").select_related(
        "customer", "survey"
    )
    found = list(rows.filter(state__in=(State.WAITING, State.SENT, State.OPENED, State.PARTIAL)))
    for one in found:
        move(one.pk, State.SENT, now=timezone.now(), sent_at=timezone.now())
    return found


def opened_address(invitation: Invitation, survey: Survey) -> str:
    """Of the picture that tells that a message was opened, where the organisation wants to know."""
    return outside_address(f"/s/{survey.token}/opened/?{urlencode({'k': key_of(invitation, survey)})}")
