"""The words and signs of a text, each with what the lists say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from .chunks import chunks_in
from .lexicon import NOTHING, Known, Phrase, known_word, lexicon, plain, signs
from .negation import is_negator, words_of

TURNS = words_of("mutta vaan vaikka but although though however")
# In English these are a noun and praise.
SWEDISH_TURNS = words_of("men fast dock")
DASHES = frozenset("-–—")
# Longer ones are links and codes, which hardly come again.
LONGEST_KEPT = 40
MOST_KEPT = 32_768
NO_PHRASES: Mapping[str, Sequence[Phrase]] = {}


class Token(NamedTuple):
    """`start` and `end` are places in what stands between two spaces. `matters` tells whether it may be a hit,
    or begin one, or deny one.
    """

    kind: Literal["word", "sign", "break"]
    start: int
    end: int
    text: str
    known: Known
    phrases: Mapping[str, Sequence[Phrase]] = NO_PHRASES
    denies: bool = False
    matters: bool = False


BREAK = (Token("break", 0, 1, "", NOTHING),)


def tokens_in(text: str, language: str) -> Iterator[tuple[int, tuple[Token, ...]]]:
    """Chunk by chunk, with its place in the text: what stands between two spaces is told once and remembered."""
    for at, chunk in chunks_in(text):
        if chunk in DASHES or "\n" in chunk:
            yield at, BREAK
        elif len(chunk) <= LONGEST_KEPT:
            yield at, _kept_tokens(chunk, language)
        else:
            yield at, _tokens(chunk, language)


@cache
def _pattern() -> re.Pattern[str]:
    known = "|".join(re.escape(sign) for sign in sorted(signs(), key=len, reverse=True))
    letters = r"(?:[^\W\d_]++[\u0300-\u036f]*+)++"
    return re.compile(
        rf"(?P<address>https?://\S+)|(?P<sign>{known})|(?P<word>{letters}(?:['’]{letters})*+)|(?P<break>[.!?;:,()…])"
    )


def _tokens(chunk: str, language: str) -> tuple[Token, ...]:
    turns = TURNS | SWEDISH_TURNS if language == "sv" else TURNS
    tokens = []
    for found in _pattern().finditer(chunk):
        start, end, shown = found.start(), found.end(), found.group()
        word = plain(shown) if found.lastgroup == "word" else ""
        if word and word not in turns:
            tokens.append(_word(start, end, word, language))
        elif found.lastgroup == "sign":
            tokens.append(Token("sign", start, end, shown, Known(signs()[shown], own=True)))
        else:
            tokens.append(Token("break", start, end, shown, NOTHING))
    return tuple(tokens)


_kept_tokens = lru_cache(maxsize=MOST_KEPT)(_tokens)


def _word(start: int, end: int, word: str, language: str) -> Token:
    known, denies = known_word(word, language), is_negator(word, language)
    phrases = lexicon(language).phrases.get(word, NO_PHRASES)
    matters = bool(known.weight or denies or phrases)
    return Token("word", start, end, word, known, phrases, denies, matters)
