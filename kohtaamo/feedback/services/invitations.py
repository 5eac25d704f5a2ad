"""Who was asked to answer and what came of it, as whatever sends the invitations tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Invitation, Survey
from kohtaamo.feedback.queries import Named
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import current_organisation_id

from .incoming import CHANNEL_LENGTH, read_moment, read_uid
from .pile import Outcome

BATCH = 500
STATES = {
    Invitation.Outcome.SILENT: Invitation.State.SENT,
    Invitation.Outcome.ANSWERED: Invitation.State.ANSWERED,
    Invitation.Outcome.BOUNCED: Invitation.State.BOUNCED,
    Invitation.Outcome.OPTED_OUT: Invitation.State.OPTED_OUT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingInvitation:
    """`sent_at` without a zone is read in the zone in force."""

    uid: str
    touchpoint: Touchpoint | Named
    sent_at: datetime
    outcome: Invitation.Outcome = Invitation.Outcome.SILENT
    survey: Survey | None = None
    channel: str = ""
    unit: Unit | Named | None = None
    customer: Customer | None = None


@transaction.atomic
def record_invitation_outcomes(
    items: Iterable[IncomingInvitation], *, now: datetime, actor: Member | None = None
) -> list[Outcome]:
    """Keep invitations and what came of them: one outcome each, and one bad item never fails its neighbours.

    Sent again with another outcome the invitation takes it, only that silence never takes back what was heard:
    messages may come in any order.
    """
    given = list(items)
    outcomes: list[Outcome] = []
    for start in range(0, len(given), BATCH):
        outcomes += write_batch(given[start : start + BATCH], now, actor)
    return outcomes


def write_batch(items: Sequence[IncomingInvitation], now: datetime, actor: Member | None) -> list[Outcome]:
    checked = [checked_or_refused(item, now) for item in items]
    rows = [one for one in checked if isinstance(one, Invitation)]
    known = known_invitations([row.uid for row in rows])
    touched: dict[str, Invitation] = {}
    stored = {row.uid for row in rows if place(row, known, touched)}
    Invitation.objects.bulk_create(row for row in touched.values() if row.pk is None)
    Invitation.objects.bulk_update(
        [row for row in touched.values() if row.pk is not None], ["outcome", "state"]
    )
    if touched:
        keys = sorted(row.pk for row in touched.values())
        record("feedback.invitations_recorded", data={"invitations": keys}, actor=actor)
    return [
        one
        if isinstance(one, Outcome)
        else Outcome("stored" if one.uid in stored else "duplicate", known[one.uid].pk)
        for one in checked
    ]


def place(row: Invitation, known: dict[str, Invitation], touched: dict[str, Invitation]) -> bool:
    """Whether it tells anything new; then `touched` holds what is to be written."""
    earlier = known.setdefault(row.uid, row)
    if earlier is not row:
        if row.outcome in (earlier.outcome, Invitation.Outcome.SILENT):
            return False
        earlier.outcome, earlier.state = row.outcome, row.state
    touched[row.uid] = earlier
    return True


def known_invitations(uids: list[str]) -> dict[str, Invitation]:
    rows = Invitation.objects.select_for_update().filter(uid__in=uids).order_by("uid")
    return {row.uid: row for row in rows}


def checked_or_refused(item: IncomingInvitation, now: datetime) -> Invitation | Outcome:
    try:
        return checked(item, now)
    except UnfitError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)


def checked(item: IncomingInvitation, now: datetime) -> Invitation:
    here = current_organisation_id()
    for name in ("touchpoint", "survey", "unit", "customer"):
        row = getattr(item, name)
        if row is not None and row.organisation_id != here:
            raise UnfitError("foreign_reference", field=name)
    if len(storable(item.channel)) > CHANNEL_LENGTH:
        raise UnfitError("channel_too_long", most=CHANNEL_LENGTH)
    sent_at = read_moment(item.sent_at, now)
    return Invitation(
        organisation_id=here,
        uid=read_uid(item.uid),
        touchpoint_id=item.touchpoint.pk,
        survey=item.survey,
        channel=storable(item.channel),
        unit_id=item.unit.pk if item.unit else None,
        customer=item.customer,
        sent_at=sent_at,
        counts_at=sent_at,
        outcome=item.outcome,
        state=STATES[item.outcome],
    )
