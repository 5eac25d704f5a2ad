"""Student's t without SciPy: the incomplete beta's continued fraction, and Newton."""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

_TINY = 1e-300
_CLOSE = 1e-15
_MOST_STEPS = 500
_NEARLY_NORMAL = 1e7


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Lentz's method for the incomplete beta (Numerical Recipes 6.4); needs x < (a + 1)/(a + b + 2)."""
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or _TINY)
    result = d
    for m in range(1, _MOST_STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or _TINY)
            c = (1 + term / c) or _TINY
            result *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return result


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """I_x(a, b), told both x and `rest` = 1 - x, so that neither end loses its digits."""
    if x <= 0 or rest <= 0:
        return float(rest <= 0)
    logs = (a * log(x) + b * log1p(-x)) if x < rest else (a * log1p(-rest) + b * log(rest))
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + logs)
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, x) / a
    return 1 - front * _continued_fraction(b, a, rest) / b


def student_tail(t: float, degrees: float) -> float:
    """P(T > t) for t >= 0. `ValueError` when degrees <= 0. Source: Abramowitz & Stegun 26.7.1."""
    if degrees <= 0:
        raise ValueError("Student's t needs degrees of freedom above 0")
    if degrees > _NEARLY_NORMAL:
        return NormalDist().cdf(-t)
    whole = degrees + t * t
    return _incomplete_beta(degrees / 2, 0.5, degrees / whole, t * t / whole) / 2


@lru_cache(maxsize=1024)
def student_quantile(probability: float, degrees: float) -> float:
    """The t below which `probability` (0.5 <= p < 1) lies; infinite when degrees <= 0.

    `ValueError` for other probabilities. Source: Student 1908; checked against SciPy.
    """
    if not 0.5 <= probability < 1:  # noqa: PLR2004 - the lower half mirrors the upper
        raise ValueError("ask for the upper half of the distribution")
    if degrees <= 0:
        return inf
    # the tail is convex and the normal quantile lies below Student's: Newton climbs from there, never past it
    tail = 1 - probability
    t = NormalDist().inv_cdf(probability)
    for _ in range(_MOST_STEPS):
        step = (student_tail(t, degrees) - tail) / _density(t, degrees)
        t += step
        if step <= _CLOSE * t:
            break
    return t


def _density(t: float, degrees: float) -> float:
    logs = lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - (degrees + 1) / 2 * log1p(t * t / degrees)
    return exp(logs) / sqrt(degrees * pi)


def t95(degrees: float) -> float:
    """Half widths of a 95 % interval in standard errors."""
    return student_quantile(0.975, degrees)


def welch_degrees(parts: list[tuple[float, int]]) -> float:
    """Degrees of freedom of a sum, from (standard error, degrees) of each part; 0 when any has none.

    Source: Welch 1947, Satterthwaite 1946.
    """
    whole = sum(error**2 for error, _ in parts)
    if whole == 0 or any(degrees < 1 for _, degrees in parts):
        return 0.0
    return whole**2 / sum(error**4 / degrees for error, degrees in parts)


def combined_error(errors: list[float]) -> float:
    return sqrt(sum(error**2 for error in errors))
