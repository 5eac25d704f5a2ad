"""A text as numbers of buckets: pieces of its words, and its stems alone and in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .negation import is_negator
from .normalising import plain
from .stems import STEMMERS, stem

PIECE_BUCKETS = 1 << 18
WORD_BUCKETS = 1 << 17
BUCKETS = PIECE_BUCKETS + WORD_BUCKETS
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
# What is longer is no word (a link, a code): its beginning tells enough.
LONGEST_CHUNK = 40
LONGEST_TEXT = 10_000
DENIED_WORDS = 3

CHUNK = re.compile(r"\S+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LENGTHENED = re.compile(r"(.)\1{2,}")
CLAUSE_END = re.compile(r"[.!?;:,…)]$")

Ids = NDArray[np.int32]


class Chunk(NamedTuple):
    """What stands between two spaces; `ends` tells whether a clause ends with it."""

    pieces: Ids
    words: tuple[str, ...]
    ends: bool


class Place(NamedTuple):
    """Where a chunk stands in its text, and the buckets it fills."""

    start: int
    end: int
    pieces: Ids
    words: tuple[int, ...]


def _piece_ids(shown: str) -> Ids:
    """As scikit-learn's `char_wb`: pieces of 2 to 5 letters of the word with a space on both sides."""
    padded = f" {shown} "
    pieces = (
        padded[at : at + length]
        for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for at in range(max(1, len(padded) - length + 1))
    )
    return np.array(
        [crc32(piece.encode(errors="surrogatepass")) % PIECE_BUCKETS for piece in pieces], dtype=np.int32
    )


@lru_cache(maxsize=32_768)
def _chunk(written: str, language: str) -> Chunk:
    shown = LENGTHENED.sub(r"\1\1", plain(written))[:LONGEST_CHUNK]
    words = [found.replace("’", "'") for found in WORD.findall(shown)]
    if language in STEMMERS:
        words = [word if is_negator(word, language) else stem(word, language) for word in words]
    return Chunk(_piece_ids(shown), tuple(words), CLAUSE_END.search(shown) is not None)


@lru_cache(maxsize=131_072)
def _word_id(before: str, word: str) -> int:
    return PIECE_BUCKETS + crc32(f"{before}\n{word}".encode(errors="surrogatepass")) % WORD_BUCKETS


def places_in(text: str, language: str) -> Iterator[Place]:
    """A denied word is another word than the same word alone: "not good" has not_good."""
    denied, before = 0, ""
    for found in CHUNK.finditer(text[:LONGEST_TEXT]):
        chunk = _chunk(found.group()[: 2 * LONGEST_CHUNK], language)
        ids: list[int] = []
        for word in chunk.words:
            shown = f"not_{word}" if denied else word
            ids.append(_word_id("", shown))
            if before:
                ids.append(_word_id(before, shown))
            before = shown
            denied = DENIED_WORDS if is_negator(word, language) else max(0, denied - 1)
        if chunk.ends:
            denied = 0
        yield Place(found.start(), found.end(), chunk.pieces, tuple(ids))


# The models of one language read one text one after the other.
@lru_cache(maxsize=4)
def buckets_of(text: str, language: str) -> tuple[Ids, NDArray[np.float32]]:
    """The buckets a text fills, each once, and 1 + ln(times) of each."""
    places = list(places_in(text, language))
    if not places:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
    words = [number for place in places for number in place.words]
    every = np.concatenate([*(place.pieces for place in places), np.array(words, dtype=np.int32)])
    ids, times = np.unique(every, return_counts=True)
    return ids, (1.0 + np.log(times)).astype(np.float32)
