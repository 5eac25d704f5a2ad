"""Comments that hold the words somebody looks for, in whatever form, and those that say nearly the same.

The database narrows by the roots of the words, the newest first, and a bounded number of what it finds is ranked.
In a large organisation only its newest comments are gone through, unless a period is asked for: the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet

from kohtaamo.feedback.models import Comment
from kohtaamo.language.search import Index, duplicates, nearest, pieces_of, roots_of, words_in
from kohtaamo.organisation.veiling import veiled

from .comments import holding
from .facts import seldom
from .readers import MOST_NEAR, Near, near_comment, near_words, together

Texts = list[tuple[int, str]]

# Of those that hold the words the newest are listed, and fewer are ranked.
MOST_FOUND = 500
MOST_RANKED = 300
MOST_GROUPED = 500
MOST_WORDS = 8
MOST_LETTERS = 80
# Comments that are gone through without a period.
GONE_THROUGH = 40_000
# A word this short is looked for at the beginnings of words only: "app" is not in "kauppa".
SHORT = 3
WORDS_OF_SIMILAR = 6
SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Found:
    """`keys` in the order of the page.

    `meant` are the words as they were taken where one was misspelt; `is_loose` says that no comment holds all of
    the words, and that these hold some. `near` of them say it in other words, as a reader of meanings tells;
    `is_silent` says that there is one, and that it did not answer.
    """

    keys: list[int]
    is_capped: bool = False
    meant: str = ""
    is_loose: bool = False
    near: int = 0
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """Who may not see personal data finds nobody by it either: only the words that she is shown count."""

    sees_personal: bool

    def of(
        self, rows: QuerySet[Comment], words: Sequence[str], enough: Callable[[Iterable[bool]], bool]
    ) -> Texts:
        found = list(rows.values_list("pk", "text")[: MOST_FOUND + 1])
        if self.sees_personal:
            return found
        shown = ((key, veiled(text).text) for key, text in found)
        return [(key, text) for key, text in shown if enough(holds(text, word) for word in words)]


def search(rows: QuerySet[Comment], words: str, *, sees_personal: bool, is_ranked: bool = False) -> Found:
    """Among these rows, newest first; where they are ranked the best first.

    Those that say it in other words come after those that hold the words, and among them where all are ranked.
    """
    found, near = by_words(rows, words, sees_personal=sees_personal, is_ranked=is_ranked), near_words(words)
    if near.is_silent:
        return replace(found, is_silent=True)
    return with_meanings(found, rows, words, near, is_ranked=is_ranked) if near.is_used else found


def with_meanings(found: Found, rows: QuerySet[Comment], words: str, near: Near, *, is_ranked: bool) -> Found:
    held, nearest = set(found.keys), near.nearest()
    texts = dict(rows.filter(pk__in=[*nearest, *found.keys[:MOST_RANKED]]).values_list("pk", "text"))
    others = [key for key in nearest if key in texts and key not in held][:MOST_NEAR]
    keys = [*found.keys, *others]
    if is_ranked or found.is_loose:
        first = [key for key in keys if key in texts]
        index = Index.of((str(key), veiled(texts[key]).text) for key in first)
        said = {int(hit.id): hit.score for hit in index.search(words, len(first))}
        ordered = together(first, near, said)
        keys = [*ordered, *(key for key in keys if key not in texts)]
    return replace(found, keys=keys, near=len(others))


def by_words(rows: QuerySet[Comment], words: str, *, sees_personal: bool, is_ranked: bool) -> Found:
    asked = [word[:MOST_LETTERS] for word in words.split()[:MOST_WORDS]]
    sight = Sight(sees_personal)
    found = holding_all(rows, asked, sight)
    if found:
        return listed(found, words, is_ranked=is_ranked)
    known = [word for word in asked if rows.filter(in_any_form(word)).exists()]
    meant = [word if word in known else word_meant(rows, word) for word in asked]
    if meant != asked and (found := holding_all(rows, meant, sight)):
        return listed(found, " ".join(meant), is_ranked=is_ranked, meant=" ".join(meant))
    if known and len(asked) > 1:
        some = rows.filter(reduce(or_, map(in_any_form, known)))
        return listed(sight.of(some, known, any), words, is_ranked=True, is_loose=True)
    return Found([])


def holding_all(rows: QuerySet[Comment], words: Sequence[str], sight: Sight) -> Texts:
    return sight.of(rows.filter(reduce(and_, map(in_any_form, words))), words, all)


def listed(found: Texts, words: str, *, is_ranked: bool, meant: str = "", is_loose: bool = False) -> Found:
    keys = ranked(found, words) if is_ranked else [key for key, _ in found[:MOST_FOUND]]
    return Found(keys, is_capped=len(found) > len(keys), meant=meant, is_loose=is_loose)


def ranked(found: Texts, words: str) -> list[int]:
    index = Index.of((str(key), text) for key, text in found[:MOST_RANKED])
    return [int(hit.id) for hit in index.search(words, MOST_RANKED)]


def in_any_form(word: str) -> Q:
    return reduce(
        or_, (beginning_with(root) if len(root) <= SHORT else holding(root) for root in roots_of(word))
    )


def beginning_with(root: str) -> Q:
    return Q(text__istartswith=root) | holding(f" {root}")


def holds(text: str, word: str) -> bool:
    small = f" {text.lower()}"
    return any((f" {root}" if len(root) <= SHORT else root) in small for root in roots_of(word))


def word_meant(rows: QuerySet[Comment], word: str) -> str:
    """The word of the comments that is most like this; this where none is near. Never one that is hidden."""
    pieces = [holding(piece) for piece in pieces_of(word.lower())]
    # one wrong letter breaks one piece
    all_but_one = (
        reduce(and_, [other for other in pieces if other is not one]) for one in pieces if len(pieces) > 1
    )
    near = reduce(or_, all_but_one, Q())
    texts = rows.filter(near).values_list("text", flat=True)[:MOST_RANKED]
    known = {one for text in texts for one in words_in(veiled(text).text)}
    return nearest(word, known) or word


def beginning_of_newest() -> datetime | None:
    """From when on a large organisation's comments are gone through; None where that is all of them."""
    moments = Comment.objects.order_by("-happened_at").values_list("happened_at", flat=True)
    return seldom("comments-gone-through", lambda: next(iter(moments[GONE_THROUGH : GONE_THROUGH + 1]), None))


def similar(comment: Comment, rows: QuerySet[Comment]) -> tuple[list[int], int]:
    """The keys of those most like this one, the nearest first, and how many say the very same.

    By what both are shown to say; of those that say the same as each other only the newest.
    """
    own = comment.shown.text
    words = sorted({one for one in words_in(own) if len(one) > SHORT}, key=lambda one: (-len(one), one))
    if not words:
        return [], 0
    sharing = rows.exclude(pk=comment.pk).filter(reduce(or_, map(in_any_form, words[:WORDS_OF_SIMILAR])))
    said: dict[str, tuple[str, str]] = {}
    very_same, same = " ".join(words_in(comment.text)), 0
    for key, text in sharing.values_list("pk", "text")[:MOST_FOUND]:
        plain = " ".join(words_in(text))
        if plain == very_same:
            same += 1
        elif len(said) < MOST_RANKED:
            said.setdefault(plain, (str(key), text))
    near = near_comment(comment.pk)
    for key, text in meaning_the_same(comment, rows, near):
        plain = " ".join(words_in(text))
        if plain != very_same:
            said.setdefault(plain, (str(key), text))
    known = [(key, veiled(text).text) for key, text in said.values()]
    index = Index.of([(str(comment.pk), own), *known])
    if not near.is_used:
        return [int(hit.id) for hit in index.similar(str(comment.pk), SIMILAR)], same
    scores = {int(hit.id): hit.score for hit in index.similar(str(comment.pk), len(known))}
    return together([int(key) for key, _ in known], near, scores)[:SIMILAR], same


def meaning_the_same(comment: Comment, rows: QuerySet[Comment], near: Near) -> Texts:
    """The nearest in meaning; one that is not clearly nearer than others is not among them."""
    keys = [key for key in near.nearest() if key != comment.pk]
    if not keys:
        return []
    texts = dict(rows.filter(pk__in=keys).values_list("pk", "text"))
    return [(key, texts[key]) for key in keys if key in texts][:MOST_NEAR]


def grouped(rows: QuerySet[Comment]) -> tuple[list[int], dict[int, int]]:
    """The newest with those nearly the same behind one of them, and how many stand behind each."""
    found = list(rows.values_list("pk", "text")[:MOST_GROUPED])
    first = list(range(len(found)))
    for one, other, _ in duplicates([text for _, text in found]):
        first[other] = min(first[other], first[one])
    counts: dict[int, int] = {}
    for place in range(len(found)):
        # pairs come in the order of places, so the earlier of each already knows its own first
        first[place] = first[first[place]]
        counts[first[place]] = counts.get(first[place], 0) + 1
    keys = [found[place][0] for place in counts]
    return keys, {found[place][0]: count for place, count in counts.items()}
