from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from kohtaamo.encounters.models import Consent, Customer, Encounter
from kohtaamo.encounters.queries import customers_of_keys, encounters_of_uids
from kohtaamo.encounters.reasons import UnfitEncounterError
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import ForeignRowError, current_organisation_id

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
YEARS = (1900, 2100)
AHEAD = timedelta(days=1)
FLAGS = ("resolved", "resolvable", "dropped_off")
# By these an encounter sent again is the same.
ESSENCE = ("touchpoint_id", "happened_at", "channel", "case", *LARGEST, *FLAGS)


CONTACT = ("name", "email", "phone", "segment", "language", "preferred_channel")
# as columns have them
LENGTHS = {"key": 120, "name": 200, "email": 254, "segment": 120, "preferred_channel": 40}
# where a phone number without a country is
REGION = "FI"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCustomer:
    key: str
    name: str = ""
    email: str = ""
    phone: str = ""
    segment: str = ""
    language: str = ""
    preferred_channel: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


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


def storable(text: str) -> str:
    """As both databases can keep it: without NUL, halves of characters, and white space at the ends."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def read_customer(given: IncomingCustomer, *, region: str = REGION) -> IncomingCustomer:
    """As it is kept: e-mail in small letters, phone in the international form. Raises `UnfitEncounterError`.

    Of a customer without a number of her own, her address is the number.
    """
    texts = {name: storable(getattr(given, name)) for name in ("key", *CONTACT)}
    email, phone = read_email(texts["email"]), read_phone(texts["phone"], region)
    key = texts["key"] or email or phone
    if not key:
        raise UnfitEncounterError("", "customer_missing")
    for name, most in LENGTHS.items():
        # a name with a line break in it would begin a line of its own in the head of a message
        if len(texts[name]) > most or any(unicodedata.category(letter) == "Cc" for letter in texts[name]):
            raise UnfitEncounterError(key, "contact_unfit", field=name)
    language = texts["language"].replace("_", "-").split("-")[0].lower()
    known = language if language in dict(settings.LANGUAGES) else ""
    facts: dict[str, Any] = {**texts, "key": key, "email": email, "phone": phone, "language": known}
    return replace(given, **facts)


def read_email(text: str) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise UnfitEncounterError("", "email_unfit", value=text[:60]) from None
    return text.lower()


def read_phone(text: str, region: str = REGION) -> str:
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise UnfitEncounterError("", "phone_unfit", value=text[:60]) from None
    if not phonenumbers.is_valid_number(number):
        raise UnfitEncounterError("", "phone_unfit", value=text[:60])
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@transaction.atomic
def renew_customers(
    *, customers: Iterable[IncomingCustomer], actor: Member | None = None
) -> dict[str, Customer]:
    """Customers by their key, as they are now told: what is left empty stays as it was."""
    given = {one.key: one for one in customers}
    found = record_customers(customers=given.values(), actor=actor)
    changed = [row for key, row in found.items() if is_renewed(row, given[key])]
    Customer.objects.bulk_update(changed, [*CONTACT, "attributes"], batch_size=BATCH)
    return found


def is_renewed(row: Customer, told: IncomingCustomer) -> bool:
    news = {name: getattr(told, name) for name in CONTACT if getattr(told, name)}
    if told.attributes:
        news["attributes"] = {**row.attributes, **told.attributes}
    changed = {name: value for name, value in news.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


@transaction.atomic
def tell_customers(
    read: Mapping[int, IncomingCustomer], *, actor: Member | None = None
) -> dict[int, Customer]:
    """By the number of the item that told of her: known customers are renewed, others made.

    Who is told by her address alone, and is known by it, is who she is.
    """
    addresses = {one.email for one in read.values() if one.email and one.key == one.email}
    known = {row.email: row.key for row in Customer.objects.filter(email__in=addresses).order_by("-pk")}
    keys = {n: known.get(one.key, one.key) if one.key == one.email else one.key for n, one in read.items()}
    made = renew_customers(customers=[replace(one, key=keys[n]) for n, one in read.items()], actor=actor)
    return {n: made[key] for n, key in keys.items()}


@transaction.atomic
def give_consent(
    *, customer: Customer, channel: str = Consent.Channel.ANY, source: str, actor: Member | None = None
) -> Consent:
    return note_consent(customer, channel, source, actor, is_given=True)


@transaction.atomic
def withdraw_consent(
    *, customer: Customer, channel: str = Consent.Channel.ANY, source: str, actor: Member | None = None
) -> Consent:
    return note_consent(customer, channel, source, actor, is_given=False)


def note_consent(
    customer: Customer, channel: str, source: str, actor: Member | None, *, is_given: bool
) -> Consent:
    if channel not in Consent.Channel.values:
        raise ValueError(f"no consent is of {channel!r}")
    consent = Consent.objects.create(
        customer=customer, channel=channel, is_given=is_given, source=source[:40]
    )
    verb = "encounters.consent_given" if is_given else "encounters.consent_withdrawn"
    record(verb, subject_id=customer.pk, data={"channel": channel, "source": source[:40]}, actor=actor)
    return consent


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
        **{name: getattr(given, name) for name in CONTACT if name != "email"},
        email=given.email.lower(),
        attributes=dict(given.attributes),
    )


@transaction.atomic
def record_encounters(
    *, encounters: Iterable[IncomingEncounter], actor: Member | None = None
) -> list[Encounter]:
    """Keep meetings; returns them in the order given.

    The uid makes it safe to send again: what is stored already is returned as it is. Before anything is
    written `UnfitEncounterError` names the first unfit item, `ForeignRowError` one that points outside.
    """
    given = list(encounters)
    rows = [as_encounter(one) for one in given]
    stored: dict[str, Encounter] = {}
    for start in range(0, len(rows), BATCH):
        stored |= record_batch(rows[start : start + BATCH], actor)
    return [stored[row.uid] for row in rows]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. A refused one has a reason code, and the facts its sentence needs."""

    status: Literal["stored", "duplicate", "refused"]
    encounter_id: int | None = None
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_each(*, encounters: Iterable[IncomingEncounter], actor: Member | None = None) -> list[Outcome]:
    """Keep meetings, each by itself: one outcome an item, in the order given; a bad one fails no other.

    The same contents again are a duplicate, other contents under the same uid are refused ("uid_taken").
    """
    checked = [outcome_or_row(one) for one in encounters]
    outcomes: list[Outcome] = []
    for start in range(0, len(checked), BATCH):
        batch = checked[start : start + BATCH]
        rows = [one for one in batch if isinstance(one, Encounter)]
        known = set(encounters_of_uids([row.uid for row in rows]))
        stored = record_batch(rows, actor)
        for one in batch:
            outcomes.append(one if isinstance(one, Outcome) else outcome(one, stored[one.uid], known))
            known.add(getattr(one, "uid", ""))
    return outcomes


def outcome_or_row(given: IncomingEncounter) -> Encounter | Outcome:
    try:
        return as_encounter(given)
    except UnfitEncounterError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)


def outcome(row: Encounter, stored: Encounter, known: Container[str]) -> Outcome:
    if row.uid not in known:
        return Outcome("stored", stored.pk)
    if all(getattr(row, name) == getattr(stored, name) for name in ESSENCE):
        return Outcome("duplicate", stored.pk)
    return Outcome("refused", reason="uid_taken")


def record_batch(rows: Sequence[Encounter], actor: Member | None) -> dict[str, Encounter]:
    if not rows:
        return {}
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
    return Encounter(
        organisation_id=current_organisation_id(),
        uid=given.uid.strip(),
        touchpoint=given.touchpoint,
        channel=given.channel,
        unit=given.unit,
        agent=given.agent,
        customer=given.customer,
        happened_at=aware(given.happened_at),
        case=given.case.strip(),
        **{name: getattr(given, name) for name in (*LARGEST, *FLAGS)},
        attributes=dict(given.attributes),
        source=given.source,
    )


def aware(moment: datetime) -> datetime:
    """In UTC: a moment of the hour that summer time repeats equals no moment of another zone."""
    known = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    return known.astimezone(UTC)


def check(given: IncomingEncounter) -> None:
    uid = given.uid[:UID_LENGTH]
    if not given.uid.strip() or len(given.uid) > UID_LENGTH:
        raise UnfitEncounterError(uid, "uid_unfit", most=UID_LENGTH)
    if len(given.channel) > CHANNEL_LENGTH:
        raise UnfitEncounterError(uid, "channel_too_long", most=CHANNEL_LENGTH)
    if len(given.case) > CASE_LENGTH:
        raise UnfitEncounterError(uid, "case_too_long", most=CASE_LENGTH)
    for name, largest in LARGEST.items():
        if not 0 <= (getattr(given, name) or 0) <= largest:
            raise UnfitEncounterError(uid, "number_out_of_range", field=name, most=largest)
    if not YEARS[0] <= given.happened_at.year <= YEARS[1]:
        raise UnfitEncounterError(uid, "happened_at_out_of_range")
    if aware(given.happened_at) > timezone.now() + AHEAD:
        raise UnfitEncounterError(uid, "happened_at_in_future")
    here = current_organisation_id()
    for name in ("touchpoint", "unit", "agent", "customer"):
        row = getattr(given, name)
        if row is not None and row.organisation_id != here:
            raise ForeignRowError(f"{given.uid}: {name} points outside its organisation")
