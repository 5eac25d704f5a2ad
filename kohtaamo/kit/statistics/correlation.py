"""What goes together among many things, without mistaking chance for a find. Loads numpy. Source: row 21."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from math import atanh, exp, lgamma, log, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .discovery import discoveries
from .estimate import Z95
from .student import student_tail

Array = NDArray[np.float64]

FEWEST = 10
FEWEST_WITNESSES = 4


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rho (-1..1) of n pairs with its 95 % interval and two-sided p of none.

    `rho` is None, and p 1, where fewer than ten pairs, or a thing that never varies, tell nothing.
    """

    rho: float | None
    low: float
    high: float
    p: float
    n: int


@dataclass(frozen=True, slots=True)
class Found:
    """The correlation of two columns, by their places; `later` is taken `lag` rows after `earlier`.

    `believed`: it stands among the discoveries of its family, of which at most 5 % are chance.
    """

    earlier: int
    later: int
    lag: int
    correlation: Correlation
    believed: bool


def spearman(first: ArrayLike, second: ArrayLike) -> Correlation:
    """The correlation of ranks of two columns (n,), ties sharing their mean rank; NaN pairs are left out.

    p by Student's t with n - 2 (text-book from ten pairs on), the interval by Fisher's z.
    `ValueError` when the lengths differ. Source: Spearman 1904; Bonett & Wright 2000 for the interval.
    """
    x, y = np.asarray(first, float), np.asarray(second, float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError("two columns of one length")
    whole = ~(np.isnan(x) | np.isnan(y))
    n = int(whole.sum())
    if n < FEWEST:
        return Correlation(None, -1, 1, 1, n)
    a, b = _centred_ranks(x[whole]), _centred_ranks(y[whole])
    spread = float(np.sqrt((a @ a) * (b @ b)))
    if spread == 0:
        return Correlation(None, -1, 1, 1, n)
    return _judged(max(-1.0, min(1.0, float(a @ b) / spread)), n)


def spearman_over_time(
    first: ArrayLike, second: ArrayLike, places: ArrayLike, months: ArrayLike
) -> Correlation:
    """As `spearman` of columns (n,) without gaps, where pairs of one place are no separate witnesses.

    `places` and `months` (whole numbers, one pair each) tell where each pair stands. Places that differ for
    good, and months like the one before, go together by chance far more than n lets expect; so p and the
    interval count as many pairs as would by themselves vary as much: 1 + 1/var(rho), var(rho) from how alike
    pairs of one place some months apart are in both columns. `ValueError` when the lengths differ.
    Source: Clifford, Richardson & Hémon 1989.
    """
    plain = spearman(first, second)
    if plain.rho is None:
        return plain
    alike = [_likeness(np.asarray(column, float), places, months) for column in (first, second)]
    together = [near * far for (near, _), (far, _) in zip(*alike, strict=True)]
    pairs = [count for _, count in alike[0]]
    variance = (
        plain.n + 2 * sum(part * count for part, count in zip(together, pairs, strict=True))
    ) / plain.n**2
    witnesses = float(min(plain.n, 1 + 1 / variance)) if variance > 0 else float(plain.n)
    if witnesses < FEWEST_WITNESSES:
        return Correlation(plain.rho, -1, 1, 1, plain.n)
    judged = _judged(plain.rho, witnesses)
    return Correlation(plain.rho, judged.low, judged.high, judged.p, plain.n)


def _likeness(column: Array, places: ArrayLike, months: ArrayLike) -> list[tuple[float, float]]:
    """For 1, 2, ... months apart: how alike pairs of one place are (-1..1), and how many there are."""
    _, rows = np.unique(np.asarray(places), return_inverse=True)
    moments = np.asarray(months, int)
    ranks = _centred_ranks(column)
    grid = np.zeros((2, rows.max() + 1, moments.max() - moments.min() + 1))
    grid[0, rows, moments - moments.min()] = ranks / np.sqrt(np.mean(ranks**2))
    grid[1, rows, moments - moments.min()] = 1
    sums, counts = _sums_apart(grid)
    return [(float(found / max(1, count)), count) for found, count in zip(sums, np.rint(counts), strict=True)]


def _sums_apart(grids: Array) -> Array:
    """Products of cells of one row 1, 2, ... columns apart, summed over the rows of each grid (k, rows, columns)."""
    columns = grids.shape[2]
    power = (np.abs(np.fft.rfft(grids, 2 * columns, axis=2)) ** 2).sum(axis=1)
    sums: Array = np.fft.irfft(power, 2 * columns, axis=1)[:, 1:columns]
    return sums


def spearman_matrix(columns: ArrayLike, *, lag: int = 0, rate: float = 0.05) -> list[Found]:
    """Every two columns of a table (n, p), and which of the correlations to believe (Benjamini-Hochberg).

    With a lag the rows are in the order of time and each column is set against each other `lag` rows
    later, both ways; columns that each have a trend go together more than p says. Pairs of which nothing
    can be told are listed and take no part in the choice.
    `ValueError` when the table has not two dimensions or the lag is negative. Source: row 21.
    """
    table = np.asarray(columns, float)
    if table.ndim != 2 or lag < 0:  # noqa: PLR2004 - rows and columns
        raise ValueError("a table of rows and columns, and a lag that is not negative")
    count = table.shape[1]
    pairs: Iterable[tuple[int, int]] = permutations(range(count), 2) if lag else combinations(range(count), 2)
    found = [(a, b, spearman(table[: max(0, len(table) - lag), a], table[lag:, b])) for a, b in pairs]
    told = iter(discoveries([each.p for *_, each in found if each.rho is not None], rate=rate))
    return [Found(a, b, lag, each, _next(told, each)) for a, b, each in found]


def _next(told: Iterator[bool], each: Correlation) -> bool:
    return each.rho is not None and next(told)


def _centred_ranks(values: Array) -> Array:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    centred: Array = ranks - ranks.mean()
    return centred


def _judged(rho: float, n: float) -> Correlation:
    # no arrangement of ranks is rarer than one in n!, and both signs count
    rarest = exp(log(2) - lgamma(n + 1))
    rest = 1 - rho**2
    p = 2 * student_tail(abs(rho) * sqrt((n - 2) / rest), n - 2) if rest > 0 else 0.0
    # a full correlation gets the interval of one with two neighbours exchanged
    inside = max(-1 + 12 / (n**3 - n), min(1 - 12 / (n**3 - n), rho))
    half = Z95 * sqrt((1 + inside**2 / 2) / (n - 3))
    low, high = tanh(atanh(inside) - half), tanh(atanh(inside) + half)
    return Correlation(rho, min(rho, low), max(rho, high), max(p, rarest), int(n))
