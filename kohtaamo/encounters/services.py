from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import ForeignRowError, current_organisation_id

from .models import Customer, Encounter
from .queries import customers_of_keys, encounters_of_uids

BATCH = 500
UID_LENGTH = 120
CHANNEL_LENGTH = 40
CASE_LENGTH = 120
# What columns of both databases hold.
LARGEST = {
    "responded_seconds": 2**31 - 1,
    "waited_seconds": 2**31 - 1,
    "lasted_seconds": 2**31 - 1,
    "transfers": 2**15 - 1,
    "turns": 2**15 - 1,
}
FLAGS = ("resolved", "resolvable", "dropped_off")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCustomer:
    key: str
    name: str = ""
    email: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingEncounter:
    """One meeting as it comes in. `happened_at` without a zone is read in the zone in force."""

    uid: str
    touchpoint: Touchpoint
    happened_at: datetime
    channel: str = ""
    unit: Unit | None = None
    agent: Member | None = None
    customer: Customer | None = None
    case: str = ""
    responded_seconds: int | None = None
    waited_seconds: int | None = None
    lasted_seconds: int | None = None
    transfers: int | None = None
    turns: int | None = None
    resolved: bool | None = None
    resolvable: bool | None = None
    dropped_off: bool | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    source: str = "api"


@transaction.atomic
def record_customers(
    *, customers: Iterable[IncomingCustomer], actor: Member | None = None
) -> dict[str, Customer]:
    """Customers by their key; those known already are left as they are."""
    given = {one.key: one for one in customers}
    keys = list(given)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        known = customers_of_keys(batch)
        new = [as_customer(given[key]) for key in batch if key not in known]
        Customer.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            record("encounters.customers_recorded", data={"customers": len(new)}, actor=actor)
    return customers_of_keys(keys)


def as_customer(given: IncomingCustomer) -> Customer:
    if not given.key.strip():
        raise ValueError("a customer needs a key")
    return Customer(
        organisation_id=current_organisation_id(),
        key=given.key,
        name=given.name,
        email=given.email,
        segment=given.segment,
    )


@transaction.atomic
def record_encounters(
    *, encounters: Iterable[IncomingEncounter], actor: Member | None = None
) -> list[Encounter]:
    """Keep meetings; returns them in the order given.

    The uid makes it safe to send again: what is stored already is returned as it is. Before anything is
    written `ValueError` names the first unfit item, `ForeignRowError` one that points outside.
    """
    given = list(encounters)
    rows = [as_encounter(one) for one in given]
    stored: dict[str, Encounter] = {}
    for start in range(0, len(rows), BATCH):
        stored |= record_batch(rows[start : start + BATCH], actor)
    return [stored[one.uid] for one in given]


def record_batch(rows: Sequence[Encounter], actor: Member | None) -> dict[str, Encounter]:
    uids = [row.uid for row in rows]
    known = encounters_of_uids(uids)
    new = {row.uid: row for row in reversed(rows) if row.uid not in known}
    if not new:
        return known
    # another connection may store the same uid meanwhile, so what the database holds is read back
    Encounter.objects.bulk_create(list(reversed(new.values())), ignore_conflicts=True)
    stored = encounters_of_uids(uids)
    record(
        "encounters.encounters_recorded",
        data={"encounters": sorted(stored[uid].pk for uid in new)},
        actor=actor,
    )
    return stored


def as_encounter(given: IncomingEncounter) -> Encounter:
    check(given)
    moment = given.happened_at
    return Encounter(
        organisation_id=current_organisation_id(),
        uid=given.uid,
        touchpoint=given.touchpoint,
        channel=given.channel,
        unit=given.unit,
        agent=given.agent,
        customer=given.customer,
        happened_at=timezone.make_aware(moment) if timezone.is_naive(moment) else moment,
        case=given.case.strip(),
        **{name: getattr(given, name) for name in (*LARGEST, *FLAGS)},
        attributes=dict(given.attributes),
        source=given.source,
    )


def check(given: IncomingEncounter) -> None:
    if not given.uid.strip() or len(given.uid) > UID_LENGTH:
        raise ValueError(f"the uid {given.uid[:UID_LENGTH]!r} must have 1 to {UID_LENGTH} characters")
    if len(given.channel) > CHANNEL_LENGTH:
        raise ValueError(f"{given.uid}: the channel is longer than {CHANNEL_LENGTH} characters")
    if len(given.case) > CASE_LENGTH:
        raise ValueError(f"{given.uid}: the case is longer than {CASE_LENGTH} characters")
    for name, largest in LARGEST.items():
        if not 0 <= (getattr(given, name) or 0) <= largest:
            raise ValueError(f"{given.uid}: {name} is not between 0 and {largest}")
    here = current_organisation_id()
    for name in ("touchpoint", "unit", "agent", "customer"):
        row = getattr(given, name)
        if row is not None and row.organisation_id != here:
            raise ForeignRowError(f"{given.uid}: {name} points outside its organisation")
