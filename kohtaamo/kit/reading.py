"""How heavy a text is to read: LIX.

C. H. Björnsson, Läsbarhet (1968): words in a sentence + 100 × the share of words longer than six letters.
It was made for Swedish; Finnish words are longer, so compare Finnish texts with each other, not with English.
"""

from __future__ import annotations

import re

LONG_WORD = 6
WORD = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*|\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"[.!?…:]+(?=\s|$)|\n+")


def words_in(text: str) -> list[str]:
    """Words and numbers; a word with a hyphen or an apostrophe within is one."""
    return WORD.findall(text)


def sentences_in(text: str) -> int:
    """At least one where there are words; what stands between marks without words is none."""
    return sum(1 for part in SENTENCE_END.split(text) if words_in(part))


def lix(text: str) -> float | None:
    """None for a text without words."""
    words = words_in(text)
    if not words:
        return None
    long_words = sum(1 for word in words if sum(map(str.isalpha, word)) > LONG_WORD)
    return len(words) / sentences_in(text) + 100 * long_words / len(words)
