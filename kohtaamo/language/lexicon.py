from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from re import sub
from typing import NamedTuple

from .stems import stem

FOLDER = Path(__file__).parent / "lexicons"
SHORTEST_PREFIX = 3
# Letters of a phrase's second word, of which no prefix has fewer: some words begin hundreds of phrases.
BEGINNING = 2
SHORTEST_STEM = 4  # shorter ones meet by chance: "kun" (when) and "kunpa" (if only)


class Known(NamedTuple):
    """`own` words are those of our service lists, the others those of AFINN."""

    weight: float
    own: bool


NOTHING = Known(0.0, own=False)


@dataclass(frozen=True)
class Phrase:
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """Our own service words win over the general AFINN list; a weight of 0 there silences a general word.

    Inside a list a whole word wins over its stem, and a stem over the longest fitting prefix. Phrases are found by
    their first word and how the second begins, the longest first.
    """

    language: str
    service_words: dict[str, float] = field(default_factory=dict)
    service_stems: dict[str, float] = field(default_factory=dict)
    prefixes: dict[str, float] = field(default_factory=dict)
    general_words: dict[str, float] = field(default_factory=dict)
    general_stems: dict[str, float] = field(default_factory=dict)
    phrases: dict[str, dict[str, list[Phrase]]] = field(default_factory=dict)


def plain(word: str) -> str:
    """Composed letters, small letters, one kind of apostrophe, at most two of a lengthened letter."""
    return sub(r"(.)\1{2,}", r"\1\1", unicodedata.normalize("NFC", word).lower().replace("’", "'"))


def entries(name: str) -> Iterator[tuple[str, float]]:
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            text, _, weight = line.rpartition("\t")
            yield text, float(weight)


def sentences_of(language: str) -> Iterator[tuple[str, str]]:
    """What customers say, written by us: a sentence and pos, neg or neu."""
    for line in (FOLDER / f"said_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            text, _, polarity = line.partition("\t")
            yield text, polarity


@cache
def lexicon(language: str) -> Lexicon:
    made = Lexicon(language)
    for text, weight in entries(f"afinn_{language}"):
        _add(made, plain(text), weight, words=made.general_words, stems=made.general_stems)
    for text, weight in entries(f"service_{language}"):
        _add(made, text, weight, words=made.service_words, stems=made.service_stems)
    for of_a_word in made.phrases.values():
        for phrases in of_a_word.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))
    return made


def _add(
    made: Lexicon, text: str, weight: float, *, words: dict[str, float], stems: dict[str, float]
) -> None:
    parts = tuple(text.split())
    if len(parts) > 1:
        of_a_word = made.phrases.setdefault(parts[0], {})
        of_a_word.setdefault(parts[1][:BEGINNING], []).insert(0, Phrase(parts, weight))
    elif text.endswith("*"):
        made.prefixes[text[:-1]] = weight
    else:
        words[text] = weight
        stemmed = stem(text, made.language)
        if len(stemmed) >= SHORTEST_STEM:
            stems.setdefault(stemmed, weight)


@cache
def signs() -> dict[str, float]:
    return dict(entries("signs"))


@lru_cache(maxsize=50_000)
def known_word(word: str, language: str) -> Known:
    """A word as `plain` gives it; "kiiitos" is also tried with the lengthened letter once."""
    for form in dict.fromkeys((word, sub(r"(.)\1+", r"\1", word))):
        found = _known_form(form, lexicon(language))
        if found is not None:
            return found
    return NOTHING


def _known_form(form: str, known: Lexicon) -> Known | None:
    stemmed = stem(form, known.language)
    for weights, key in ((known.service_words, form), (known.service_stems, stemmed)):
        if key in weights:
            return Known(weights[key], own=True)
    for length in range(len(form), SHORTEST_PREFIX - 1, -1):
        if form[:length] in known.prefixes:
            return Known(known.prefixes[form[:length]], own=True)
    for weights, key in ((known.general_words, form), (known.general_stems, stemmed)):
        if key in weights:
            return Known(weights[key], own=False)
    return None


def fitting(phrases: Mapping[str, Sequence[Phrase]], words: list[str], place: int) -> Phrase | None:
    """The longest of the phrases that begin with `words[place]` that goes on as they do."""
    if not phrases or place + 1 == len(words):
        return None
    for phrase in phrases.get(words[place + 1][:BEGINNING], ()):
        found = words[place : place + len(phrase.words)]
        if len(found) == len(phrase.words) and all(map(_fits, found, phrase.words)):
            return phrase
    return None


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
