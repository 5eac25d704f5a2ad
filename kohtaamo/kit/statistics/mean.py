from __future__ import annotations

from collections.abc import Iterable
from math import fsum, inf, sqrt

from .estimate import Counts, Estimate, Sample, clip, total
from .student import t95


def _mean(counts: Counts, n: int) -> float:
    return fsum(value * count for value, count in counts.items()) / n


def standard_deviation(counts: Counts) -> float:
    """Of the sample (divides by n - 1), in the unit of the answers.

    `ValueError` with fewer than two answers. Source: TheyDo (row 8's 0.996 is the sample's).
    """
    n = total(counts)
    if n == 1:
        raise ValueError("one answer has no spread")
    mean = _mean(counts, n)
    return sqrt(fsum(count * (value - mean) ** 2 for value, count in counts.items()) / (n - 1))


def mean_score(counts: Counts, *, bounds: tuple[float, float] | None = None) -> Estimate:
    """The mean with Student's t interval, in the unit of the answers, clipped to `bounds` when given.

    One answer has an infinite interval: with bounds the whole scale. `ValueError` without answers.
    Source: TheyDo; the interval is the text-book one.
    """
    sample = mean_sample(counts)
    half = sample.standard_error * t95(sample.freedom) if sample.n > 1 else inf
    low, high = sample.value - half, sample.value + half
    if bounds is not None:
        low, high = clip(low, bounds), clip(high, bounds)
    return Estimate(sample.value, low, high, sample.n)


def mean_sample(counts: Counts) -> Sample:
    """A mean for comparisons, with sd/sqrt(n); one answer has an infinite standard error.

    `ValueError` without answers. Source: text-book.
    """
    n = total(counts)
    error = standard_deviation(counts) / sqrt(n) if n > 1 else inf
    return Sample(_mean(counts, n), error, n)


def clustered_sample(clusters: Iterable[Counts]) -> Sample:
    """A mean whose answers come in clusters, one histogram each (per agent, per unit).

    Answers about the same agent resemble each other, so each cluster counts as one witness of the
    noise: the standard error is CR1 and the degrees are clusters - 1. `ValueError` without answers.
    Source: Liang & Zeger 1986; row 27 asks for it by agent.
    """
    filled = [counts for counts in clusters if sum(counts.values())]
    sizes = [total(counts) for counts in filled]
    n, groups = sum(sizes), len(filled)
    if n == 0:
        raise ValueError("no answers, no number")
    mean = fsum(_mean(counts, size) * size for counts, size in zip(filled, sizes, strict=True)) / n
    if groups == 1:
        return Sample(mean, inf, n, 0)
    squares = fsum(
        (size * (_mean(counts, size) - mean)) ** 2 for counts, size in zip(filled, sizes, strict=True)
    )
    return Sample(mean, sqrt(groups / (groups - 1) * squares) / n, n, groups - 1)
