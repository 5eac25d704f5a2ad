"""Two variants tried side by side. Digital and watched all the time: `always_valid`. Planned, its n fixed
beforehand: `two_shares` of the package. First of all `assignment`: were people shared out as planned?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, exp, fsum, inf, isfinite, log, log1p, sqrt
from statistics import NormalDist
from typing import Literal

from .chi_square import chi_square_tail
from .difference import answers_to_detect
from .estimate import Z95, Measured, Sample
from .proportion import share

ALPHA = 0.05
STOP_BELOW = 0.01
TUNED_FOR = 5000

Planning = Literal["unpooled", "cohen_h"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whether the sizes of the arms fit the plan; `mismatched`: stop, no number of this test can be trusted."""

    chi_square: float
    p: float
    mismatched: bool


@dataclass(frozen=True, slots=True)
class AlwaysValid:
    """The first less the second; low..high and p hold however often one looks. `n` is of both arms."""

    value: float
    low: float
    high: float
    p: float
    n: int

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2


def assignment(
    counts: Sequence[int], *, planned: Sequence[float] | None = None, stop_below: float = STOP_BELOW
) -> Assignment:
    """Sample ratio mismatch: chi-square of the arms' counts against the planned shares (even when None).

    `planned` are above 0, in any unit. `ValueError` with fewer than two arms, nobody in them, or a plan
    that does not fit them. Source: row 23; Fabijan et al. 2019.
    """
    shares = [1.0] * len(counts) if planned is None else list(planned)
    if len(counts) < 2 or len(shares) != len(counts) or min(shares) <= 0:  # noqa: PLR2004 - arms to compare
        raise ValueError("a plan gives each of two or more arms a share above 0")
    n = sum(counts)
    if n == 0 or min(counts) < 0:
        raise ValueError("nobody in the arms, no ratio")
    expected = [n * part / fsum(shares) for part in shares]
    value = fsum((count - hoped) ** 2 / hoped for count, hoped in zip(counts, expected, strict=True))
    p = chi_square_tail(value, len(counts) - 1)
    return Assignment(value, p, mismatched=p < stop_below)


def always_valid(
    first: Measured, second: Measured, *, alpha: float = ALPHA, tuned_for: int = TUNED_FOR
) -> AlwaysValid:
    """The first less the second with an asymptotic confidence sequence: look as often as you like.

    Half width: sqrt(s2) sqrt(2 (N rho2 + 1) ln(sqrt(N rho2 + 1)/alpha) / (N rho)^2), s2 = N Var(diff), and p
    from the same sequence's e-value. `tuned_for` is the N (both arms) at which it is tightest; choose it
    before the first look. An arm in which no answer differs shows not how large chance is: the interval
    is infinite. `ValueError` when alpha is not between 0 and 1 or `tuned_for` below 1.
    Source: Waudby-Smith et al., arXiv 2103.06476 eqs. 9, 155 and 161, as gbstats 0.8.0.
    """
    if not 0 < alpha < 1 or tuned_for < 1:
        raise ValueError("alpha lies between 0 and 1, and a size is above 0")
    value, n = first.value - second.value, first.n + second.n
    errors = (first.standard_error, second.standard_error)
    if min(errors) == 0 or not isfinite(max(errors)):
        return AlwaysValid(value, -inf, inf, 1.0, n)
    variance = errors[0] ** 2 + errors[1] ** 2
    rho2 = (-2 * log(alpha) + log1p(-2 * log(alpha))) / tuned_for
    grown = n * rho2 + 1
    half = sqrt(n * variance) * sqrt(2 * grown * log(sqrt(grown) / alpha) / (n**2 * rho2))
    # 1 over the e-value exp(w z^2 / (2 (w + 1))) / sqrt(w + 1), w = N rho^2
    logs = log(grown) / 2 - n * rho2 * value**2 / variance / (2 * grown)
    return AlwaysValid(value, value - half, value + half, exp(min(0.0, logs)), n)


def always_valid_shares(
    first: tuple[int, int], second: tuple[int, int], *, alpha: float = ALPHA, tuned_for: int = TUNED_FOR
) -> AlwaysValid:
    """As `always_valid`, of two (successes, n) with the plain error; unit 0..1. `ValueError` as `two_shares`."""
    return always_valid(_plain(*first), _plain(*second), alpha=alpha, tuned_for=tuned_for)


def _plain(successes: int, n: int) -> Sample:
    value = share(successes, n).value
    return Sample(value, sqrt(value * (1 - value) / n), n)


def answers_per_arm(base: float, hoped: float, *, power: float = 0.8, planning: Planning = "unpooled") -> int:
    """Answers each arm needs to tell the share `hoped` from the share `base` (0..1), two-sided 5 %.

    `ValueError` when they are equal, not within 0..1, or power is not between 0 and 1. Source: row 22,
    statsmodels; Cohen 1988 for h = 2 asin sqrt(p1) - 2 asin sqrt(p2).
    """
    if not (0 <= base <= 1 and 0 <= hoped <= 1) or base == hoped or not 0 < power < 1:
        raise ValueError("two different shares, and a power between 0 and 1")
    if planning == "unpooled":
        return answers_to_detect(abs(hoped - base), base * (1 - base), hoped * (1 - hoped), power=power)
    h = 2 * asin(sqrt(hoped)) - 2 * asin(sqrt(base))
    return ceil(2 * ((Z95 + NormalDist().inv_cdf(power)) / h) ** 2)
