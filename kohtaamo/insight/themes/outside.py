"""Themes that a reader off this machine read: they stand in place of those of our rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from kohtaamo.language.reading import SURE_TONE
from kohtaamo.language.sentiment import label_of
from kohtaamo.organisation.rows import marks, select
from kohtaamo.organisation.tenancy import current_organisation_id

from .finding import Mention

OUTSIDE = "llm"
READ = """
SELECT comment_id, CAST(found AS text) FROM insight_outsidereading
WHERE +organisation_id = %s AND comment_id IN {keys} AND task = 'themes' AND found IS NOT NULL
"""
read_json = msgspec.json.Decoder().decode


def read_outside(keys: Sequence[int]) -> Mapping[int, tuple[Mention, ...]]:
    """By comment; of a comment that it read and found no theme in, none."""
    rows = select(READ.format(keys=marks(len(keys))), [current_organisation_id(), *keys])
    return {comment: tuple(as_mention(*one) for one in read_json(found)) for comment, found in rows}


def as_mention(key: str, confidence: float, tone: float, spans: list[list[int]]) -> Mention:
    label = label_of(tone) if confidence >= SURE_TONE else ""
    return Mention(key, tone, label, confidence, tuple((start, end) for start, end, _sign in spans))
