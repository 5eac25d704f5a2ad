"""A linear text model: small, fast, and able to say which words decided.

Training needs scikit-learn, reading only numpy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, repeat
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .linear_features import BUCKETS, PIECE_BUCKETS, buckets_of, places_in

FORMAT = 1
STEPS = 127
LEAST_TEXTS_WITH = 2
# A fifth is set aside for the temperature, but no more than this.
SET_ASIDE = 0.2
TEMPERATURES = np.geomspace(0.25, 3.0, 40)

Floats = NDArray[np.float32]


class UnknownFormatError(ValueError):
    """The bytes are no model, or one of another version of the program."""


class Deciding(NamedTuple):
    """text[start:end] spoke for the label (weight above 0) or against it."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, eq=False)
class LinearModel:
    """`weights` is buckets x labels; `rarity` of a bucket is 0 where training did not meet it.

    With `many` each label is true or not by itself, otherwise exactly one is.
    """

    language: str
    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    rarity: Floats
    temperature: float = 1.0
    many: bool = False

    def read(self, text: str) -> dict[str, float]:
        """Probability of each label. A text without anything known has that of the labels alone."""
        scores = self.scores(text) / self.temperature
        shares = _sigmoid(scores) if self.many else _softmax(scores)
        return dict(zip(self.labels, shares.tolist(), strict=True))

    def scores(self, text: str) -> Floats:
        ids, values = _vector(text, self.language, self.rarity)
        return self.bias + values @ self.weights.take(ids, axis=0) if len(ids) else self.bias

    def evidence(self, text: str, label: str, *, most: int = 5) -> list[Deciding]:
        """The words that decided, in their order: those of the greatest weight for or against."""
        ids, values = _vector(text, self.language, self.rarity)
        rows, at = self.weights[ids], self.labels.index(label)
        against = np.zeros(len(ids)) if self.many else rows.mean(axis=1)
        spoken = dict(zip(ids.tolist(), ((rows[:, at] - against) * values).tolist(), strict=True))
        places = [(one.start, one.end, one.ids.tolist()) for one in places_in(text, self.language)]
        met = Counter(chain.from_iterable(every for _, _, every in places))
        said = {number: weight / met[number] for number, weight in spoken.items()}
        found = [Deciding(start, end, sum(map(said.get, every, repeat(0.0)))) for start, end, every in places]
        return sorted(sorted(found, key=lambda one: -abs(one.weight))[:most])

    def to_bytes(self) -> bytes:
        """A compressed .npz of plain numbers; a weight is kept in 127 steps of its square root."""
        largest = np.abs(self.weights).max(axis=0)
        largest[largest == 0] = 1
        steps = np.rint(STEPS * np.sqrt(np.abs(self.weights) / largest)) * np.sign(self.weights)
        out = BytesIO()
        np.savez_compressed(
            out,
            language=np.array(self.language),
            labels=np.array(self.labels),
            many=np.array(self.many),
            temperature=np.array(self.temperature),
            **{f"steps_{FORMAT}": steps.astype(np.int8)},
            largest=largest.astype(np.float32),
            bias=self.bias,
            rarity=np.rint(self.rarity * 20).astype(np.uint8),
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> LinearModel:
        """Raises `UnknownFormatError`."""
        try:
            with np.load(BytesIO(content), allow_pickle=False) as kept:
                steps = kept[f"steps_{FORMAT}"].astype(np.float32) / STEPS
                return cls(
                    language=str(kept["language"]),
                    labels=tuple(kept["labels"].tolist()),
                    weights=np.abs(steps) * steps * kept["largest"],
                    bias=kept["bias"],
                    rarity=kept["rarity"].astype(np.float32) / 20,
                    temperature=float(kept["temperature"]),
                    many=bool(kept["many"]),
                )
        except Exception as error:  # what broken bytes raise depends on where they are broken
            raise UnknownFormatError from error


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    language: str,
    weights: Sequence[float] | None = None,
    strength: float = 2.0,
    seed: int = 0,
) -> LinearModel:
    """Each text has one label, and there are at least two labels. A text of weight 2 counts as two.

    `strength` is the inverse of the regularisation. The temperature is chosen on a fifth set aside.
    """
    names = tuple(sorted(set(labels)))
    truth = np.array([names.index(label) for label in labels])
    given = None if weights is None else np.asarray(weights, dtype=np.float64)
    rarity, known, table = table_of(texts, language)
    kept, aside = _set_aside(truth, seed)
    solver = _solver(strength)
    _fit(solver, table, truth, given, rows=kept)
    temperature = _best_temperature(
        _raw_scores(solver, table[aside]), truth[aside], None if given is None else given[aside]
    )
    _fit(solver, table, truth, given, rows=np.arange(len(texts)))
    model = model_of(_columns(solver), known, language=language, labels=names, rarity=rarity)
    return replace(model, temperature=temperature)


def crossed_scores(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    language: str,
    strength: float = 2.0,
    folds: int = 4,
    seed: int = 0,
) -> Floats:
    """Texts x labels, sorted: the scores of each text by a model that was trained without it."""
    names = tuple(sorted(set(labels)))
    truth = np.array([names.index(label) for label in labels])
    _, _, table = table_of(texts, language)
    fold = np.random.default_rng(seed).integers(0, folds, len(texts))
    scores = np.zeros((len(texts), len(names)), dtype=np.float32)
    solver = _solver(strength)
    for one in range(folds):
        _fit(solver, table, truth, None, rows=np.flatnonzero(fold != one))
        scores[fold == one] = _raw_scores(solver, table[fold == one])
        solver = _solver(strength)
    return scores


Fit = tuple[NDArray[Any], NDArray[Any]]


def _vector(text: str, language: str, rarity: Floats) -> tuple[NDArray[np.int32], Floats]:
    """TF-IDF; the pieces and the words each of length one, so that neither drowns the other."""
    ids, counts = buckets_of(text, language)
    values = counts * rarity.take(ids)
    known = values.nonzero()[0]
    ids, values = ids.take(known), values.take(known)
    middle = int(ids.searchsorted(PIECE_BUCKETS))
    _make_length_one(values[:middle])
    _make_length_one(values[middle:])
    return ids, values


def _make_length_one(values: Floats) -> None:
    length = sqrt(values @ values)
    if length:
        values /= length


def table_of(texts: Sequence[str], language: str) -> tuple[Floats, NDArray[Any], Any]:
    """Rarity of each bucket, the buckets that are known, and a table of texts x known buckets."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only training needs it

    met = np.zeros(BUCKETS, dtype=np.int64)
    for text in texts:
        met[buckets_of(text, language)[0]] += 1
    rarity = np.where(met >= LEAST_TEXTS_WITH, np.log((1 + len(texts)) / (1 + met)) + 1, 0)
    # As it is read back from a file, in steps of a twentieth.
    rarity = (np.rint(rarity * 20) / 20).astype(np.float32)
    rows = [_vector(text, language, rarity) for text in texts]
    ends = np.cumsum([0, *(len(ids) for ids, _ in rows)])
    ids = np.concatenate([ids for ids, _ in rows]) if rows else np.empty(0, dtype=np.int32)
    values = np.concatenate([values for _, values in rows]) if rows else np.empty(0, dtype=np.float32)
    known = np.flatnonzero(rarity)
    return rarity, known, csr_matrix((values, ids, ends), shape=(len(texts), BUCKETS))[:, known]


def _solver(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only training needs it

    # The fit to all begins where the fit to four fifths ended.
    return LogisticRegression(C=strength, max_iter=200, tol=1e-3, warm_start=True)


def _fit(
    solver: Any, table: Any, truth: NDArray[Any], given: NDArray[Any] | None, *, rows: NDArray[Any]
) -> None:
    solver.fit(table[rows], truth[rows], None if given is None else given[rows])


def _raw_scores(solver: Any, table: Any) -> NDArray[Any]:
    weights, bias = _columns(solver)
    return np.asarray(table @ weights + bias)


def _columns(solver: Any) -> Fit:
    """Weights and bias of each label; of two labels scikit-learn keeps only the second's."""
    weights, bias = solver.coef_.T, solver.intercept_
    if weights.shape[1] > 1:
        return weights, bias
    return np.hstack([-weights / 2, weights / 2]), np.hstack([-bias / 2, bias / 2])


def model_of(
    fit: Fit, known: NDArray[Any], *, language: str, labels: tuple[str, ...], rarity: Floats
) -> LinearModel:
    weights = np.zeros((BUCKETS, len(labels)), dtype=np.float32)
    weights[known] = fit[0]
    return LinearModel(language, labels, weights, fit[1].astype(np.float32), rarity)


def _set_aside(truth: NDArray[Any], seed: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Rows kept and rows set aside; every label keeps some."""
    chance = np.random.default_rng(seed)
    aside = np.zeros(len(truth), dtype=bool)
    for label in np.unique(truth):
        rows = chance.permutation(np.flatnonzero(truth == label))
        aside[rows[: int(len(rows) * SET_ASIDE)]] = True
    return np.flatnonzero(~aside), np.flatnonzero(aside)


def _best_temperature(scores: NDArray[Any], truth: NDArray[Any], given: NDArray[Any] | None) -> float:
    """The one of the least log loss (Guo et al. 2017, "On calibration of modern neural networks")."""
    if not len(truth):
        return 1.0

    def loss(temperature: float) -> float:
        shares = _softmax(scores / temperature)
        losses = -np.log(np.maximum(shares[np.arange(len(truth)), truth], 1e-12))
        return float(np.average(losses, weights=given))

    return float(min(TEMPERATURES, key=loss))


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _sigmoid(scores: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(1 / (1 + np.exp(-np.minimum(np.maximum(scores, -50), 50))))
