"""The words and pairs of words of a text that may name what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kohtaamo.language.clauses import Word, clauses_in
from kohtaamo.language.personal import find

from .roots import root
from .stop_words import EVERY_STOP_WORD, STOP_WORDS

SHORTEST = 3
LONGEST_TEXT = 10_000


class Term(NamedTuple):
    """`key` is the root, or two with a space between; `written` as the text has it, in small letters."""

    key: str
    written: str


def terms_in(text: str, language: str) -> list[Term]:
    """In the order of the text; what names a person is left out, and so are words that tell of nothing.

    In a language without a stemmer of ours the forms of a word stay apart.
    """
    text = text[:LONGEST_TEXT]
    personal = [(one.start, one.end) for one in find(text)]
    found: list[Term] = []
    for clause in clauses_in(text):
        told = [None if is_hidden(word, personal) else told_by(word.form, language) for word in clause.words]
        found += [one for one in told if one]
        found += [
            Term(f"{first.key} {second.key}", f"{first.written} {second.written}")
            for first, second in pairwise(told)
            if first and second and first.key != second.key
        ]
    return found


def is_hidden(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end and word.start < end for start, end in spans)


@lru_cache(maxsize=65_536)
def told_by(form: str, language: str) -> Term | None:
    stop_words = STOP_WORDS.get(language, EVERY_STOP_WORD)
    # "it's" tells as little as "it"
    if (
        len(form) < SHORTEST
        or not form[0].isalpha()
        or not stop_words.isdisjoint([form, form.partition("'")[0]])
    ):
        return None
    return Term(root(form, language), form)


def written_forms(texts: Iterable[Iterable[Term]]) -> dict[str, str]:
    """Each term as it is most often written; of equals the shorter, then the first of the alphabet."""
    forms: dict[str, Counter[str]] = {}
    for terms in texts:
        for term in terms:
            forms.setdefault(term.key, Counter())[term.written] += 1
    return {
        key: min(counts, key=lambda form: (-counts[form], len(form), form)) for key, counts in forms.items()
    }


def holders(texts: Iterable[Iterable[Term]]) -> dict[str, list[int]]:
    """The places of the texts that have each term, once each."""
    found: dict[str, list[int]] = {}
    for place, terms in enumerate(texts):
        for key in dict.fromkeys(term.key for term in terms):
            found.setdefault(key, []).append(place)
    return found


def parts_of(key: str) -> Iterator[str]:
    yield from key.split(" ")
