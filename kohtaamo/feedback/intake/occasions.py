"""Events of other systems as programs send them: an order was delivered, a chat ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kohtaamo.encounters import channels
from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.queries import touchpoints_of, units_of
from kohtaamo.encounters.reasons import UnfitEncounterError, explain
from kohtaamo.encounters.services import IncomingCustomer, read_customer, tell_customers
from kohtaamo.feedback.models import Invitation, Occasion
from kohtaamo.feedback.sending import Trigger, active_occasions, invite
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit

from .items import Wording, items_of

UID_SHOWN = 120
TOO_LARGE = _("The request is too large. Send the events in smaller lists.")
EVENTS = Wording(
    too_many=_("At most 1,000 events fit in one request."),
    none_given=_("There are no events in the request."),
)
Scalar = bool | int | float | Annotated[str, Field(max_length=300)] | None
Name = Annotated[str, Field(max_length=200)]


class CustomerIn(BaseModel):
    """Whom it happened to: by the number of your own, or by an address."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(max_length=120)] = ""
    name: Name = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    segment: Annotated[str, Field(max_length=120)] = ""
    language: Annotated[str, Field(max_length=20)] = ""
    preferred_channel: Annotated[str, Field(max_length=40)] = ""
    attributes: Annotated[dict[str, Scalar], Field(max_length=50)] = {}


class EventIn(BaseModel):
    """Something that happened. `uid` is your own mark of it: sent again, it asks nobody twice."""

    model_config = ConfigDict(extra="forbid")

    uid: Annotated[str, Field(min_length=1, max_length=80)]
    event: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
    customer: CustomerIn | Annotated[str, Field(min_length=1, max_length=120)]
    happened_at: datetime | None = None
    touchpoint: Annotated[int, Field(ge=1, le=2**63 - 1)] | Name | None = None
    channel: Name = ""
    unit: Name = ""
    facts: Annotated[dict[str, Scalar], Field(max_length=50)] = {}


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one event: "asked", "left_in_peace", "no_occasion", "duplicate" or "refused"."""

    uid: str
    status: str
    reason: str = ""
    message: str = ""


def read_events(body: bytes) -> list[Any]:
    """The items of a request, one or a list. Raises `UnreadableError`."""
    return items_of(body, EVENTS)


def take_events(items: Iterable[Any]) -> list[Became]:
    """One line an item, in the order given; one that is malformed is refused alone."""
    read = [read_event(item) for item in items]
    events = {number: one for number, one in enumerate(read) if isinstance(one, EventIn)}
    customers: dict[int, IncomingCustomer] = {}
    for number, event in events.items():
        try:
            customers[number] = customer_of(event)
        except UnfitEncounterError as problem:
            read[number] = Became(event.uid, "refused", problem.code, explain(problem.code, problem.facts))
    rows = tell_customers(customers)
    places = touchpoints_of({one.touchpoint for one in events.values() if one.touchpoint is not None})
    units = units_of({one.unit for one in events.values()} - {""})
    triggers = {number: trigger_of(events[number], row, places, units) for number, row in rows.items()}
    told = ask(triggers)
    return [told.get(number) or refusal(one) for number, one in enumerate(read)]


def refusal(one: EventIn | Became) -> Became:
    assert isinstance(one, Became)  # noqa: S101  whatever was read has been told of
    return one


def read_event(item: Any) -> EventIn | Became:
    uid = item.get("uid") if isinstance(item, dict) else None
    try:
        return EventIn.model_validate(unwrapped(item))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step)[:60] for step in first["loc"]).encode("utf-8", "replace").decode()
        shown = uid[:UID_SHOWN].encode("utf-8", "replace").decode() if isinstance(uid, str) else ""
        facts = {"place": place, "trouble": first["msg"]}
        return Became(shown, "refused", "malformed", explain("malformed", facts))


def unwrapped(item: Any) -> Any:
    """A webhook as Standard Webhooks has it: {"type", "timestamp", "data"} is the same event."""
    if isinstance(item, dict) and {"type", "data"} <= set(item) and isinstance(item["data"], dict):
        plain = {"event": item["type"], **item["data"]}
        return plain if "happened_at" in plain else {**plain, "happened_at": item.get("timestamp")}
    return item


def customer_of(event: EventIn) -> IncomingCustomer:
    given = event.customer
    facts: Mapping[str, Any] = {"key": given} if isinstance(given, str) else given.model_dump()
    return read_customer(IncomingCustomer(**facts))


def trigger_of(
    event: EventIn, customer: Customer, places: Mapping[int | str, Touchpoint], units: Mapping[str, Unit]
) -> Trigger:
    moment = event.happened_at or timezone.now()
    return Trigger(
        uid=f"{event.event}:{event.uid}",
        customer=customer,
        happened_at=timezone.make_aware(moment) if timezone.is_naive(moment) else moment,
        event=event.event,
        touchpoint=places.get(event.touchpoint) if event.touchpoint is not None else None,
        unit=units.get(event.unit),
        channel=channels.key_of(event.channel),
        facts=event.facts,
    )


def ask(triggers: Mapping[int, Trigger]) -> dict[int, Became]:
    occasions = active_occasions(Occasion.After.EVENT)
    made: dict[str, list[Invitation]] = {}
    for invitation in invite(list(triggers.values()), occasions, now=timezone.now()):
        made.setdefault(invitation.uid.split(":", 2)[2], []).append(invitation)
    with transaction.atomic():
        known = known_uids(triggers.values(), occasions)
    return {number: became(one, made.pop(one.uid, []), known) for number, one in triggers.items()}


def known_uids(triggers: Iterable[Trigger], occasions: Iterable[Occasion]) -> set[str]:
    wanted = {f"occasion:{occasion.pk}:{one.uid}" for one in triggers for occasion in occasions}
    rows = Invitation.objects.filter(uid__in=wanted).values_list("uid", flat=True)
    return {uid.split(":", 2)[2] for uid in rows}


def became(trigger: Trigger, made: list[Invitation], known: set[str]) -> Became:
    uid = trigger.uid.partition(":")[2]
    if not made:
        return Became(uid, "duplicate" if trigger.uid in known else "no_occasion")
    waiting = [one for one in made if one.state == Invitation.State.WAITING]
    if waiting:
        return Became(uid, "asked")
    return Became(uid, "left_in_peace", made[0].why, str(made[0].get_why_display()))
