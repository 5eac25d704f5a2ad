from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import Stemmer

GRAM = 4
STEMMERS = {"fi": "finnish", "en": "english"}
# Longer ones are no words of a language, and a stemmer may take its time with them.
LONGEST_WORD = 64
# Putting marks in order takes the square of a run of them, so a text is composed a piece at a time.
PIECE = 512
WORD = re.compile(r"[^\W_]+")
UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)


def plain(text: str) -> str:
    """Composed small letters of usual width, without signs that cannot be seen."""
    if text.isascii():
        return text.lower()
    seen = text.translate(UNSEEN)
    pieces = (seen[start : start + PIECE] for start in range(0, len(seen), PIECE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces).lower()


def words_in(text: str) -> list[str]:
    return WORD.findall(plain(text))


def grams_of(word: str) -> list[str]:
    """Four letters at a time, with a mark at both ends: "auto" -> "_aut", "auto", "uto_"."""
    marked = f"_{word}_"
    return [marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1))]


def stems_of(words: Iterable[str]) -> list[list[str]]:
    """Of each word its stem in every language, marked so that stems of two languages never meet."""
    asked = list(words)
    # New stemmers each time, because one must not be shared by threads; making them is cheap.
    stemmers = [(language, Stemmer.Stemmer(name, 0)) for language, name in STEMMERS.items()]
    return [
        [f"{language}:{stemmer.stemWord(word)}" for language, stemmer in stemmers]
        if len(word) <= LONGEST_WORD
        else []
        for word in asked
    ]
