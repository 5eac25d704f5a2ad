"""What may be a reason to ask somebody, and which occasions it is one for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.forms.models import model_to_dict

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.feedback.models import Occasion
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.rules import holds
from kohtaamo.organisation.models import Unit

# What happened longer ago than this is not asked about any more, whatever the delay.
FRESH = timedelta(days=7)
HUNDREDTHS = 10_000
OF_ENCOUNTER = (
    "responded_seconds", "waited_seconds", "lasted_seconds", "transfers", "turns", "resolved", "resolvable",
    "dropped_off", "channel", "case", "source",
)  # fmt: skip
OF_CUSTOMER = ("key", "name", "segment", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Something that happened to a customer. The same `uid` twice is the same happening."""

    uid: str
    customer: Customer
    happened_at: datetime
    encounter: Encounter | None = None
    event: str = ""
    touchpoint: Touchpoint | None = None
    unit: Unit | None = None
    channel: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def of_encounters(encounters: Iterable[Encounter]) -> list[Trigger]:
    """Of those that a known customer took part in."""
    return [
        Trigger(
            uid=f"encounter:{one.pk}",
            customer=one.customer,
            happened_at=one.happened_at,
            encounter=one,
            touchpoint=one.touchpoint,
            unit=one.unit,
            channel=one.channel,
        )
        for one in encounters
        if one.customer is not None
    ]


def is_reason(occasion: Occasion, trigger: Trigger, now: datetime) -> bool:
    """Whether this happening is what the occasion waits for."""
    if occasion.after == Occasion.After.CONTACTS:
        return True
    if not has_happened(occasion, trigger) or not is_fresh(occasion, trigger, now):
        return False
    if not is_where(occasion, trigger):
        return False
    return occasion.condition is None or holds(occasion.condition, facts_of(trigger))


def has_happened(occasion: Occasion, trigger: Trigger) -> bool:
    if occasion.after == Occasion.After.ENCOUNTER:
        return trigger.encounter is not None
    return bool(trigger.event) and trigger.event == occasion.event


def is_where(occasion: Occasion, trigger: Trigger) -> bool:
    touchpoint = trigger.touchpoint.pk if trigger.touchpoint else None
    return (
        occasion.touchpoint_id in {None, touchpoint}
        and occasion.channel in {"", trigger.channel}
        and occasion.segment in {"", trigger.customer.segment}
    )


def is_fresh(occasion: Occasion, trigger: Trigger, now: datetime) -> bool:
    if occasion.active_since is None or trigger.happened_at < occasion.active_since:
        return False
    return now - trigger.happened_at <= FRESH + timedelta(minutes=occasion.delay_minutes)


def facts_of(trigger: Trigger) -> dict[str, Any]:
    """What a condition may ask of: "encounter.waited_seconds", "customer.segment", "event.sum"."""
    customer = trigger.customer
    encounter: dict[str, Any] = {"channel": trigger.channel}
    if trigger.encounter is not None:
        encounter |= {**trigger.encounter.attributes, **model_to_dict(trigger.encounter, OF_ENCOUNTER)}
    encounter["touchpoint"] = trigger.touchpoint.name if trigger.touchpoint else ""
    encounter["unit"] = trigger.unit.name if trigger.unit else ""
    return {
        "encounter": encounter,
        "customer": {**customer.attributes, **{name: getattr(customer, name) for name in OF_CUSTOMER}},
        "event": dict(trigger.facts),
    }


def hidden_values(trigger: Trigger, names: Iterable[str]) -> dict[str, Any]:
    """For the hidden names of a questionnaire: what the event tells first, then the encounter, then the card."""
    facts = facts_of(trigger)
    flat = {**facts["customer"], **facts["encounter"], **facts["event"]}
    return {name: flat[name] for name in names if isinstance(flat.get(name), str | int | float | bool)}


def is_in_sample(occasion: Occasion, trigger: Trigger) -> bool:
    """The same happening is always in or always out, and each share of 100 is drawn without regard to whose."""
    digest = blake2b(f"{occasion.pk}:{trigger.uid}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % HUNDREDTHS < occasion.sample_percent / 100 * HUNDREDTHS
