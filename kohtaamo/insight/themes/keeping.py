"""Which themes comments mention, kept as plain rows: comments come by thousands a second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from kohtaamo.insight.models import Correction, ThemeMention
from kohtaamo.language.reading import CommentReading
from kohtaamo.organisation.rows import insert_rows, marks, moments, select, stored_json
from kohtaamo.organisation.tenancy import current_organisation_id

from .finding import PROVIDER, Mention, changes_now, version_of
from .learned import OWN, theme_models, themes_read
from .outside import OUTSIDE, read_outside

COLUMNS = (
    "organisation_id",
    "comment_id",
    "theme",
    "happened_at",
    "tone",
    "label",
    "confidence",
    "spans",
    "provider",
    "version",
)
# Looked up by the keys of comments: the plus keeps the organisation from being looked up instead.
MENTIONED = """
SELECT DISTINCT comment_id FROM insight_thememention WHERE +organisation_id = %s AND comment_id IN {keys}
"""
CORRECTED = """
SELECT comment_id, theme, value FROM insight_correction
WHERE +organisation_id = %s AND comment_id IN {keys} AND task = %s
"""


class Spoken(NamedTuple):
    """A comment and what was read in it."""

    comment_id: int
    happened_at: datetime
    text: str
    reading: CommentReading


def find_mentions(comments: Sequence[Spoken]) -> None:
    """`keep_mentions` finds them found: it is in a transaction that others wait for."""
    changes, models = changes_now(), theme_models()
    for one in comments:
        themes_read(one.text, one.reading, changes, models)


def keep_mentions(comments: Sequence[Spoken]) -> None:
    """Writes the themes of these comments in place of those they had. What a person said of a theme holds."""
    if not comments:
        return
    here, changes, moment = current_organisation_id(), changes_now(), moments()
    models = theme_models()
    keys = [one.comment_id for one in comments]
    known = [key for (key,) in select(MENTIONED.format(keys=marks(len(keys))), [here, *keys])]
    if known:
        ThemeMention.objects.filter(comment__in=known).delete()
    said, version, outside = said_by_people(keys), version_of(changes), read_outside(keys)
    rows = [
        (
            here,
            one.comment_id,
            found.theme,
            moment(one.happened_at),
            found.tone,
            found.label,
            found.confidence,
            stored_json(found.spans),
            *read_by(provider, models.version(one.reading.language, found.theme), version),
        )
        for one in comments
        for found, provider in in_force(
            outside.get(one.comment_id, ())
            if one.comment_id in outside
            else themes_read(one.text, one.reading, changes, models),
            said.get(one.comment_id),
            one.reading,
            OUTSIDE if one.comment_id in outside else PROVIDER,
        )
    ]
    insert_rows(ThemeMention, COLUMNS, rows)


def read_by(provider: str, own: str, rules: str) -> tuple[str, str]:
    """Provider and version of a mention: of a theme with a model of its own those of the model."""
    return (OWN, own) if own and provider == PROVIDER else (provider, rules)


def said_by_people(keys: Sequence[int]) -> dict[int, dict[str, bool]]:
    """Comment -> theme -> whether it is about it."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    wanted = [current_organisation_id(), *keys, Correction.Task.THEME]
    for comment, theme, value in select(CORRECTED.format(keys=marks(len(keys))), wanted):
        found[comment][theme] = value == "yes"
    return found


def in_force(
    read: Sequence[Mention], said: dict[str, bool] | None, reading: CommentReading, provider: str
) -> list[tuple[Mention, str]]:
    """Each mention and who says so."""
    if not said:
        return [(one, provider) for one in read]
    machine = {one.theme: one for one in read}
    added = [
        (machine.get(theme, whole(theme, reading))._replace(confidence=1.0), Correction.PROVIDER)
        for theme, is_about in said.items()
        if is_about
    ]
    return [*((one, provider) for one in read if one.theme not in said), *added]


def whole(theme: str, reading: CommentReading) -> Mention:
    """A theme that no rule found has the tone of the whole text."""
    return Mention(theme, reading.sentiment or 0.0, reading.sentiment_label or "", 1.0, ())
