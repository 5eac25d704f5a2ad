"""The reader that turns texts into vectors: what an administrator set, and whether it is asked."""

from __future__ import annotations

import math
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction

from kohtaamo.insight.models import EmbeddingSettings
from kohtaamo.language.readers import EmbeddingClient, Endpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .setting import set_server

SPACE_LENGTH = 16


def meaning_settings() -> EmbeddingSettings | None:
    return EmbeddingSettings.objects.first()


def meanings_in_use() -> EmbeddingSettings | None:
    return EmbeddingSettings.objects.filter(is_on=True).first()


def space_of(settings: EmbeddingSettings) -> str:
    """Vectors of two servers or models are never compared."""
    told = f"{settings.address}\n{settings.model}"
    return sha256(told.encode()).hexdigest()[:SPACE_LENGTH]


def client_of(settings: EmbeddingSettings, *, at_most: float = math.inf) -> EmbeddingClient:
    seconds = min(float(settings.timeout_seconds), at_most)
    return EmbeddingClient(Endpoint(settings.address, settings.key, seconds), settings.model)


@transaction.atomic
def set_meanings(
    *, address: str, model: str, key: str, forgets_key: bool, timeout_seconds: int, actor: Member | None
) -> EmbeddingSettings:
    """As of `set_server`."""
    found = meaning_settings() or EmbeddingSettings()
    set_server(found, address=address, model=model, key=key, forgets_key=forgets_key)
    found.timeout_seconds = timeout_seconds
    found.save()
    told = {"host": urlsplit(address).hostname, "model": model, "policies": {"meanings": "all"}}
    record("insight.reader_set", subject_id=found.pk, data=told, actor=actor)
    return found


@transaction.atomic
def turn_meanings(*, settings: EmbeddingSettings, is_on: bool, actor: Member | None) -> None:
    """Off, nothing more is sent, and comments are found by their words alone."""
    settings.is_on = is_on
    if is_on:
        settings.failures, settings.until = 0, None
    settings.save(update_fields=["is_on", "failures", "until"])
    verb = "insight.reader_started" if is_on else "insight.reader_stopped"
    record(verb, subject_id=settings.pk, actor=actor)
