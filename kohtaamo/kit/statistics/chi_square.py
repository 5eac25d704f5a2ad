"""The chi-square distribution without SciPy: the incomplete gamma's series and continued fraction."""

from __future__ import annotations

from math import exp, lgamma, log

_TINY = 1e-300
_CLOSE = 1e-15
_MOST_STEPS = 10_000


def chi_square_tail(value: float, degrees: float) -> float:
    """P(X > value). `ValueError` when value < 0 or degrees <= 0. Source: Numerical Recipes 6.2."""
    if value < 0 or degrees <= 0:
        raise ValueError("chi-square is not negative and has degrees of freedom above 0")
    a, x = degrees / 2, value / 2
    if x == 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    return 1 - front * _series(a, x) if x < a + 1 else front * _continued_fraction(a, x)


def _series(a: float, x: float) -> float:
    """The lower incomplete gamma without its front; quick for x < a + 1."""
    term = result = 1 / a
    for step in range(1, _MOST_STEPS):
        term *= x / (a + step)
        result += term
        if term < _CLOSE * result:
            break
    return result


def _continued_fraction(a: float, x: float) -> float:
    """The upper incomplete gamma without its front, by Lentz's method; quick for x > a + 1."""
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    result = d
    for step in range(1, _MOST_STEPS):
        b += 2
        term = -step * (step - a)
        d = 1 / ((term * d + b) or _TINY)
        c = (b + term / c) or _TINY
        result *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return result
