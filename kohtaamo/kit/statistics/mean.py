from __future__ import annotations

from collections.abc import Iterable
from math import cbrt, fsum, inf, isinf, log, sqrt

from .estimate import Counts, Estimate, Sample, clip, total
from .proportion import share
from .student import t95

# Where none of n has happened, its mean is at most this over n at 97.5 %: Hanley & Lippman-Hand 1983.
NONE_SEEN = log(40)
NO_BOUNDS = (-inf, inf)
_SYMMETRIC = 1e-6
# How far the cubic corrects, skewness times t/sqrt(n): from 1 on its cube root changes sign and runs away.
MOST_BENT = 0.9


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


def skewness(counts: Counts) -> float:
    """Of the sample, adjusted for its size (G1): 0 where answers lie evenly around their mean.

    0 too with fewer than three answers, or all alike: nothing shows it. Source: Joanes & Gill 1998.
    """
    n = total(counts)
    mean = _mean(counts, n)
    square = fsum(count * (value - mean) ** 2 for value, count in counts.items()) / n
    if n < 3 or square == 0:  # noqa: PLR2004 - two answers always lie evenly
        return 0.0
    cube = fsum(count * (value - mean) ** 3 for value, count in counts.items()) / n
    return cube / (square * sqrt(square)) * sqrt(n * (n - 1)) / (n - 2)


def mean_score(
    counts: Counts, *, bounds: tuple[float, float] | None = None, step: float | None = None
) -> Estimate:
    """The mean with Student's t interval, corrected for skewness, in the unit of the answers.

    Ends are clipped to `bounds` when given. Of answers that lie evenly it is the text-book interval. One
    answer has an infinite interval: with bounds the whole scale. Where all are alike, a few others may yet
    come: as many as Wilson allows, at the end of the scale; where that is endless, as many of `step` as go
    unseen among n. `ValueError` without answers. Source: TheyDo; Hall 1992, the correction by a cubic.
    """
    sample = mean_sample(counts)
    ends = bounds or NO_BOUNDS
    if sample.n == 1:
        return Estimate(sample.value, *ends, 1)
    if sample.standard_error == 0:
        return Estimate(sample.value, *_ends_of_alike(sample, ends, step or inf), sample.n)
    low, high = _skewed_ends(sample, skewness(counts))
    return Estimate(sample.value, clip(low, ends), clip(high, ends), sample.n)


def _skewed_ends(sample: Sample, skew: float) -> tuple[float, float]:
    """((1 + gW/3)^3 - 1)/g + g/6n follows Student's t/sqrt(n), where W = (mean - true mean)/deviation."""
    root = sqrt(sample.n)
    deviation, reach = sample.standard_error * root, t95(sample.freedom) / root
    skew = clip(skew, (-MOST_BENT / reach, MOST_BENT / reach))

    def off(quantile: float) -> float:
        if abs(skew) < _SYMMETRIC:
            return quantile
        return 3 / skew * (cbrt(1 + skew * (quantile - skew / (6 * sample.n))) - 1)

    return sample.value - deviation * off(reach), sample.value - deviation * off(-reach)


def _ends_of_alike(sample: Sample, bounds: tuple[float, float], step: float) -> tuple[float, float]:
    others = share(0, sample.n).high
    unseen = step * NONE_SEEN / sample.n
    low, high = (unseen if isinf(end) else others * abs(end - sample.value) for end in bounds)
    return clip(sample.value - low, bounds), clip(sample.value + high, bounds)


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
