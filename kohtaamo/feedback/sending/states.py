"""How an invitation's state moves, and with it what insight counts of it. Nothing else writes a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kohtaamo.feedback.models import Invitation
from kohtaamo.feedback.models.invitation import OUTCOMES
from kohtaamo.organisation.events import record

State = Invitation.State

# A word from the person herself comes before whatever servers say.
HEARD: set[str] = {State.OPENED, State.PARTIAL, State.ANSWERED}
NEXT: Mapping[str, set[str]] = {
    State.ELIGIBLE: {State.WAITING, State.QUARANTINED},
    State.WAITING: {State.SENT, State.QUARANTINED, State.FAILED, State.BOUNCED, *HEARD},
    State.SENT: {State.BOUNCED, State.OPTED_OUT, *HEARD},
    State.OPENED: {State.PARTIAL, State.ANSWERED, State.OPTED_OUT},
    State.PARTIAL: {State.ANSWERED, State.OPTED_OUT},
    State.BOUNCED: HEARD,
    State.FAILED: {State.BOUNCED, *HEARD},
    # and back, when she thinks better of it
    State.OPTED_OUT: {State.SENT, State.OPENED, State.PARTIAL, State.ANSWERED},
    State.ANSWERED: set(),
    State.QUARANTINED: set(),
}
# Those after which nothing more is sent.
OVER = {State.QUARANTINED, State.BOUNCED, State.ANSWERED, State.OPTED_OUT, State.FAILED, State.PARTIAL}
FIELDS = [
    "state", "why", "outcome", "sent_at", "counts_at", "due_at", "answered_at", "attempts", "reminders",
    "trouble", "lease", "leased_until", "handed_over_at",
]  # fmt: skip


@transaction.atomic
def move(key: int, state: str, *, now: datetime, why: str = "", **facts: Any) -> bool:
    """Whether it moved: what is not a step on from where it stands leaves it there."""
    invitation = Invitation.objects.select_for_update().filter(pk=key).first()
    if invitation is None or state not in NEXT[invitation.state]:
        return False
    change(invitation, state, now=now, why=why, **facts)
    told([invitation])
    return True


def change(invitation: Invitation, state: str, *, now: datetime, why: str = "", **facts: Any) -> None:
    """For whoever holds the row: writes the state and what follows from it."""
    invitation.state, invitation.why = state, why
    invitation.outcome = OUTCOMES.get(State(state), invitation.outcome)
    for name, value in facts.items():
        setattr(invitation, name, value)
    if state in OVER:
        invitation.due_at = None
    if state == State.ANSWERED:
        invitation.answered_at = invitation.answered_at or now
    if state in HEARD:
        # it reached her, whatever was written down of its sending
        invitation.sent_at = invitation.sent_at or now
    if state in {State.QUARANTINED, State.FAILED} and invitation.sent_at is None:
        invitation.counts_at = None
    invitation.save(update_fields=FIELDS)


def told(invitations: Iterable[Invitation]) -> None:
    """Insight counts those that went; what was not sent says nothing of response."""
    keys = [one.pk for one in invitations if one.sent_at is not None]
    if keys:
        record("feedback.invitations_recorded", data={"invitations": keys})
