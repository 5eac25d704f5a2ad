from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.db import transaction

from kohtaamo.insight.models import ReaderServer, ReaderSettings
from kohtaamo.language.readers import TASKS, Policy, Task
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .folders import is_folder

LOCAL: Policy = "local_only"


def reader_settings() -> ReaderSettings | None:
    return ReaderSettings.objects.first()


def reader_in_use() -> ReaderSettings | None:
    found = reader_settings()
    return found if found and found.is_on and tasks_of(found) else None


def tasks_of(settings: ReaderSettings) -> list[tuple[Task, Policy]]:
    """What it reads, each with how much of it."""
    able: tuple[Task, ...] = ("sentiment",) if is_folder(settings.address) else TASKS
    policies = [(task, settings.policies.get(task, LOCAL)) for task in able]
    return [(task, policy) for task, policy in policies if policy != LOCAL]


@transaction.atomic
def set_reader(
    *,
    address: str,
    model: str,
    key: str,
    forgets_key: bool,
    policies: Mapping[Task, Policy],
    tokens_a_day: int,
    timeout_seconds: int,
    price: float | None,
    actor: Member | None,
) -> ReaderSettings:
    """As of `set_server`."""
    found = reader_settings() or ReaderSettings()
    set_server(found, address=address, model=model, key=key, forgets_key=forgets_key)
    found.price, found.policies = price, dict(policies)
    found.tokens_a_day, found.timeout_seconds = tokens_a_day, timeout_seconds
    found.save()
    told = {"name": model, "host": urlsplit(address).hostname, "model": model, "policies": found.policies}
    record("insight.reader_set", subject_id=found.pk, data=told, actor=actor)
    return found


def set_server(found: ReaderServer, *, address: str, model: str, key: str, forgets_key: bool) -> None:
    """An empty key leaves the one that is kept, except at another server: it was not given to that one.

    Troubles of another server or model are forgotten. The caller saves it.
    """
    if forgets_key or server_of(address) != server_of(found.address):
        found.key = ""
    found.key = key or found.key
    if (address, model) != (found.address, found.model):
        found.failures, found.until, found.trouble, found.trouble_at = 0, None, "", None
    found.address, found.model = address, model


def server_of(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


@transaction.atomic
def start_reader(*, settings: ReaderSettings, actor: Member | None) -> None:
    settings.is_on, settings.failures, settings.until = True, 0, None
    settings.save(update_fields=["is_on", "failures", "until"])
    record("insight.reader_started", subject_id=settings.pk, data={"name": settings.model}, actor=actor)


@transaction.atomic
def stop_reader(*, settings: ReaderSettings, actor: Member | None) -> None:
    """Nothing more is sent. What it has read stays."""
    settings.is_on = False
    settings.save(update_fields=["is_on"])
    record("insight.reader_stopped", subject_id=settings.pk, data={"name": settings.model}, actor=actor)
