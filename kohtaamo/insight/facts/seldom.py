"""What changes seldom and costs much to look up in a large organisation is looked up once in some minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from kohtaamo.organisation.tenancy import current_organisation_id

from .asking import how_many

MANY_FACTS = 200_000
KEPT_SECONDS = 300

Found = TypeVar("Found")


def seldom(name: str, look: Callable[[], Found]) -> Found:
    """What `look` finds; of a small organisation always now. A name is a key of the cache: no spaces."""
    if how_many() < MANY_FACTS:
        return look()
    key = f"{name}:{current_organisation_id()}"
    known: Found | None = cache.get(key)
    if known is None:
        known = look()
        cache.set(key, known, KEPT_SECONDS)
    return known
