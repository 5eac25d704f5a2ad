"""Which of many things go with an outcome, and how much of it each accounts for. Loads numpy.

Shares of R², never raw regression weights: those swing when drivers go together. Association is not cause.
Source: rows 19 and 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MOST_SHAPLEY_DRIVERS = 12
RESAMPLES = 1000
MOST_DRAWS_AT_ONCE = 4_000_000  # 32 MB
INTERVAL = (2.5, 97.5)
_NOTHING = 1e-10


@dataclass(frozen=True, slots=True)
class Weights:
    """What part of the outcome's variance each driver accounts for (0..1); they sum to `r_squared`."""

    values: tuple[float, ...]
    r_squared: float

    @property
    def shares(self) -> tuple[float, ...]:
        """Of what is accounted for at all, 0..1; all 0 when nothing is."""
        return tuple(value / self.r_squared if self.r_squared else 0.0 for value in self.values)


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver's relative weight with its 95 % bootstrap interval, and its share of what is accounted for.

    A weight is never below 0, so its interval does not tell whether it is chance; `beyond_chance` does:
    in the resamples the driver outweighs a column of random numbers.
    """

    weight: float
    low: float
    high: float
    share: float
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Drivers:
    drivers: tuple[Driver, ...]
    r_squared: float
    n: int


def relative_weights(correlations: ArrayLike, with_outcome: ArrayLike) -> Weights:
    """Johnson's relative weights from the drivers' correlations (p, p) and theirs with the outcome (p,).

    R = V L V', Z = V L^1/2 V', b = Z^-1 r, weights Z² b²; drivers that say the same share equally.
    `ValueError` when the shapes do not fit or R is no correlation matrix.
    Source: Johnson 2000; rwa (Tonidandel & LeBreton).
    """
    matrix, outcome = _checked(correlations, with_outcome)
    values = _relative(matrix, outcome)
    return Weights(tuple(values.tolist()), float(values.sum()))


def shapley_weights(correlations: ArrayLike, with_outcome: ArrayLike) -> Weights:
    """Each driver's gain in R² averaged over all orders of adding drivers (LMG); input as above.

    `ValueError` as above, and above 12 drivers (2^p regressions). Source: Lindeman, Merenda & Gold 1980.
    """
    matrix, outcome = _checked(correlations, with_outcome)
    count = len(outcome)
    if count > MOST_SHAPLEY_DRIVERS:
        raise ValueError(f"at most {MOST_SHAPLEY_DRIVERS} drivers")
    explained = np.zeros(2**count)
    sizes = np.array([subset.bit_count() for subset in range(2**count)])
    for subset in range(1, 2**count):
        members = [driver for driver in range(count) if subset >> driver & 1]
        part = outcome[members]
        explained[subset] = part @ np.linalg.pinv(matrix[np.ix_(members, members)], hermitian=True) @ part
    orders = [factorial(k) * factorial(count - k - 1) / factorial(count) for k in range(count)]
    subsets = np.arange(2**count)
    values = []
    for driver in range(count):
        without = subsets[(subsets >> driver & 1) == 0]
        gains = explained[without | 1 << driver] - explained[without]
        values.append(float(np.array(orders)[sizes[without]] @ gains))
    return Weights(tuple(values), float(explained[-1]))


def relative_drivers(
    predictors: ArrayLike, outcome: ArrayLike, *, seed: int, resamples: int = RESAMPLES
) -> Drivers:
    """Relative weights of predictors (n, p) on an outcome (n,), with percentile bootstrap intervals.

    People are drawn anew `resamples` times; the seed makes the numbers come out the same again. A
    predictor that never varies weighs nothing. `ValueError` unless there are more people than predictors
    + 2, all finite, and the outcome varies. Source: Tonidandel, LeBreton & Johnson 2009.
    """
    x, y = np.asarray(predictors, float), np.asarray(outcome, float)
    if x.ndim != 2 or y.shape != x.shape[:1] or len(y) < x.shape[1] + 3 or not x.shape[1]:  # noqa: PLR2004
        raise ValueError("predictors are people by drivers, with more people than drivers + 2")
    if not (np.isfinite(x).all() and np.isfinite(y).all()) or np.ptp(y) == 0:
        raise ValueError("all numbers are finite, and the outcome varies")
    chance = np.random.default_rng(seed)
    n, count = x.shape
    data = _standardised(np.column_stack([x, y]))
    point = _weights_of(data, np.ones((1, n)))[0]
    noise = _standardised(chance.standard_normal((n, 1)))
    plain, noisy = _resampled([data, np.column_stack([data[:, :-1], noise, data[:, -1]])], chance, resamples)
    low, high = np.percentile(plain, INTERVAL, axis=0)
    beyond = np.percentile(noisy[:, :count] - noisy[:, count:], INTERVAL[0], axis=0) > 0
    whole = float(point.sum())
    found = [
        Driver(float(w), float(a), float(b), float(w) / whole if whole else 0.0, bool(beats))
        for w, a, b, beats in zip(point, low, high, beyond, strict=True)
    ]
    return Drivers(tuple(found), whole, n)


def _checked(correlations: ArrayLike, with_outcome: ArrayLike) -> tuple[Array, Array]:
    matrix, outcome = np.asarray(correlations, float), np.asarray(with_outcome, float)
    count = len(outcome) if outcome.ndim == 1 else 0
    if not count or matrix.shape != (count, count):
        raise ValueError("correlations are drivers by drivers, and one each with the outcome")
    whole = np.eye(count + 1)
    whole[:count, :count], whole[count, :count], whole[:count, count] = matrix, outcome, outcome
    proper = np.isfinite(whole).all() and np.allclose(whole, whole.T) and np.allclose(np.diag(whole), 1)
    if not proper or np.linalg.eigvalsh(whole).min() < -(_NOTHING**0.5):
        raise ValueError("these correlations cannot belong to any data")
    return matrix, outcome


def _relative(matrix: Array, outcome: Array) -> Array:
    """Weights (..., p) of correlations (..., p, p) and (..., p)."""
    values, vectors = np.linalg.eigh(matrix)
    roots = np.sqrt(np.clip(values, 0, None))
    inverse = np.divide(1, roots, out=np.zeros_like(roots), where=roots > _NOTHING**0.5)
    turned = np.swapaxes(vectors, -1, -2)
    z = (vectors * roots[..., None, :]) @ turned
    betas = ((vectors * inverse[..., None, :]) @ turned @ outcome[..., None])[..., 0]
    weights: Array = (z**2 @ (betas**2)[..., None])[..., 0]
    return weights


def _standardised(columns: Array) -> Array:
    centred = columns - columns.mean(axis=0)
    spread = centred.std(axis=0)
    scaled: Array = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > _NOTHING)
    return scaled


def _resampled(tables: list[Array], chance: np.random.Generator, resamples: int) -> list[Array]:
    """The weights (resamples, p) of each table under the same draws of people."""
    n = len(tables[0])
    block = max(1, MOST_DRAWS_AT_ONCE // n)
    found: list[list[Array]] = [[] for _ in tables]
    for start in range(0, resamples, block):
        # how often each person is drawn into each resample
        draws = chance.multinomial(n, np.full(n, 1 / n), size=min(block, resamples - start)).astype(float)
        for weights, table in zip(found, tables, strict=True):
            weights.append(_weights_of(table, draws))
    return [np.concatenate(weights) for weights in found]


def _weights_of(data: Array, draws: Array) -> Array:
    """Relative weights (resamples, p) of standardised data (n, p + 1), the outcome last."""
    n, columns = data.shape
    upper = np.triu_indices(columns)
    means = draws @ data / n
    products = np.zeros((len(draws), columns, columns))
    products[:, upper[0], upper[1]] = draws @ (data[:, upper[0]] * data[:, upper[1]]) / n
    covariance = products + np.swapaxes(np.triu(products, 1), 1, 2) - means[:, :, None] * means[:, None, :]
    spread = np.sqrt(np.clip(np.diagonal(covariance, axis1=1, axis2=2), 0, None))
    scale = spread[:, :, None] * spread[:, None, :]
    correlations = np.divide(covariance, scale, out=np.zeros_like(scale), where=scale > _NOTHING)
    diagonal = np.arange(columns)
    correlations[:, diagonal, diagonal] = 1
    return _relative(correlations[:, :-1, :-1], correlations[:, :-1, -1])
