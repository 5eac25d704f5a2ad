"""Key phrases: the words, alone or up to three together, that tell best what a text is about.

A phrase is worth the mean rarity of its words, more when it is longer and when it stands early. Rarity is that of the
words' stems in subtitles (`tools/background_words.py`), which know everyday language and little of service.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import NamedTuple

from .clauses import Word, clauses_in
from .personal import Found, find
from .topics.terms import Term, is_hidden, told_by

BACKGROUNDS = Path(__file__).with_name("backgrounds")
ALL_WORDS = "# words"
LONGEST_TEXT = 10_000
MOST_WORDS = 3
# A word more is worth so much, a clause later so much less, and what ends in a verb says less what it is about.
LONGER, LATER, LEAST_LATE, VERB = 0.15, 0.95, 0.6, 0.75
VERB_ENDINGS = {
    "fi": ("tiin", "vat", "vät", "isi", "isin", "nyt", "nut", "neet", "taan", "tään", "daan", "dään", "ssut"),
    "en": ("n't",),
}
UNSEEN = 0.5
# Words as common as this by themselves tell nothing.
LEAST_RARITY = 0.6
# Between words of one phrase.
GAPS = {" ", "-", "\u00a0"}


class KeyPhrase(NamedTuple):
    """`written` is `text[start:end]`, `key` its stems; `score` is for comparing within one text."""

    written: str
    start: int
    end: int
    score: float
    key: str


class CommonPhrase(NamedTuple):
    """`written` as it most often is, in small letters; `texts` have it."""

    written: str
    texts: int
    key: str


Run = list[tuple[Word, Term]]
Scored = tuple[float, Run]


def keyphrases(
    text: str, language: str, *, most: int = 5, personal: tuple[Found, ...] | None = None
) -> tuple[KeyPhrase, ...]:
    """The best first, none overlapping or saying another again. `personal` is what `find(text)` gave, if known."""
    text = text[:LONGEST_TEXT]
    kept: list[KeyPhrase] = []
    said: set[str] = set()
    for score, run in sorted(_candidates(text, language, personal), key=_best_first):
        if len(kept) == most:
            break
        stems = [term.key for _, term in run]
        if said.isdisjoint(stems):
            kept.append(_phrase(text, run, score))
            said.update(stems)
    return tuple(kept)


def _best_first(one: Scored) -> tuple[float, int]:
    return -one[0], one[1][0][0].start


def common_phrases(
    texts: Iterable[tuple[str, str]], *, most: int = 20, fewest: int = 2
) -> tuple[CommonPhrase, ...]:
    """Of many (text, language): what at least `fewest` of them have, by how many have it and how telling it is.

    A part of a longer phrase stands only where it is clearly more common than that.
    """
    holders: Counter[str] = Counter()
    scores: dict[str, float] = {}
    written: dict[str, Counter[str]] = {}
    for text, language in texts:
        best: dict[str, KeyPhrase] = {}
        for score, run in _candidates(text[:LONGEST_TEXT], language, None):
            one = _phrase(text, run, score)
            best.setdefault(one.key, one)
        for key, one in best.items():
            holders[key] += 1
            scores[key] = max(one.score, scores.get(key, 0.0))
            written.setdefault(key, Counter())[one.written.lower()] += 1
    often = {key: count for key, count in holders.items() if count >= fewest}
    parts = {part for key in often for part in _parts(key) if often[key] * 3 >= often.get(part, 0) * 2}
    kept = [key for key in often if key not in parts]
    kept.sort(key=lambda key: (-often[key] * scores[key], key))
    return tuple(CommonPhrase(_shown(written[key]), often[key], key) for key in kept[:most])


def _parts(key: str) -> Iterator[str]:
    """What stands within a phrase of several words."""
    stems = key.split(" ")
    for first in range(len(stems)):
        for last in range(first, len(stems)):
            if last - first + 1 < len(stems):
                yield " ".join(stems[first : last + 1])


def _shown(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _candidates(text: str, language: str, personal: tuple[Found, ...] | None) -> Iterator[Scored]:
    spans = [(one.start, one.end) for one in (find(text) if personal is None else personal)]
    verbs = VERB_ENDINGS.get(language, ())
    for number, clause in enumerate(clauses_in(text)):
        place = max(LEAST_LATE, LATER**number)
        for run in _runs(text, clause.words, language, spans):
            rarities = [rarity(term.key, language) for _, term in run]
            # what a phrase that ends with the word is worth
            worth = [place * (VERB if term.written.endswith(verbs) else 1.0) for _, term in run]
            for first in range(len(run)):
                for end in range(first + 1, min(len(run), first + MOST_WORDS) + 1):
                    mean = sum(rarities[first:end]) / (end - first)
                    if mean >= LEAST_RARITY:
                        yield mean * (1 + LONGER * (end - first - 1)) * worth[end - 1], run[first:end]


def _runs(
    text: str, words: Sequence[Word], language: str, personal: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    """Telling words side by side, with nothing but a space between."""
    run: Run = []
    for word in words:
        term = None if _is_aside(text, word, personal) else told_by(word, language)
        if run and (term is None or text[run[-1][0].end : word.start] not in GAPS):
            yield run
            run = []
        if term:
            run.append((word, term))
    if run:
        yield run


def _is_aside(text: str, word: Word, personal: Sequence[tuple[int, int]]) -> bool:
    """Whether it is of an address of the web, of a user's name, or of personal data."""
    return (
        text[word.start - 1 : word.start] in {"@", "/"}
        or text[word.end : word.end + 3] == "://"
        or is_hidden(word, personal)
    )


def _phrase(text: str, run: Run, score: float) -> KeyPhrase:
    start, end = run[0][0].start, run[-1][0].end
    return KeyPhrase(text[start:end], start, end, round(score, 4), " ".join(term.key for _, term in run))


@lru_cache(maxsize=65_536)
def rarity(stemmed: str, language: str) -> float:
    """0 to 1: of a word never seen 1, in a language without a list always."""
    counts = _background(language)
    if not counts:
        return 1.0
    every = counts[ALL_WORDS]
    return log(every / max(counts.get(stemmed, 0), UNSEEN)) / log(every / UNSEEN)


@cache
def _background(language: str) -> dict[str, int]:
    path = BACKGROUNDS / f"{language}.tsv"
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: int(count) for word, count in rows}
