"""What happened, and who reacts to it. Events are delivered at least once, so reactions are idempotent."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from .models import Event, Member
from .rows import insert_rows, moments, next_keys, stored_json
from .tenancy import ForeignRowError, across_organisations, current_organisation_id, working_for

Reaction = Callable[[Event], None]

EVERY_VERB = "*"
ATTEMPTS = 8
COLUMNS = (
    "id",
    "organisation_id",
    "verb",
    "subject_id",
    "data",
    "actor_id",
    "happened_at",
    "attempts",
    "trouble",
)

logger = logging.getLogger(__name__)
_reactions: dict[str, list[Reaction]] = defaultdict(list)
_preparations: dict[str, list[Reaction]] = defaultdict(list)


def record(
    verb: str,
    *,
    subject_id: int | None = None,
    data: dict[str, Any] | None = None,
    actor: Member | None = None,
) -> Event:
    """Write down what happened, in the transaction of the service that did it."""
    here = current_organisation_id()
    if actor is not None and actor.organisation_id != here:
        raise ForeignRowError("an event's actor must be of its organisation")
    event = Event(organisation_id=here, verb=verb, subject_id=subject_id, data=data or {}, actor=actor)
    # Not saved as a model object: one event stands for many rows, and yet took longer than all of them.
    (event.pk,) = next_keys(Event, 1)
    values = (event.pk, here, verb, subject_id, stored_json(event.data), event.actor_id)
    insert_rows(Event, COLUMNS, [(*values, moments()(event.happened_at), 0, "")])
    return event


def on(verb: str) -> Callable[[Reaction], Reaction]:
    """React to one verb, or to `EVERY_VERB`."""

    def register(reaction: Reaction) -> Reaction:
        if reaction not in _reactions[verb]:
            _reactions[verb].append(reaction)
        return reaction

    return register


def ahead_of(verb: str) -> Callable[[Reaction], Reaction]:
    """What takes long and writes nothing, before the transaction of the reactions: nobody waits for it."""

    def register(preparation: Reaction) -> Reaction:
        if preparation not in _preparations[verb]:
            _preparations[verb].append(preparation)
        return preparation

    return register


def deliver(limit: int = 200) -> int:
    """Hand waiting events to their reactions, oldest first; returns how many were handed over."""
    delivered = 0
    with across_organisations():
        waiting = list(undelivered().select_related("organisation")[:limit])
    for event in waiting:
        if event.verb in _preparations:
            prepare(event)
        delivered += deliver_one(event)
    return delivered


def deliver_all() -> int:
    """Deliver until nothing waits; for commands that must leave everything counted."""
    total = 0
    while now := deliver():
        total += now
    return total


def undelivered() -> QuerySet[Event]:
    return Event.objects.filter(delivered_at__isnull=True, attempts__lt=ATTEMPTS).order_by("pk")


def prepare(event: Event) -> None:
    """What fails here fails again in the reactions, which say so."""
    try:
        with working_for(event.organisation):
            for preparation in _preparations[event.verb]:
                preparation(event)
    except Exception:
        logger.exception("event %s was not prepared", event.pk)


def deliver_one(event: Event) -> bool:
    """One event in one transaction: its reactions' writes and its mark stand or fall together."""
    try:
        with transaction.atomic(), across_organisations():
            if not claim(event.pk):
                return False
            with working_for(event.organisation):
                for reaction in [*_reactions[event.verb], *_reactions[EVERY_VERB]]:
                    reaction(event)
                event.delivered_at = timezone.now()
                event.save(update_fields=["delivered_at"])
    except Exception as problem:
        logger.exception("event %s was not delivered", event.pk)
        note_trouble(event.pk, problem)
        return False
    return True


def claim(key: int) -> bool:
    """Whether it still waits, and nobody else has it in hand. What it tells never changes once it is recorded."""
    rows = undelivered().filter(pk=key)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return bool(rows.values_list("pk"))


def note_trouble(key: int, problem: Exception) -> None:
    """A reaction that fails is tried again, and never keeps other events waiting."""
    with across_organisations():
        event = Event.objects.get(pk=key)
        event.attempts += 1
        event.trouble = f"{type(problem).__name__}: {problem}"[:1000]
        with working_for(event.organisation):
            event.save(update_fields=["attempts", "trouble"])


def delivered_since(moment: datetime) -> list[Event]:
    """Events of every organisation delivered since then, for the stream that tells open pages."""
    with across_organisations():
        return list(
            Event.objects.filter(delivered_at__gte=moment)
            .only("pk", "organisation_id", "verb", "delivered_at")
            .order_by("delivered_at", "pk")
        )
