"""What is due goes out: no message twice, whichever process sends, and whatever kills it.

A process takes a few invitations for itself for a while (the lease). Before a message is handed to the server that is
written down, and after it what came of it. Whoever dies in between leaves one message of which nobody knows whether
it went: it is told as doubtful, and not sent again.
"""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kohtaamo.encounters.queries import words_on_reaching
from kohtaamo.feedback.channel import DoubtfulError, Message, NotSentError
from kohtaamo.feedback.channels import SENDING
from kohtaamo.feedback.models import FatigueRule, Invitation
from kohtaamo.organisation.services import MAIL_WAITS
from kohtaamo.organisation.tenancy import across_organisations, working_for

from .asked import surveys_of
from .choosing import asking, earlier_of
from .hours import hours_now, next_allowed
from .limits import Asking, is_too_often, longest
from .message import message_of
from .people import hold
from .states import FIELDS, OVER, State, change, told

LEASE = timedelta(minutes=10)
AT_ONCE = 20
TROUBLE_LENGTH = 200
REMINDED = (State.SENT, State.OPENED)
Why = Invitation.Why

logger = logging.getLogger(__name__)


def send_all_due() -> int:
    """Until nothing is due; for the thread in the background and for commands."""
    total = 0
    while now := send_due():
        total += now
    return total


def send_due(*, limit: int = AT_ONCE) -> int:
    """Send some of what is due, of every organisation; returns how many were taken up."""
    now = timezone.now()
    with across_organisations():
        tell_doubtful(now)
        if not due(now).exists():
            return 0
        lease = secrets.token_urlsafe(16)
        taken = take(lease, limit, now)
    for way in sorted({channel for _, channel in taken}):
        send_by(way, [key for key, channel in taken if channel == way], lease)
    return len(taken)


def due(now: datetime) -> QuerySet[Invitation]:
    """Not of an occasion that is paused: it goes on when the occasion does."""
    rows = Invitation.objects.filter(due_at__lte=now, handed_over_at__isnull=True, occasion__is_active=True)
    return rows.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now)).order_by("due_at", "pk")


@transaction.atomic
def take(lease: str, limit: int, now: datetime) -> list[tuple[int, str]]:
    """Key and way of those that are this process's for a while."""
    rows = due(now)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.values_list("pk", "channel")[:limit])
    mine = Invitation.objects.filter(pk__in=[key for key, _ in taken])
    mine.update(lease=lease, leased_until=now + LEASE)
    return taken


def send_by(way: str, keys: Iterable[int], lease: str) -> None:
    """Through one line; each message is written down before it is handed over, and what came of it after."""
    channel = SENDING.get(way)
    if channel is None or channel.send is None:
        for key in keys:
            settle(key, NotSentError("no such way"))
        return
    handed: deque[int] = deque()

    def outgoing() -> Iterator[Message]:
        for key in keys:
            message = prepared_or_put_off(key, lease)
            if message is not None:
                handed.append(key)
                yield message

    for trouble in channel.send(outgoing()):
        settle(handed.popleft(), trouble)


def prepared_or_put_off(key: int, lease: str) -> Message | None:
    """One that cannot be put together keeps no other waiting: it is tried again later, and then given up."""
    try:
        return prepared(key, lease)
    except Exception as problem:
        logger.exception("invitation %s could not be put together", key)
        settle(key, NotSentError(f"{type(problem).__name__}: {problem}"))
        return None


def prepared(key: int, lease: str) -> Message | None:
    """The message, once it is written down that it is about to go; None when it must not go any more, or yet."""
    with across_organisations():
        found = Invitation.objects.select_related("organisation", "customer").filter(pk=key).first()
    if found is None:
        return None
    with working_for(found.organisation), transaction.atomic():
        people = hold([found.customer]) if found.customer else {}
        rows = Invitation.objects.select_for_update(of=("self",)).select_related(
            "survey", "occasion", "customer", "organisation"
        )
        invitation, now = rows.get(pk=key), timezone.now()
        if invitation.lease != lease or (invitation.leased_until or now) <= now:
            return None  # it took too long to come to this one: another process has it
        hours = hours_now()
        allowed = next_allowed(now, hours)
        objection = "over" if invitation.state in OVER else objection_to(invitation, people, now)
        if objection:
            leave(invitation, objection, now)
            return None
        if allowed > now:
            release(invitation, allowed)
            return None
        invitation.handed_over_at = now
        if invitation.state == State.WAITING:
            invitation.counts_at = now
        invitation.save(update_fields=["handed_over_at", "counts_at"])
        survey_id = invitation.survey_id or 0
        return message_of(
            invitation,
            questionnaire=surveys_of({survey_id}).asked[survey_id],
            hours=hours,
            is_reminder=invitation.state != State.WAITING,
        )


def objection_to(invitation: Invitation, people: dict[int, list], now: datetime) -> str:  # type: ignore[type-arg]
    """Why it must not go, of what may have changed since it was decided."""
    survey_id = invitation.survey_id or 0
    if not surveys_of({survey_id}).is_open(survey_id):
        return Why.CLOSED
    if invitation.expires_at is not None and invitation.expires_at <= now:
        return Why.EXPIRED
    same = people.get(invitation.customer_id or 0, [])
    if False in words_on_reaching(same, invitation.channel).values():
        return Why.OPTED_OUT
    if invitation.state != State.WAITING:
        return ""
    rules = list(FatigueRule.objects.all())
    known = [
        asking(one)
        for rows in earlier_of(people, now - longest(rules)).values()
        for one in rows
        if one.pk != invitation.pk
    ]
    new = Asking(invitation.survey_id, invitation.kind, now)
    return Why.FATIGUE if is_too_often(new, known, rules) else ""


def leave(invitation: Invitation, why: str, now: datetime) -> None:
    """Not sent any more: left in peace, or not reminded."""
    invitation.lease, invitation.leased_until = "", None
    if invitation.state == State.WAITING:
        change(invitation, State.QUARANTINED, now=now, why=why)
    else:
        invitation.due_at = None
        invitation.save(update_fields=FIELDS)


def release(invitation: Invitation, due_at: datetime) -> None:
    invitation.lease, invitation.leased_until, invitation.handed_over_at = "", None, None
    invitation.due_at = None if invitation.state in OVER else due_at
    invitation.save(update_fields=FIELDS)


def settle(key: int, trouble: NotSentError | DoubtfulError | None) -> None:
    """Write down what came of handing it over, and when the next message is due."""
    with across_organisations():
        organisation = Invitation.objects.select_related("organisation").get(pk=key).organisation
    with working_for(organisation), transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("occasion")
        invitation, now = rows.get(pk=key), timezone.now()
        invitation.trouble = str(trouble)[:TROUBLE_LENGTH] if trouble else ""
        if isinstance(trouble, NotSentError):
            not_sent(invitation, trouble, now)
        else:
            sent(invitation, now, why=Why.DOUBTFUL if trouble else "")


def sent(invitation: Invitation, now: datetime, *, why: str) -> None:
    is_first = invitation.state == State.WAITING
    invitation.lease, invitation.leased_until, invitation.handed_over_at = "", None, None
    invitation.attempts = 0
    if is_first:
        change(invitation, State.SENT, now=now, why=why, sent_at=now, counts_at=now)
    else:
        invitation.reminders += 1
    invitation.due_at = None if why else next_reminder(invitation, now)
    invitation.save(update_fields=FIELDS)
    if is_first:
        told([invitation])


def next_reminder(invitation: Invitation, now: datetime) -> datetime | None:
    occasion = invitation.occasion
    if occasion is None or invitation.state not in REMINDED or invitation.reminders >= occasion.reminders:
        return None
    moment = next_allowed(now + timedelta(days=occasion.remind_after_days), hours_now())
    return moment if invitation.expires_at is None or moment < invitation.expires_at else None


def not_sent(invitation: Invitation, trouble: NotSentError, now: datetime) -> None:
    invitation.attempts += 1
    is_over = invitation.attempts > len(MAIL_WAITS)
    if not (trouble.for_good or is_over):
        release(invitation, now + MAIL_WAITS[invitation.attempts - 1])
        return
    invitation.lease, invitation.leased_until, invitation.handed_over_at = "", None, None
    if trouble.for_good and invitation.state in {State.WAITING, State.SENT}:
        moment = invitation.sent_at or now
        change(invitation, State.BOUNCED, now=now, why=Why.BAD_ADDRESS, sent_at=moment, counts_at=moment)
        told([invitation])
    elif invitation.state == State.WAITING:
        change(invitation, State.FAILED, now=now, why=Why.NOT_TAKEN)
    else:
        invitation.due_at = None
        invitation.save(update_fields=FIELDS)


def tell_doubtful(now: datetime) -> None:
    """Those whose process died while it handed them over."""
    rows = Invitation.objects.filter(handed_over_at__isnull=False, leased_until__lte=now)
    for key in list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        settle(key, DoubtfulError("the process ended while the message was handed over"))
