"""A way in which the customer and we meet."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """`synonyms` are what other systems and people call it, in small letters and any language."""

    key: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
