"""What meetings tell by themselves: each becomes measurements, beside what people answer.

A *contact* is a meeting of which it is told whether the matter was settled. Whether the customer came back with
the matter is decided when the `RETURN_TIME` after the contact is over, of contacts with a case or a customer:
a later contact about the same case, or of the same customer where there is no case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kohtaamo.encounters.models import Encounter, case_number
from kohtaamo.feedback.models import Invitation

from .models import Measurement
from .services import BATCH, Value, write

MEETING, INVITATION = "encounter", "invitation"
FACTS = (
    "waited_seconds",
    "responded_seconds",
    "lasted_seconds",
    "transfers",
    "turns",
    "resolved",
    "resolvable",
    "dropped_off",
)
RESOLVED_OF_RESOLVABLE = "resolved_of_resolvable"
RETURNED, RESOLVED_SILENTLY = "returned", "resolved_silently"
# Decided later than the meeting is recorded.
LATE_KINDS = (RETURNED, RESOLVED_SILENTLY)
# Who comes back later than this comes with a new matter. Source: Call Centre Helper.
RETURN_TIME = timedelta(days=7)
# How far back contacts still without a decision are looked for: longer than any server sleeps.
LOOKED_BACK = timedelta(days=90)
SOURCE_LENGTH = 20

# a case, or a customer where there is no case
Thread = tuple[str, int | str]


@transaction.atomic
def record_observations(*, encounters: Iterable[Encounter]) -> int:
    """Write what these meetings tell; returns how many values are new. Safe to repeat, as `write` is."""
    given = list(encounters)
    wanted = [row for one in given for row in values_of(one)]
    current = in_force(given).exclude(kind__in=LATE_KINDS)
    return write(wanted, list(current))


def in_force(encounters: Sequence[Encounter]) -> QuerySet[Measurement]:
    return Measurement.objects.filter(encounter__in=encounters, answer=None, is_superseded=False)


def values_of(encounter: Encounter) -> Iterator[Value]:
    yield observation(encounter, MEETING, 1)
    for kind in FACTS:
        told = getattr(encounter, kind)
        if told is not None:
            yield observation(encounter, kind, told)
    # what was settled could be settled, whatever is told of it
    if encounter.resolved or (encounter.resolved is not None and encounter.resolvable is not False):
        yield observation(encounter, RESOLVED_OF_RESOLVABLE, encounter.resolved)


def observation(encounter: Encounter, kind: str, value: float) -> Value:
    customer = encounter.customer
    return Value(
        kind=kind,
        value=float(value),
        happened_at=encounter.happened_at,
        touchpoint_id=encounter.touchpoint_id,
        channel=encounter.channel,
        unit_id=encounter.unit_id,
        agent_id=encounter.agent_id,
        customer_id=encounter.customer_id,
        segment=customer.segment if customer else "",
        encounter_id=encounter.pk,
        case=case_number(encounter.case),
        source=encounter.source[:SOURCE_LENGTH],
        attributes=encounter.attributes,
    )


@transaction.atomic
def decide_returns(*, encounters: Iterable[Encounter], now: datetime) -> int:
    """Decide of these contacts, and of the earlier ones they may be returns of, whose time is over.

    Returns how many values are new. Safe to repeat; a contact that came in late changes what was decided.
    """
    given = [one for one in encounters if one.resolved is not None and thread_of(one)]
    if not given:
        return 0
    touched = moments_of(given)
    threads = contacts_around(given)
    decided: list[Encounter] = []
    wanted: list[Value] = []
    for thread, contacts in threads.items():
        moments = [one.happened_at for one in contacts]
        for contact in contacts:
            if contact.happened_at + RETURN_TIME <= now and is_touched(contact, touched[thread]):
                decided.append(contact)
                wanted += decision(contact, has_one_after(moments, contact.happened_at))
    return write(wanted, list(in_force(decided).filter(kind__in=LATE_KINDS)))


def decision(contact: Encounter, returned: bool) -> list[Value]:
    return [
        observation(contact, RETURNED, returned),
        observation(contact, RESOLVED_SILENTLY, bool(contact.resolved) and not returned),
    ]


@transaction.atomic
def record_outcomes(*, invitations: Iterable[Invitation]) -> int:
    """Write what came of these invitations so far; returns how many values are new. Safe to repeat."""
    given = list(invitations)
    wanted = [outcome_of(one) for one in given]
    return write(wanted, list(Measurement.objects.filter(invitation__in=given, is_superseded=False)))


def outcome_of(invitation: Invitation) -> Value:
    """Of one that was sent."""
    assert invitation.sent_at is not None  # noqa: S101  the caller's promise
    customer = invitation.customer
    return Value(
        kind=INVITATION,
        value=float(invitation.outcome),
        happened_at=invitation.sent_at,
        touchpoint_id=invitation.touchpoint_id,
        channel=invitation.channel,
        unit_id=invitation.unit_id,
        customer_id=invitation.customer_id,
        segment=customer.segment if customer else "",
        survey_id=invitation.survey_id,
        invitation_id=invitation.pk,
        source="invitation",
    )


def thread_of(encounter: Encounter) -> Thread | None:
    if encounter.case:
        return "case", encounter.case
    return ("customer", encounter.customer_id) if encounter.customer_id else None


def moments_of(encounters: Iterable[Encounter]) -> dict[Thread, list[datetime]]:
    found: dict[Thread, list[datetime]] = {}
    for one in encounters:
        thread = thread_of(one)
        if thread:
            found.setdefault(thread, []).append(one.happened_at)
    return {thread: sorted(moments) for thread, moments in found.items()}


def contacts_around(given: list[Encounter]) -> dict[Thread, list[Encounter]]:
    """Every contact of the threads of these, as far as they may be returns of each other, in order of time."""
    moments = [one.happened_at for one in given]
    cases = {one.case for one in given if one.case}
    customers = {one.customer_id for one in given if not one.case}
    rows = (
        Encounter.objects.filter(
            Q(case__in=cases) | Q(case="", customer__in=customers),
            resolved__isnull=False,
            happened_at__gte=min(moments) - RETURN_TIME,
            happened_at__lte=max(moments) + RETURN_TIME,
        )
        .select_related("customer")
        .order_by("happened_at", "pk")
    )
    found: dict[Thread, list[Encounter]] = {}
    for row in rows:
        thread = thread_of(row)
        if thread:
            found.setdefault(thread, []).append(row)
    return found


def is_touched(contact: Encounter, moments: list[datetime]) -> bool:
    """Whether it is one of those recorded now, or one of them came within its time."""
    at = bisect_right(moments, contact.happened_at + RETURN_TIME)
    return at > 0 and moments[at - 1] >= contact.happened_at


def has_one_after(moments: list[datetime], moment: datetime) -> bool:
    at = bisect_right(moments, moment)
    return at < len(moments) and moments[at] <= moment + RETURN_TIME


def undecided(now: datetime) -> list[Encounter]:
    """Some contacts whose time is over and of which nothing is decided, oldest first; empty when there are none."""
    decided = Measurement.objects.filter(encounter=OuterRef("pk"), kind=RETURNED, is_superseded=False)
    rows = (
        Encounter.objects.filter(
            ~Q(case="") | Q(customer__isnull=False),
            ~Exists(decided),
            resolved__isnull=False,
            happened_at__gt=now - RETURN_TIME - LOOKED_BACK,
            happened_at__lte=now - RETURN_TIME,
        )
        .select_related("customer")
        .order_by("happened_at", "pk")
    )
    return list(rows[:BATCH])


def next_decision(now: datetime) -> datetime | None:
    """When the oldest contact still waiting for its time is over; None when none waits."""
    waiting = Encounter.objects.filter(
        ~Q(case="") | Q(customer__isnull=False), resolved__isnull=False, happened_at__gt=now - RETURN_TIME
    )
    oldest = waiting.order_by("happened_at").values_list("happened_at", flat=True).first()
    return oldest + RETURN_TIME if oldest else None
