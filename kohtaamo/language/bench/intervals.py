"""How much a mean F1 may owe to which texts happened to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .scores import Pair, SetPair

DRAWS = 500
SEED = 20


def macro_f1_interval(pairs: Sequence[SetPair]) -> tuple[float, float]:
    """95 % of the macro-F1 of as many texts drawn again and again of these; percentile bootstrap, Efron 1979."""
    labels = sorted(set().union(*(said for said, _ in pairs)))
    said, read = (indicators((pair[side] for pair in pairs), labels) for side in (0, 1))
    drawn = np.random.default_rng(SEED).multinomial(len(pairs), np.full(len(pairs), 1 / len(pairs)), DRAWS)
    both = drawn @ (said + read)
    # A label that no drawn text has is left out of that draw's mean.
    f1 = np.where(both, 2 * (drawn @ (said * read)) / np.maximum(both, 1), np.nan)
    low, high = np.percentile(np.nanmean(f1, axis=1), (2.5, 97.5))
    return float(low), float(high)


def indicators(sets: Iterable[Iterable[str]], labels: Sequence[str]) -> NDArray[np.int64]:
    """Texts by labels: 1 where the text has the label."""
    return np.array([[label in one for label in labels] for one in map(set, sets)], dtype=np.int64)


def as_sets(pairs: Iterable[Pair]) -> list[SetPair]:
    return [({said}, {read}) for said, read in pairs]
