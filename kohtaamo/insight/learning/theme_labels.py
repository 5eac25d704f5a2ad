"""Comments of which people told whether they speak of a theme, and others beside them that they left as they were.

People correct what is read wrong. Were only corrections learned from, the best lesson would be to say the opposite of
the rules everywhere; so each is set beside comments of the same period that nobody corrected, as what was read stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import Correction
from kohtaamo.insight.themes.finding import Changes, index_by
from kohtaamo.insight.themes.learned import Numbered, is_read
from kohtaamo.language.reading import LONGEST
from kohtaamo.language.theme_model import SURE, YES, Signs
from kohtaamo.language.themes import LANGUAGES, themes_by

# So many corrections a theme needs before it is learned.
LEAST_CORRECTIONS = 50
# The newest of them.
MOST = 10_000
# Comments left as they were that are looked at, and how many of them stand beside each correction.
LOOKED_AT = 3_000
BESIDE = 2


@dataclass(frozen=True, slots=True)
class ThemeLabel:
    """`respondent` is the customer, or the answer where nobody knows who gave it. `signs` are of the rules."""

    key: int
    text: str
    is_about: bool
    is_corrected: bool
    respondent: str
    happened_at: datetime
    known_at: datetime
    signs: Signs


Told = Mapping[int, tuple[bool, datetime]]


@dataclass(frozen=True, slots=True)
class Corrected:
    """Of one language: what people told of each theme, and comments left as they were, newest first."""

    language: str
    changes: Changes
    # theme -> comment -> whether it is about it, and when that was told
    told: Mapping[str, Told]
    comments: Mapping[int, Comment]
    left: Sequence[Comment]
    # rules' confidences by comment and theme
    ruled: Mapping[int, Mapping[str, float]]

    def label(self, comment: Comment, theme: str, told: tuple[bool, datetime] | None) -> ThemeLabel:
        found = self.ruled[comment.pk]
        signs = Signs(found.get(theme, 0.0), len(found) - (theme in found))
        answer = comment.answer
        return ThemeLabel(
            key=comment.pk,
            text=comment.text,
            is_about=told[0] if told else signs.is_found,
            is_corrected=told is not None,
            respondent=f"c{answer.customer_id}" if answer.customer_id else f"a{answer.pk}",
            happened_at=comment.happened_at,
            known_at=told[1] if told else answer.received_at,
            signs=signs,
        )

    def explicit(self, theme: str) -> list[ThemeLabel]:
        rows = [self.label(self.comments[key], theme, one) for key, one in self.told[theme].items()]
        return sorted(rows, key=lambda one: (one.happened_at, one.key))

    def labels(self, theme: str, in_use: Numbered | None) -> list[ThemeLabel]:
        """In the order in which they were written."""
        told = self.explicit(theme)
        rows = [*told, *self.beside(theme, told, in_use)]
        return sorted(rows, key=lambda one: (one.happened_at, one.key))

    def beside(self, theme: str, told: Sequence[ThemeLabel], in_use: Numbered | None) -> list[ThemeLabel]:
        """What stood "yes" beside those that were told "no", and the other way round. Where the rules and the model
        in use disagree, nothing is known to stand.
        """
        found: list[ThemeLabel] = []
        stood = [one for one in self.stood(theme) if in_use is None or agrees(in_use, one)]
        for is_about in (False, True):
            wanted = BESIDE * sum(one.is_about != is_about for one in told)
            found += spread([one for one in stood if one.is_about == is_about], wanted)
        return found

    def stood(self, theme: str) -> list[ThemeLabel]:
        """First those in which a person corrected something else: she looked at them."""
        told = self.told[theme]
        seen = {key for other in self.told.values() for key in other}
        looked = [one for key, one in self.comments.items() if key in seen and key not in told]
        others = [one for one in self.left if one.pk not in seen]
        return [self.label(one, theme, None) for one in (*looked, *others)]


def agrees(in_use: Numbered, one: ThemeLabel) -> bool:
    return (in_use.model.share(one.text, one.signs) >= SURE) == one.is_about


def spread(rows: Sequence[ThemeLabel], wanted: int) -> list[ThemeLabel]:
    """Evenly over all of them, so that they are of the whole period."""
    if len(rows) <= wanted:
        return list(rows)
    return [rows[int(at)] for at in np.linspace(0, len(rows) - 1, wanted)]


def corrected_themes(language: str, changes: Changes) -> Corrected | None:
    """None where no theme has been corrected often enough. Employees' comments are never among them."""
    rows = Correction.objects.filter(
        task=Correction.Task.THEME, comment__reading__language=language, comment__answer__is_from_staff=False
    ).select_related("comment__answer")
    told: dict[str, dict[int, tuple[bool, datetime]]] = defaultdict(dict)
    comments: dict[int, Comment] = {}
    for row in rows.order_by("-at", "-pk")[:MOST]:
        if row.comment.text.strip() and is_read(row.theme, changes):
            told[row.theme][row.comment_id] = (row.value == YES, row.at)
            comments[row.comment_id] = row.comment
    if not any(len(one) >= LEAST_CORRECTIONS for one in told.values()):
        return None
    left = left_alone(language, comments)
    ruled = by_rules([*comments.values(), *left], language, changes)
    return Corrected(language, changes, told, comments, left, ruled)


def left_alone(language: str, corrected: Mapping[int, Comment]) -> list[Comment]:
    """Of the same period, the newest first."""
    moments = [one.happened_at for one in corrected.values()]
    rows = Comment.objects.filter(
        answer__is_from_staff=False,
        reading__language=language,
        happened_at__gte=min(moments),
        happened_at__lte=max(moments),
    ).select_related("answer")
    newest = rows.order_by("-happened_at", "-pk")[: LOOKED_AT + len(corrected)]
    return [one for one in newest if one.pk not in corrected and one.text.strip()][:LOOKED_AT]


def by_rules(comments: Iterable[Comment], language: str, changes: Changes) -> dict[int, dict[str, float]]:
    if language not in LANGUAGES:
        return {one.pk: {} for one in comments}
    index = index_by(changes, language)
    return {
        one.pk: {theme.key: theme.confidence for theme in themes_by(index, one.text[:LONGEST])}
        for one in comments
    }
