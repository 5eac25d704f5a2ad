from __future__ import annotations

from math import sqrt

from .estimate import Z95, Counts, Estimate, Sample, count_between, on_scale


def _check(successes: int, n: int) -> None:
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")


def share(successes: int, n: int) -> Estimate:
    """The share successes / n with its Wilson interval; unit 0..1.

    `ValueError` when n < 1 or successes are not within 0..n. Source: Qualtrics top box (Wilson 1927).
    """
    _check(successes, n)
    p, z2 = successes / n, Z95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # at the ends the interval touches 0 or 1 exactly; rounding must not push it past the value
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Estimate(p, low, high, n)


def share_between(counts: Counts, lowest: float, highest: float) -> Estimate:
    """The share of answers within lowest..highest, ends included; unit 0..1, Wilson interval.

    `ValueError` without answers. Source: Qualtrics top box.
    """
    return share(count_between(counts, lowest, highest), sum(counts.values()))


def top_two_box(counts: Counts, *, lowest: int = 1, highest: int = 5) -> Estimate:
    """CSAT: the share of the two best steps of the scale; unit 0..1, Wilson interval.

    `ValueError` without answers or when one is off the scale. Source: Qualtrics top box.
    """
    on_scale(counts, lowest, highest)
    return share_between(counts, highest - 1, highest)


def share_sample(successes: int, n: int) -> Sample:
    """A share for comparisons: the plain value 0..1 the error with a success and a failure more.

    `ValueError` as in `share`. Source: Agresti & Caffo 2000.
    """
    _check(successes, n)
    p = (successes + 1) / (n + 2)
    return Sample(successes / n, sqrt(p * (1 - p) / (n + 2)), n)
