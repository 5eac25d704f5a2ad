from __future__ import annotations

import re
from collections.abc import Iterable

import Stemmer

from kohtaamo.language.normalising import plain
from kohtaamo.language.stems import STEMMERS

GRAM = 4
# Longer ones are no words of a language, and a stemmer may take its time with them.
LONGEST_WORD = 64
# A stem more of each word costs time, and Swedish texts are found by their pieces.
SEARCHED = ("fi", "en")
WORD = re.compile(r"[^\W_]+")


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
    stemmers = [
        (language, Stemmer.Stemmer(name, 0)) for language, name in STEMMERS.items() if language in SEARCHED
    ]
    return [
        [f"{language}:{stemmer.stemWord(word)}" for language, stemmer in stemmers]
        if len(word) <= LONGEST_WORD
        else []
        for word in asked
    ]
