"""BM25 over bags of parts, as Robertson and Zaragoza (2009) give it, with Lucene's weight of rare parts.

A text scores, summed over the parts of the query,
ln(1 + (N - n + 0.5) / (n + 0.5)) * f * (k1 + 1) / (f + k1 * (1 - b + b * length / mean length)),
where n of the N texts have the part, and this text has it f times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tuning:
    k1: float
    b: float


@dataclass(frozen=True, eq=False)
class WordCounts:
    """Each word of each text once: text `texts[i]` has word `words[i]` `counts[i]` times."""

    size: int
    vocabulary: list[str]
    texts: Ints
    words: Ints
    counts: Ints

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> WordCounts:
        places: dict[str, int] = {}
        flat: list[int] = []
        sizes: list[int] = []
        for words in texts:
            flat.extend(places.setdefault(word, len(places)) for word in words)
            sizes.append(len(words))
        owners = np.repeat(np.arange(len(sizes), dtype=np.int64), np.array(sizes, dtype=np.int64))
        width = max(1, len(places))
        keys, counts = np.unique(owners * width + np.array(flat, dtype=np.int64), return_counts=True)
        return cls(len(sizes), list(places), keys // width, keys % width, counts)


@dataclass(frozen=True, eq=False)
class Bm25:
    """Of each part the texts that have it, with what it gives to their scores."""

    size: int
    places: dict[str, int]
    starts: Ints
    texts: npt.NDArray[np.int32]
    gains: npt.NDArray[np.float32]

    @classmethod
    def of(cls, counted: WordCounts, parts_of_words: Sequence[Sequence[str]], tuning: Tuning) -> Bm25:
        """`parts_of_words` are the parts of each word of the vocabulary, in its order."""
        places: dict[str, int] = {}
        flat = [places.setdefault(part, len(places)) for parts in parts_of_words for part in parts]
        sizes = np.array([len(parts) for parts in parts_of_words], dtype=np.int64)
        owners, parts, times = _spread(counted, np.array(flat, dtype=np.int64), sizes)
        lengths = np.bincount(owners, weights=times, minlength=counted.size)
        keys = parts * counted.size + owners
        del parts, owners  # they are the most memory of all
        keys, found = _summed(keys, times)
        parts, owners = keys // max(1, counted.size), keys % max(1, counted.size)
        holders = np.bincount(parts, minlength=len(places))
        rarity = np.log1p((counted.size - holders + 0.5) / (holders + 0.5))
        mean = lengths.mean() if lengths.any() else 1.0
        damped = found + tuning.k1 * (1 - tuning.b + tuning.b * lengths[owners] / mean)
        gains = rarity[parts] * found * (tuning.k1 + 1) / damped
        starts = np.concatenate([[0], np.cumsum(holders)])
        return cls(counted.size, places, starts, owners.astype(np.int32), gains.astype(np.float32))

    def scores(self, parts: Iterable[str]) -> npt.NDArray[np.float64]:
        """One number a text; a part that the query has twice counts twice."""
        asked = Counter(self.places[part] for part in parts if part in self.places)
        if not asked:
            return np.zeros(self.size)
        places = np.fromiter(asked, dtype=np.int64, count=len(asked))
        many = self.starts[places + 1] - self.starts[places]
        held = _stretches(self.starts[places], many)
        times = np.repeat(np.fromiter(asked.values(), dtype=np.float64, count=len(asked)), many)
        added = np.bincount(self.texts[held], weights=self.gains[held] * times, minlength=self.size)
        return added.astype(np.float64, copy=False)


def _spread(counted: WordCounts, parts: Ints, sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """Of every word of every text all its parts: text, part and how many times the word stands there."""
    many = sizes[counted.words]
    firsts = np.concatenate([[0], np.cumsum(sizes)])[counted.words]
    chosen = parts[_stretches(firsts, many)]
    return np.repeat(counted.texts, many), chosen, np.repeat(counted.counts, many)


def _summed(keys: Ints, times: Ints) -> tuple[Ints, Ints]:
    """Each key once, in order, with the sum of its times."""
    order = np.argsort(keys)
    ordered = keys[order]
    firsts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[firsts], np.add.reduceat(times[order], firsts)


def _stretches(firsts: Ints, many: Ints) -> Ints:
    """Places from each first on, as many as are asked of it: (5, 9), (2, 1) -> 5, 6, 9."""
    before = np.cumsum(many) - many
    within: Ints = np.arange(many.sum(), dtype=np.int64) + np.repeat(firsts - before, many)
    return within
