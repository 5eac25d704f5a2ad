"""Key phrases: the words, alone or up to three together, that tell best what a text is about.

A phrase is worth the mean rarity of its words, more when it is longer and when it stands early. Rarity is that of the
words' stems in subtitles (`tools/background_words.py`), which know everyday language and little of service.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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


class Weighed(NamedTuple):
    """A telling word; what a phrase that ends with it is worth is multiplied by `ending`."""

    term: Term
    rarity: float
    ending: float


Run = list[tuple[Word, Weighed]]
# The score below 0, so that the best comes first; its first and its last place in the text; what stands there.
Scored = tuple[float, int, int, Run]


def keyphrases(
    text: str, language: str, *, most: int = 5, personal: tuple[Found, ...] | None = None
) -> tuple[KeyPhrase, ...]:
    """The best first, none overlapping or saying another again. `personal` is what `find(text)` gave, if known."""
    text = text[:LONGEST_TEXT]
    kept: list[KeyPhrase] = []
    said: set[str] = set()
    for score, _, _, run in sorted(_candidates(text, language, personal)):
        if len(kept) == most:
            break
        stems = [one.term.key for _, one in run]
        if said.isdisjoint(stems):
            kept.append(_phrase(text, run, -score))
            said.update(stems)
    return tuple(kept)


def _candidates(text: str, language: str, personal: tuple[Found, ...] | None) -> Iterator[Scored]:
    spans = [(one.start, one.end) for one in (find(text) if personal is None else personal)]
    has_asides = bool(spans) or "@" in text or "/" in text
    for number, clause in enumerate(clauses_in(text)):
        place = max(LEAST_LATE, LATER**number)
        asides = {word for word in clause.words if _is_aside(text, word, spans)} if has_asides else ()
        for run in _runs(text, clause.words, asides, language):
            yield from _scored(run, place)


def _runs(text: str, words: Sequence[Word], asides: Collection[Word], language: str) -> Iterator[Run]:
    """Telling words side by side, with nothing but a space between."""
    run: Run = []
    for word in words:
        one = None if word in asides else _weighed(word.form, language)
        if run and (one is None or text[run[-1][0].end : word.start] not in GAPS):
            yield run
            run = []
        if one:
            run.append((word, one))
    if run:
        yield run


def _scored(run: Run, place: float) -> Iterator[Scored]:
    rarities = [one.rarity for _, one in run]
    for first in range(len(run)):
        start = run[first][0].start
        for end in range(first + 1, min(len(run), first + MOST_WORDS) + 1):
            mean = sum(rarities[first:end]) / (end - first)
            if mean >= LEAST_RARITY:
                last, weighed = run[end - 1]
                worth = mean * (1 + LONGER * (end - first - 1)) * (place * weighed.ending)
                yield -worth, start, last.end, run[first:end]


@lru_cache(maxsize=65_536)
def _weighed(form: str, language: str) -> Weighed | None:
    term = told_by(form, language)
    if term is None:
        return None
    is_verb = term.written.endswith(VERB_ENDINGS.get(language, ()))
    return Weighed(term, rarity(term.key, language), VERB if is_verb else 1.0)


def _is_aside(text: str, word: Word, personal: Sequence[tuple[int, int]]) -> bool:
    """Whether it is of an address of the web, of a user's name, or of personal data."""
    return (
        text[word.start - 1 : word.start] in {"@", "/"}
        or text[word.end : word.end + 3] == "://"
        or is_hidden(word, personal)
    )


def _phrase(text: str, run: Run, score: float) -> KeyPhrase:
    start, end = run[0][0].start, run[-1][0].end
    return KeyPhrase(text[start:end], start, end, round(score, 4), " ".join(one.term.key for _, one in run))


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
