"""What rules would catch, tried on the organisation's own newest comments before they are saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import Theme
from kohtaamo.language.clauses import clauses_in
from kohtaamo.language.reading import LONGEST
from kohtaamo.language.themes import LANGUAGES, RuleIndex, read_plain, themes_by

from .taxonomy import rules_in_force

LOOKED_AT = 300
SHOWN = 12
# Rules times clauses that are tried: a list that fits half of all words is shown on fewer comments.
MOST_TRIED = 60_000
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """`state` is "new", "lost" or "same"."""

    comment: Comment
    state: str
    caught: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """As people are shown it: without what names a person."""
        return self.comment.shown.text

    @property
    def marks(self) -> list[tuple[Any, ...]]:
        """The words that caught it, as the `marked` filter takes them."""
        return [*self.comment.shown.marks, *self.comment.shown.moved(self.caught)]


@dataclass(frozen=True, slots=True)
class Trial:
    """Of the newest `n` comments in the languages of the rules; of a new theme everything is newly caught."""

    is_new: bool
    n: int
    caught: int
    new: int
    lost: int
    examples: tuple[Example, ...]


def try_rules(*, key: str, rules: dict[str, str]) -> Trial:
    """Rules by language; a language left out is as it is now. Raises `PlainRuleError`."""
    row = Theme.objects.filter(key=key).first() if key else None
    name = key or "new"
    now = {
        one: RuleIndex(read_plain(rules_in_force(key, row, one), theme=name, language=one))
        for one in LANGUAGES
    }
    then = {
        one: RuleIndex(read_plain(rules[one], theme=name, language=one)) if one in rules else now[one]
        for one in LANGUAGES
    }
    is_read = bool(key) and (row is None or row.is_active)
    tried, looked = 0, []
    for comment, language in newest():
        tried += work(then[language], comment.text) + work(now[language], comment.text)
        if tried > MOST_TRIED:
            break
        before = spans(now[language], comment.text) if is_read else ()
        looked.append((comment, before, spans(then[language], comment.text)))
    return told(looked, is_new=not key)


def newest() -> list[tuple[Comment, str]]:
    rows = Comment.objects.filter(reading__language__in=LANGUAGES, answer__is_from_staff=False)
    rows = rows.select_related("reading", "touchpoint").order_by("-happened_at", "-pk")
    return [(row, row.reading.language) for row in rows[:LOOKED_AT]]


def work(index: RuleIndex, text: str) -> int:
    return sum(len(index.candidates(clause)) for clause in clauses_in(text[:LONGEST])) + 1


def spans(index: RuleIndex, text: str) -> tuple[Span, ...]:
    """Where one theme is spoken of: the index holds no other."""
    return next((theme.evidence for theme in themes_by(index, text[:LONGEST])), ())


def told(looked: Sequence[tuple[Comment, tuple[Span, ...], tuple[Span, ...]]], *, is_new: bool) -> Trial:
    states = [
        (one, "same" if was and now else "new" if now else "lost", was, now)
        for one, was, now in looked
        if was or now
    ]
    order = {"lost": 0, "new": 1, "same": 2}
    examples = [
        Example(one, state, tuple((start, end, "") for start, end in now or was))
        for one, state, was, now in sorted(states, key=lambda each: order[each[1]])[:SHOWN]
    ]
    return Trial(
        is_new=is_new,
        n=len(looked),
        caught=sum(state != "lost" for _one, state, _was, _now in states),
        new=sum(state == "new" for _one, state, _was, _now in states),
        lost=sum(state == "lost" for _one, state, _was, _now in states),
        examples=tuple(examples),
    )
