"""Texts that are nearly the same: MinHash finds candidates (Broder 1997), their real likeness is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from kohtaamo.language.normalising import plain

Hashes = npt.NDArray[np.uint64]
ShortHashes = npt.NDArray[np.uint32]

SHINGLE = 5
FUNCTIONS = 128
# How seldom a pair exactly at the limit may be passed over.
MISSED = 1e-4
# A thousand orders with one template differ by a number: each is held beside so many of the others only.
MOST_NEIGHBOURS = 50
LETTERS_AT_ONCE = 500_000


def duplicates(texts: Sequence[str], least: float = 0.8) -> list[tuple[int, int, float]]:
    """Pairs (earlier place, later place, Jaccard likeness of their five-letter pieces), in order of places.

    Case, spaces and signs that cannot be seen do not count. Where several texts are the same, each later one
    is paired with the first of them, and only the first with texts that are nearly the same: so ten thousand
    times "ok" gives ten thousand pairs, not fifty million. In a crowd of near-equals beyond `MOST_NEIGHBOURS`
    not every pair is told either. A text with nothing to see is like no other.
    """
    if not 0 < least <= 1:
        raise ValueError("the least likeness is above 0 and at most 1")
    first_places: dict[str, int] = {}
    found: list[tuple[int, int, float]] = []
    for place, text in enumerate(texts):
        seen = " ".join(plain(text).split())
        if seen and first_places.setdefault(seen, place) != place:
            found.append((first_places[seen], place, 1.0))
    different, places = list(first_places), list(first_places.values())
    for one, other in candidates(different, least):
        likeness = jaccard(different[one], different[other])
        if likeness >= least:
            found.append((places[one], places[other], likeness))
    return sorted(found)


def jaccard(one: str, other: str) -> float:
    """Of the five-letter pieces that either has, the share that both have."""
    ours, theirs = shingles(one), shingles(other)
    return len(ours & theirs) / len(ours | theirs)


def shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))}


def candidates(texts: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of places, the earlier first, of which all hashes agree in one band at least."""
    if len(texts) < 2:  # noqa: PLR2004  one text is like no other
        return
    signed = signatures(texts)
    rows = rows_of_band(least)
    found = np.empty(0, dtype=np.int64)
    for start in range(0, FUNCTIONS - rows + 1, rows):
        found = np.union1d(found, neighbours(signed[:, start : start + rows]))
    for pair in found:
        one, other = divmod(int(pair), len(texts))
        yield one, other


def neighbours(band: ShortHashes) -> npt.NDArray[np.int64]:
    """Pairs of texts with the same hashes, each as earlier place * number of texts + later place."""
    keys = np.zeros(len(band), dtype=np.uint64)
    for column in band.T:
        keys = mixed(keys + column.astype(np.uint64))
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    found = [np.empty(0, dtype=np.int64)]
    for distance in range(1, MOST_NEIGHBOURS + 1):
        alike = np.flatnonzero(ordered[distance:] == ordered[:-distance])
        if not len(alike):
            break
        found.append(order[alike] * len(band) + order[alike + distance])
    return np.concatenate(found)


def rows_of_band(least: float) -> int:
    """As many as are allowed: fewer candidates, while a pair at the limit is still found."""
    for rows in range(8, 1, -1):
        if (1 - least**rows) ** (FUNCTIONS // rows) < MISSED:
            return rows
    return 1


def signatures(texts: Sequence[str]) -> ShortHashes:
    """One row a text: the least of its hashes under each function, which are factor * hash + shift."""
    drawn = np.random.default_rng(5).integers(1, 2**32, size=(2, FUNCTIONS), dtype=np.uint32)
    factors, shifts = drawn[0] | np.uint32(1), drawn[1]
    made = np.empty((len(texts), FUNCTIONS), dtype=np.uint32)
    for first, last in portions(texts):
        hashes, starts = hashed_shingles(texts[first:last])
        for place, (factor, shift) in enumerate(zip(factors, shifts, strict=True)):
            made[first:last, place] = np.minimum.reduceat(hashes * factor + shift, starts)
    return made


def portions(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbours of about `LETTERS_AT_ONCE`, to bound the memory."""
    first = letters = 0
    for place, text in enumerate(texts):
        letters += len(text)
        if letters >= LETTERS_AT_ONCE:
            yield first, place + 1
            first, letters = place + 1, 0
    if first < len(texts):
        yield first, len(texts)


def hashed_shingles(texts: Iterable[str]) -> tuple[ShortHashes, npt.NDArray[np.int64]]:
    """Hashes of all five-letter pieces of all texts, and where those of each text begin."""
    padded = [text.ljust(SHINGLE) for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rolled = np.zeros(len(letters) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        rolled = mixed(rolled + letters[place : place + len(rolled)].astype(np.uint64))
    sizes = np.array([len(text) for text in padded], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    is_inside = np.ones(len(letters), dtype=bool)
    for back in range(1, SHINGLE):
        is_inside[begins + sizes - back] = False  # a piece that begins here would reach into the next text
    starts = begins - (SHINGLE - 1) * np.arange(len(padded), dtype=np.int64)
    return (rolled[is_inside[: len(rolled)]] >> np.uint64(32)).astype(np.uint32), starts


def mixed(numbers: Hashes) -> Hashes:
    """The first half of SplitMix64 (Steele, Lea and Flood 2014): every bit moves the high and the low ones."""
    stirred = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return stirred ^ (stirred >> np.uint64(27))
