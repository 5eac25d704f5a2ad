from __future__ import annotations

from dataclasses import dataclass
from math import ceil, copysign, inf, isfinite, sqrt
from statistics import NormalDist

from .estimate import Z95, Measured, Sample
from .student import combined_error, student_tail, t95, welch_degrees


@dataclass(frozen=True, slots=True)
class Difference:
    """`value` = first - second with its 95 % interval; `z` and two-sided `p` of no difference."""

    value: float
    standard_error: float
    low: float
    high: float
    z: float
    p: float


def _two_sided(z: float) -> float:
    return 2 * NormalDist().cdf(-abs(z))


def _ratio(value: float, error: float) -> float:
    if error > 0:
        return value / error
    return copysign(inf, value) if value else 0.0


def difference(first: Measured, second: Measured) -> Difference:
    """The first less the second: independent estimates or samples in one unit, through their standard errors.

    diff / sqrt(SE1^2 + SE2^2), normal. Source: MeasuringU; Cross Validated answer (ticket model).
    """
    value = first.value - second.value
    error = combined_error([first.standard_error, second.standard_error])
    z = _ratio(value, error)
    return Difference(value, error, value - Z95 * error, value + Z95 * error, z, _two_sided(z))


def pooled_difference(first: Sample, second: Sample, both: Sample) -> Difference:
    """The first less the second; `both` is all their answers as one sample.

    z and p ask how likely such a difference is if nothing differs, so they take the spread of all the answers
    together, and Student's t: where many things are compared, the spread of each side by itself finds a fifth
    too much by chance (docs/simulations.md). The interval supposes no such thing: Welch's, endless where a side
    does not tell how much it varies. Source: as `two_shares`, for any mean; Student 1908, Welch 1947.
    """
    plain = difference(first, second)
    spread = both.standard_error * sqrt(both.n) * sqrt(1 / first.n + 1 / second.n)
    t = _ratio(plain.value, spread)
    p = 2 * student_tail(abs(t), first.n + second.n - 2) if isfinite(t) else 1.0
    degrees = welch_degrees([(side.standard_error, side.freedom) for side in (first, second)])
    half = t95(degrees) * plain.standard_error if degrees > 0 else inf
    return Difference(plain.value, plain.standard_error, plain.value - half, plain.value + half, t, p)


def two_shares(first: tuple[int, int], second: tuple[int, int]) -> Difference:
    """The first less the second: two (successes, n); unit 0..1. z and p pool the two, the interval does not.

    `ValueError` when a pair is not a share. Source: statsmodels `proportions_ztest`, row 22.
    """
    for successes, n in (first, second):
        if n < 1 or not 0 <= successes <= n:
            raise ValueError(f"{successes} of {n} is not a share")
    (x1, n1), (x2, n2) = first, second
    p1, p2, pooled = x1 / n1, x2 / n2, (x1 + x2) / (n1 + n2)
    error = sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    z = _ratio(p1 - p2, sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)))
    value = p1 - p2
    return Difference(value, error, value - Z95 * error, value + Z95 * error, z, _two_sided(z))


def answers_for_margin(variance: float, margin: float) -> int:
    """How many answers give +-margin at 95 %: ceil(z^2 v / e^2).

    `variance` of one answer in the square of margin's unit (a net coded +1/0/-1: margin 10 points = 0.10;
    worst case v = 1). `ValueError` unless margin > 0 and variance >= 0. Source: row 5.
    """
    if margin <= 0 or variance < 0:
        raise ValueError("a margin is above 0 and a variance is not below it")
    return ceil(Z95**2 * variance / margin**2)


def answers_to_detect(
    size: float, variance: float, other_variance: float | None = None, *, power: float = 0.8
) -> int:
    """Answers needed on each side to find a true difference of `size`, two-sided 5 %, with `power`.

    Units as in `answers_for_margin`; one variance serves both sides unless the other is given.
    `ValueError` unless size > 0, variances >= 0 and 0 < power < 1. Source: row 6; row 22 unpooled.
    """
    second = variance if other_variance is None else other_variance
    if size <= 0 or min(variance, second) < 0 or not 0 < power < 1:
        raise ValueError("a size above 0, variances not below 0 and a power between 0 and 1")
    return ceil((Z95 + NormalDist().inv_cdf(power)) ** 2 * (variance + second) / size**2)
