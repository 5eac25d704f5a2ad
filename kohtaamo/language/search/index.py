from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bm25 import Bm25, Tuning, WordCounts
from .words import grams_of, stems_of, words_in


@dataclass(frozen=True)
class Hit:
    id: str
    score: float


@dataclass(frozen=True)
class Weights:
    """`stem_share` is what the score by stems counts beside that by pieces of words."""

    grams: Tuning
    stems: Tuning
    stem_share: float


# Chosen by cross-validation: `kohtaamo.language.bench.retrieval`.
CHOSEN = Weights(grams=Tuning(k1=0.8, b=0.75), stems=Tuning(k1=1.2, b=0.75), stem_share=1.0)


@dataclass(frozen=True, eq=False)
class Index:
    ids: tuple[str, ...]
    places: dict[str, int]
    texts: tuple[str, ...]
    grams: Bm25
    stems: Bm25
    weights: Weights

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], *, weights: Weights = CHOSEN) -> Index:
        """Pairs of id and text. ValueError where two texts have the same id."""
        given = list(pairs)
        places = {key: place for place, (key, _) in enumerate(given)}
        if len(places) < len(given):
            raise ValueError("two texts have the same id")
        counted = WordCounts.of(words_in(text) for _, text in given)
        return cls(
            tuple(places),
            places,
            tuple(text for _, text in given),
            Bm25.of(counted, [grams_of(word) for word in counted.vocabulary], weights.grams),
            Bm25.of(counted, stems_of(counted.vocabulary), weights.stems),
            weights,
        )

    def search(self, query: str, k: int = 5) -> list[Hit]:
        return self._best(self._scores(query), k)

    def similar(self, key: str, k: int = 5) -> list[Hit]:
        """The texts nearest to one that is here, without itself; KeyError where there is no such id."""
        place = self.places[key]
        scores = self._scores(self.texts[place])
        scores[place] = 0.0
        return self._best(scores, k)

    def _scores(self, query: str) -> npt.NDArray[np.float64]:
        words = words_in(query)
        by_grams = self.grams.scores(gram for word in words for gram in grams_of(word))
        by_stems = self.stems.scores(stem for stems in stems_of(words) for stem in stems)
        return by_grams + self.weights.stem_share * by_stems

    def _best(self, scores: npt.NDArray[np.float64], k: int) -> list[Hit]:
        near = np.flatnonzero(scores > 0)
        if not 0 < k < len(near):
            return self._hits(scores, near)[: max(k, 0)]
        least = np.partition(scores[near], len(near) - k)[len(near) - k]
        return self._hits(scores, near[scores[near] >= least])[:k]

    def _hits(self, scores: npt.NDArray[np.float64], near: npt.NDArray[np.intp]) -> list[Hit]:
        order = near[np.argsort(-scores[near], kind="stable")]
        return [Hit(self.ids[place], float(scores[place])) for place in order]
