"""The middle of all answers, with an interval that holds whatever their distribution is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import comb, floor, inf, pi, sqrt
from statistics import NormalDist

from .estimate import Z95, Counts, Estimate, Sample, total
from .mean import standard_deviation

TAIL = 0.025
# Below this no two of the answers enclose the median with 95 %: half to the fifth, twice, is 6.25 %.
FEWEST = 6
# Up to here binomial tails are summed exactly; further on the normal curve gives the same rank, or one more sure.
EXACT = 1_000


def median_score(counts: Counts) -> Estimate:
    """The median with the interval from its order statistics, in the unit of the answers.

    The ends are the k-th lowest and the k-th highest answer, where fewer than k of n fair coins fall heads with a
    chance of at most 2.5 %: so it covers at least 95 %, and never less where answers are alike. `ValueError` with
    fewer than six answers. Source: Conover 1999, Practical Nonparametric Statistics, 3.2.
    """
    n = total(counts)
    if n < FEWEST:
        raise ValueError("fewer than six answers do not enclose their median")
    rank, _ = rank_of(n)
    low, high = answers_at(counts, [rank, n + 1 - rank])
    return Estimate(middle(counts, n), low, high, n)


def median_sample(counts: Counts) -> Sample:
    """A median for comparisons: the standard error read back from the width between its order statistics.

    One answer has an infinite error. Where the answers in the middle are alike and others are not, it is the error
    of a mean times sqrt(pi/2), as of the median of normal answers. `ValueError` without answers.
    Source: Price & Bonett 2001, with the ranks of `median_score`.
    """
    n = total(counts)
    value = middle(counts, n)
    if n == 1:
        return Sample(value, inf, n)
    rank, tail = rank_of(n)
    low, high = answers_at(counts, [rank, n + 1 - rank])
    error = (high - low) / (2 * -NormalDist().inv_cdf(tail))
    return Sample(value, error or standard_deviation(counts) / sqrt(n) * sqrt(pi / 2), n)


def middle(counts: Counts, n: int) -> float:
    low, high = answers_at(counts, [(n + 1) // 2, n // 2 + 1])
    return (low + high) / 2


def answers_at(counts: Counts, ranks: Sequence[int]) -> list[float]:
    """The answers at these places, counted from 1, the lowest first; the ranks are in order too."""
    found: list[float] = []
    passed = 0
    for value, count in sorted(counts.items()):
        passed += count
        while len(found) < len(ranks) and ranks[len(found)] <= passed:
            found.append(float(value))
    return found


@lru_cache(maxsize=10_000)
def rank_of(n: int) -> tuple[int, float]:
    """k, and the chance that fewer than k of n fair coins fall heads; k is 1 at least, whatever its chance."""
    if n > EXACT:
        rank = floor((n + 1 - Z95 * sqrt(n)) / 2)
        return rank, NormalDist().cdf((2 * rank - 1 - n) / sqrt(n))
    rank, below = 1, 1
    while (more := below + comb(n, rank)) <= TAIL * 2**n:
        rank, below = rank + 1, more
    return rank, below / 2**n
