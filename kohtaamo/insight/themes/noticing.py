"""What else a text tells beside its tone and themes, as a reading keeps it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from kohtaamo.language.emotions import emotions_of
from kohtaamo.language.flags import flags_in
from kohtaamo.language.phrases import keyphrases
from kohtaamo.language.reading import LONGEST

KEPT_TEXTS = 2_000
MOST_PHRASES = 3


class Noticed(NamedTuple):
    """As the columns of `Reading` of the same names."""

    emotions: list[tuple[str, float]]
    flags: list[dict[str, Any]]
    phrases: list[str]


@lru_cache(maxsize=KEPT_TEXTS)
def noticed_in(text: str, language: str) -> Noticed:
    text = text[:LONGEST]
    return Noticed(
        emotions=[(key, round(share, 3)) for key, share in emotions_of(text, language)],
        flags=[{"key": one.key, "spans": one.evidence} for one in flags_in(text, language)],
        phrases=[one.written for one in keyphrases(text, language, most=MOST_PHRASES)],
    )
