"""Which learned models are in use. Asked for every batch of answers, so looked up at most every few seconds."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from kohtaamo.organisation.tenancy import current_organisation_id

from .models import LearnedModel

# Another process may use the earlier models for so long.
FRESH_SECONDS = 5

# (task, language, number, key, when it was trained) of each model
InUse = tuple[tuple[str, str, int, int, datetime], ...]


def models_in_use(task: str) -> InUse:
    """Those of the tasks whose names begin so."""
    known: InUse | None = cache.get(cache_key())
    if known is None:
        rows = LearnedModel.objects.filter(in_use=True).order_by("language", "task")
        known = tuple(rows.values_list("task", "language", "number", "pk", "trained_at"))
        cache.set(cache_key(), known, FRESH_SECONDS)
    return tuple(one for one in known if one[0].startswith(task))


def models_changed() -> None:
    """This process uses what is in use from now on."""
    cache.delete(cache_key())


def cache_key() -> str:
    return f"learned-models:{current_organisation_id()}"
