"""Making, changing, starting and pausing occasions, and the limits and hours that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import FatigueRule, Invitation, Occasion, SendingHours
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .choosing import BATCH, ask_the_eligible

SETTLED = (
    "name", "survey", "kind", "after", "event", "touchpoint", "channel", "segment", "condition",
    "delay_minutes", "sample_percent", "ways", "language", "needs_consent", "remind_after_days", "reminders",
    "expires_after_days", "words",
)  # fmt: skip
OF_HOURS = (
    "time_zone", "country", "opens_at", "closes_at", "days", "on_holidays", "sender", "reply_to",
    "tells_opened",
)  # fmt: skip


@transaction.atomic
def save_occasion(*, occasion: Occasion | None = None, actor: Member | None = None, **facts: Any) -> Occasion:
    """Make one, paused, or change one; what was decided already stays as it was decided."""
    made = occasion or Occasion(organisation_id=current_organisation_id())
    for name in SETTLED:
        if name in facts:
            setattr(made, name, facts[name])
    made.save()
    verb = "feedback.occasion_changed" if occasion else "feedback.occasion_made"
    record(verb, subject_id=made.pk, data={"name": made.name}, actor=actor)
    return made


@transaction.atomic
def start_occasion(*, occasion: Occasion, actor: Member | None = None) -> Occasion:
    """From now on: what happened before asks nobody. People of lists who waited for this are asked."""
    if not occasion.is_active:
        occasion.is_active, occasion.active_since = True, timezone.now()
        occasion.save(update_fields=["is_active", "active_since"])
        record("feedback.occasion_started", subject_id=occasion.pk, data={"name": occasion.name}, actor=actor)
    return occasion


def ask_those_who_waited(occasion: Occasion) -> None:
    """Each batch by itself, so that nobody else waits for the whole list."""
    while ask_the_eligible(occasion, now=timezone.now(), limit=BATCH):
        continue


@transaction.atomic
def pause_occasion(*, occasion: Occasion, actor: Member | None = None) -> Occasion:
    """Nothing of it goes out; what waits goes on waiting, and its links go on working."""
    if occasion.is_active:
        occasion.is_active = False
        occasion.save(update_fields=["is_active"])
        record("feedback.occasion_paused", subject_id=occasion.pk, data={"name": occasion.name}, actor=actor)
    return occasion


@transaction.atomic
def remove_occasion(*, occasion: Occasion, actor: Member | None = None) -> None:
    """Its invitations stay, for what was counted of them; those not sent yet are not sent."""
    waiting = Invitation.objects.filter(
        occasion=occasion, state__in=(Invitation.State.WAITING, Invitation.State.ELIGIBLE)
    )
    waiting.update(state=Invitation.State.QUARANTINED, why=Invitation.Why.CLOSED, due_at=None, counts_at=None)
    record("feedback.occasion_removed", subject_id=occasion.pk, data={"name": occasion.name}, actor=actor)
    occasion.delete()


@transaction.atomic
def set_limits(*, rules: Iterable[FatigueRule], actor: Member | None = None) -> None:
    """These and no others."""
    FatigueRule.objects.all().delete()
    made = FatigueRule.objects.bulk_create(rules)
    record("feedback.limits_changed", data={"limits": len(made)}, actor=actor)


@transaction.atomic
def change_hours(*, actor: Member | None = None, **facts: Any) -> SendingHours:
    if not facts.get("days", [0]):
        raise ValueError("messages need a day on which they may arrive")
    hours = SendingHours.objects.first() or SendingHours(organisation_id=current_organisation_id())
    for name in OF_HOURS:
        if name in facts:
            setattr(hours, name, facts[name])
    hours.save()
    record("feedback.hours_changed", subject_id=hours.pk, actor=actor)
    return hours
