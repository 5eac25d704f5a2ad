"""Messages that came back (RFC 3464), and the invitations they tell of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Literal

from django.utils import timezone

from kohtaamo.feedback.models import Invitation
from kohtaamo.organisation.tenancy import across_organisations, working_for

from .states import State, move

IDENTITY = re.compile(r"<([\w-]{16,32})\.\d+@")
MOST_PARTS = 200
STATUS_LENGTH = 160
Told = Literal["bounced", "known", "delayed", "unknown", "unreadable"]


@dataclass(frozen=True, slots=True)
class Bounce:
    """`token` is of the invitation whose message it was; `is_for_good` when the address takes none."""

    token: str
    is_for_good: bool
    reason: str


def read_bounce(raw: bytes) -> Bounce | None:
    """None when it is no report of delivery that tells which message it is about."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
        if message.get_content_type() != "multipart/report":
            return None
        token = next((found for part in parts if (found := token_in(part))), "")
        fields = [field for part in parts if (field := failed(part)) is not None]
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return None
    if not token or not fields:
        return None
    action, status, told = fields[0]
    return Bounce(
        token, action == "failed" and not status.startswith("4"), f"{status} {told}".strip()[:STATUS_LENGTH]
    )


def failed(part: Message) -> tuple[str, str, str] | None:
    """Action, status and the server's words of one receiver, where this part is of one."""
    action = str(part.get("Action", "")).strip().lower()
    if not action:
        return None
    status = str(part.get("Status", "")).split()
    words = " ".join(str(part.get("Diagnostic-Code", "")).split())
    return action, status[0] if status else "", words


def token_in(part: Message) -> str:
    """From the head of our own message, sent back whole or its head alone."""
    found = IDENTITY.search(str(part.get("Message-ID", "")))
    if found is None and part.get_content_type() == "text/rfc822-headers":
        body = part.get_payload(decode=True)
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
        found = re.search(rf"(?im)^message-id:\s*{IDENTITY.pattern}", text)
    return found[1] if found else ""


def take_bounce(raw: bytes, *, organisation_id: int | None = None) -> Told:
    """Move the invitation the report is about; only one's own, where an organisation is named."""
    bounce = read_bounce(raw)
    if bounce is None:
        return "unreadable"
    with across_organisations():
        rows = Invitation.objects.select_related("organisation").filter(token=bounce.token)
        if organisation_id is not None:
            rows = rows.filter(organisation=organisation_id)
        invitation = rows.first()
    if invitation is None:
        return "unknown"
    if not bounce.is_for_good:
        return "delayed"
    with working_for(invitation.organisation):
        is_news = move(
            invitation.pk,
            State.BOUNCED,
            now=timezone.now(),
            why=Invitation.Why.BAD_ADDRESS,
            trouble=bounce.reason,
        )
    return "bounced" if is_news else "known"
