"""The themes of comments and touchpoints in words, as pages of others show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import Correction, ThemeMention
from kohtaamo.kit.periods import Period

from .figures import top_themes
from .finding import SURE_THEME
from .taxonomy import themes_now

LONGEST_EVIDENCE = 40
TOP = 5


@dataclass(frozen=True, slots=True)
class Pill:
    """`tone` is a class of the looks; `evidence` the words of the comment that decided."""

    key: str
    name: str
    tone: str
    evidence: str
    is_reliable: bool
    is_by_person: bool


def pills_of(comments: Sequence[Comment]) -> dict[int, list[Pill]]:
    """By comment, the surest first."""
    known = {comment.pk: comment for comment in comments}
    names = {theme.key: theme.name for theme in themes_now()}
    found: dict[int, list[Pill]] = defaultdict(list)
    for one in ThemeMention.objects.filter(comment__in=known):
        if one.theme in names:
            found[one.comment_id].append(as_pill(one, names[one.theme], known[one.comment_id]))
    return found


def as_pill(one: ThemeMention, name: str, comment: Comment) -> Pill:
    return Pill(
        key=one.theme,
        name=name,
        tone={"positive": "better", "negative": "worse"}.get(one.label, ""),
        evidence=evidence_of(one, comment),
        is_reliable=one.confidence >= SURE_THEME,
        is_by_person=one.provider == Correction.PROVIDER,
    )


def evidence_of(one: ThemeMention, comment: Comment) -> str:
    """Nothing of what is hidden in the comment."""
    text, spans = comment.shown.text, comment.shown.moved([(start, end, "") for start, end in one.spans])
    words = " … ".join(text[start:end] for start, end, *_rest in spans)
    return words if len(words) <= LONGEST_EVIDENCE else f"{words[:LONGEST_EVIDENCE].rstrip()} …"


@dataclass(frozen=True, slots=True)
class Talked:
    """Of `n` comments these themes."""

    n: int
    themes: list[tuple[str, str, int]]


def talked_of(touchpoints: Sequence[int], period: Period) -> dict[int, Talked]:
    """By touchpoint, its most mentioned themes as (key, name, comments)."""
    names = {theme.key: theme.name for theme in themes_now()}
    return {
        place: Talked(n, [(key, names[key], mentions) for key, mentions in themes if key in names][:TOP])
        for place, (n, themes) in top_themes(touchpoints, period).items()
    }
