"""Encounters as programs send them: names and numbers of their own become our rows, many at a time.

    given = read_body(body)          # UnreadableError: nothing of it can be taken
    outcomes = take_in(given.items)  # inside the organisation's scope
    status, reply = tell(given, outcomes)

Both doors, Django's route and the quick one before it, are made of these three.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, ValidationError

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit

from . import channels
from .models import Customer
from .queries import members_of, touchpoints_of, units_of
from .reasons import UnfitEncounterError, explain
from .services import (
    IncomingCustomer,
    IncomingEncounter,
    Outcome,
    read_customer,
    record_customers,
    record_each,
    storable,
    tell_customers,
)

MOST_ITEMS = 1000
UID_SHOWN = 200
CREATED, SOME_REFUSED, ALL_REFUSED = 201, 207, 422
MOST_ATTRIBUTES = 50
LARGEST = 10**15
WHOLE = 2**63 - 1

Row = TypeVar("Row")
Name = TypeVar("Name", bound=int | str)


Text = Annotated[str, AfterValidator(storable)]
Key = Annotated[Text, Field(max_length=120)]
Words = Annotated[Text, Field(max_length=200)]
Number = Annotated[StrictInt, Field(ge=1, le=WHOLE)]
Count = StrictInt | None
Attribute = (
    None
    | StrictBool
    | Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
    | Annotated[float, Field(strict=True, ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
    | Annotated[Text, Field(max_length=300)]
)
AttributeName = Annotated[Text, Field(min_length=1, max_length=60)]


class CustomerIn(BaseModel):
    """By the number of your own, or by an address; what is told of her is kept on her card."""

    model_config = ConfigDict(extra="forbid")

    key: Key = ""
    name: Words = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    segment: Key = ""
    language: Annotated[str, Field(max_length=20)] = ""
    preferred_channel: Annotated[str, Field(max_length=40)] = ""
    attributes: Annotated[dict[AttributeName, Attribute], Field(max_length=MOST_ATTRIBUTES)] = {}


class EncounterIn(BaseModel):
    """One meeting. The touchpoint and the agent are told by their number or name, the unit by its name.

    Seconds, transfers and turns are whole numbers; `resolved`, `resolvable` and `dropped_off` true, false or left
    out when it is not known. `case` is what several meetings are about: the same text in each of them.
    """

    model_config = ConfigDict(extra="forbid")

    uid: Annotated[str, Field(max_length=1000), AfterValidator(storable)]
    touchpoint: Number | Words
    happened_at: datetime | None = None
    channel: Words = ""
    unit: Words = ""
    agent: Number | Words | None = None
    customer: Key | CustomerIn = ""
    case: Words = ""
    responded_seconds: Count = None
    waited_seconds: Count = None
    lasted_seconds: Count = None
    transfers: Count = None
    turns: Count = None
    resolved: StrictBool | None = None
    resolvable: StrictBool | None = None
    dropped_off: StrictBool | None = None
    attributes: Annotated[dict[AttributeName, Attribute], Field(max_length=MOST_ATTRIBUTES)] = {}


@dataclass(frozen=True, slots=True)
class Given:
    """What one request brought; `uids` as they are told back, empty where there is none."""

    items: list[EncounterIn | Outcome]
    uids: list[str]


class UnreadableError(ValueError):
    """Nothing of the request can be taken; `told` says why in the language in force."""

    def __init__(self, status: int, sentence: str | Promise, **facts: Any) -> None:
        super().__init__(status)
        self.status = status
        self.sentence = sentence
        self.facts = facts

    def told(self) -> str:
        return str(self.sentence) % self.facts


def too_large() -> UnreadableError:
    return UnreadableError(413, _("The request is too large. Send the encounters in smaller lists."))


def read_body(body: bytes) -> Given:
    """Each item by itself: one that is malformed is refused alone."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError(400, _("The request is not JSON that can be read.")) from None
    items = given if isinstance(given, list) else [given]
    if len(items) > MOST_ITEMS:
        raise UnreadableError(413, _("At most %(most)s encounters fit in one request."), most=MOST_ITEMS)
    if not items:
        raise UnreadableError(400, _("There are no encounters in the request."))
    return Given([read_item(item) for item in items], [uid_of(item) for item in items])


def uid_of(item: Any) -> str:
    uid = item.get("uid") if isinstance(item, dict) else None
    return uid[:UID_SHOWN].encode("utf-8", "replace").decode() if isinstance(uid, str) else ""


def read_item(item: Any) -> EncounterIn | Outcome:
    try:
        return EncounterIn.model_validate(item)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step)[:60] for step in first["loc"]).encode("utf-8", "replace").decode()
        return Outcome("refused", reason="malformed", facts={"place": place, "trouble": first["msg"]})


@dataclass(frozen=True, slots=True)
class Known:
    """The rows the items speak of; a handful of queries for any number of items."""

    touchpoints: dict[int | str, Touchpoint]
    units: dict[str, Unit]
    members: dict[int | str, Member]
    customers: dict[str, Customer]


def take_in(items: Sequence[EncounterIn | Outcome]) -> list[Outcome]:
    """One outcome an item, in the order given. Customers not known yet are made."""
    read, cards = cards_of(items)
    known = known_of([item for item in read if isinstance(item, EncounterIn)])
    made = [
        incoming(item, known, cards.get(number)) if isinstance(item, EncounterIn) else item
        for number, item in enumerate(read)
    ]
    kept = iter(record_each(encounters=[item for item in made if isinstance(item, IncomingEncounter)]))
    return [next(kept) if isinstance(item, IncomingEncounter) else item for item in made]


def cards_of(
    items: Sequence[EncounterIn | Outcome],
) -> tuple[list[EncounterIn | Outcome], dict[int, Customer]]:
    """The items, those with an unfit card refused, and the customers of cards by the number of the item."""
    read = list(items)
    cards: dict[int, IncomingCustomer] = {}
    for number, item in enumerate(items):
        if isinstance(item, EncounterIn) and isinstance(item.customer, CustomerIn):
            try:
                cards[number] = read_customer(IncomingCustomer(**item.customer.model_dump()))
            except UnfitEncounterError as problem:
                read[number] = Outcome("refused", reason=problem.code, facts=problem.facts)
    return read, tell_customers(cards) if cards else {}


def known_of(items: Sequence[EncounterIn]) -> Known:
    units = {item.unit for item in items} - {""}
    agents = {item.agent for item in items if item.agent}
    customers = sorted({item.customer for item in items if isinstance(item.customer, str)} - {""})
    return Known(
        touchpoints=touchpoints_of({item.touchpoint for item in items}),
        units=units_of(units) if units else {},
        members=members_of(agents) if agents else {},
        customers=record_customers(customers=[IncomingCustomer(key=key) for key in customers])
        if customers
        else {},
    )


def incoming(item: EncounterIn, known: Known, card: Customer | None) -> IncomingEncounter | Outcome:
    try:
        facts = item.model_dump(exclude={"touchpoint", "happened_at", "channel", "unit", "agent", "customer"})
        return IncomingEncounter(
            **facts,
            touchpoint=touchpoint_of(item, known),
            happened_at=item.happened_at or timezone.now(),
            channel=channels.key_of(item.channel),
            unit=named(item, "unit", item.unit, known.units),
            agent=named(item, "agent", item.agent or "", known.members),
            customer=card or named(item, "customer", str(item.customer), known.customers),
        )
    except UnfitEncounterError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)


def touchpoint_of(item: EncounterIn, known: Known) -> Touchpoint:
    found = known.touchpoints.get(item.touchpoint)
    if found is None:
        raise UnfitEncounterError(item.uid, "foreign_touchpoint")
    return found


def named(item: EncounterIn, field: str, key: Name, rows: dict[Name, Row]) -> Row | None:
    if not key:
        return None
    if key not in rows:
        raise UnfitEncounterError(item.uid, "foreign_reference", field=field)
    return rows[key]


def tell(given: Given, outcomes: Sequence[Outcome]) -> tuple[int, bytes]:
    """Status and body of the reply, its sentences in the language in force."""
    counts = Counter(outcome.status for outcome in outcomes)
    results = [
        {
            "uid": uid,
            "status": outcome.status,
            "id": outcome.encounter_id,
            "reason": outcome.reason,
            "message": explain(outcome.reason, outcome.facts) if outcome.reason else "",
        }
        for uid, outcome in zip(given.uids, outcomes, strict=True)
    ]
    refused = counts["refused"]
    status = CREATED if not refused else ALL_REFUSED if refused == len(results) else SOME_REFUSED
    told = {"stored": counts["stored"], "duplicates": counts["duplicate"], "refused": refused}
    return status, msgspec.json.encode({**told, "results": results})
