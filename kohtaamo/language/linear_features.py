"""A text as numbers of buckets: pieces of its words, and its stems alone and in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from sys import byteorder
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .chunks import chunks_in
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

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LENGTHENED = re.compile(r"(.)\1{2,}")
CLAUSE_END = re.compile(r"[.!?;:,…)]$")

# 1 + ln(times) of few times, looked up; of none it is never asked.
DAMPED = np.concatenate([[0.0], 1.0 + np.log(np.arange(1, 64))]).astype(np.float32)

Ids = NDArray[np.int32]


class Said(NamedTuple):
    """A word as the model compares it, alone and after a denial, each with its bucket."""

    alone: str
    alone_id: bytes
    denied: str
    denied_id: bytes
    denies: bool


class Chunk(NamedTuple):
    """What stands between two spaces; `ends` tells whether a clause ends with it."""

    pieces: bytes
    words: tuple[Said, ...]
    ends: bool


class Place(NamedTuple):
    """Where a chunk stands in its text, and the buckets it fills: those of its pieces before those of its words."""

    start: int
    end: int
    ids: Ids


def _piece_ids(shown: str) -> bytes:
    """As scikit-learn's `char_wb`: pieces of 2 to 5 letters of the word with a space on both sides."""
    padded = f" {shown} "
    pieces = (
        padded[at : at + length]
        for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for at in range(max(1, len(padded) - length + 1))
    )
    return b"".join(_bucket(crc32(piece.encode(errors="surrogatepass")) % PIECE_BUCKETS) for piece in pieces)


def _bucket(number: int) -> bytes:
    """As numpy keeps it: bytes of many texts are put together and read as numbers all at once."""
    return number.to_bytes(4, byteorder)


@lru_cache(maxsize=32_768)
def _chunk(written: str, language: str) -> Chunk:
    shown = LENGTHENED.sub(r"\1\1", plain(written))[:LONGEST_CHUNK]
    words = (found.replace("’", "'") for found in WORD.findall(shown))
    said = tuple(_said(word, language) for word in words)
    return Chunk(_piece_ids(shown), said, CLAUSE_END.search(shown) is not None)


def _said(word: str, language: str) -> Said:
    if language in STEMMERS and not is_negator(word, language):
        word = stem(word, language)
    denied = f"not_{word}"
    # A stem may be a negator where its word is none.
    return Said(word, _word_id("", word), denied, _word_id("", denied), is_negator(word, language))


@lru_cache(maxsize=131_072)
def _word_id(before: str, word: str) -> bytes:
    return _bucket(PIECE_BUCKETS + crc32(f"{before}\n{word}".encode(errors="surrogatepass")) % WORD_BUCKETS)


def places_in(text: str, language: str) -> Iterator[Place]:
    """Chunk by chunk; a denied word is another word than the same word alone: "not good" has not_good."""
    text = text[:LONGEST_TEXT]
    places = ((at, chunk) for at, chunk in chunks_in(text) if not chunk.isspace())
    for (at, chunk), ids in zip(places, _ids_of_chunks(text, language), strict=True):
        yield Place(at, at + len(chunk), np.frombuffer(b"".join(ids), dtype=np.int32))


def _ids_of_chunks(text: str, language: str) -> list[list[bytes]]:
    every: list[list[bytes]] = []
    denied, before = 0, ""
    for written in text.split():
        pieces, words, ends = _chunk(written[: 2 * LONGEST_CHUNK], language)
        ids = [pieces]
        for alone, alone_id, not_it, not_it_id, denies in words:
            shown = not_it if denied else alone
            ids.append(not_it_id if denied else alone_id)
            if before:
                ids.append(_word_id(before, shown))
            before = shown
            denied = DENIED_WORDS if denies else denied and denied - 1
        if ends:
            denied = 0
        every.append(ids)
    return every


# The models of one language read one text one after the other.
@lru_cache(maxsize=4)
def buckets_of(text: str, language: str) -> tuple[Ids, NDArray[np.float32]]:
    """The buckets a text fills, each once and rising, and 1 + ln(times) of each."""
    chunks = _ids_of_chunks(text[:LONGEST_TEXT], language)
    if not chunks:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
    every = np.sort(np.frombuffer(b"".join(chain.from_iterable(chunks)), dtype=np.int32))
    # As numpy's `unique` with counts, which takes twice as long for so few.
    begins = np.empty(len(every) + 1, dtype=np.bool_)
    begins[0] = begins[-1] = True
    np.not_equal(every[1:], every[:-1], out=begins[1:-1])
    firsts = begins.nonzero()[0]
    return every[firsts[:-1]], _damped(firsts[1:] - firsts[:-1])


def _damped(times: NDArray[np.intp]) -> NDArray[np.float32]:
    return DAMPED[times] if times.max() < len(DAMPED) else (1.0 + np.log(times)).astype(np.float32)
