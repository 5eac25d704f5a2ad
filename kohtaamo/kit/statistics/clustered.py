"""Changes of people or units who answer both before and after: each is one witness of the noise. Source: row 27."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, inf, sqrt

from .effect import MINIMUM_ANSWERS, Effect, verdict
from .estimate import Counts, Sample, total
from .student import combined_error, t95, welch_degrees

# Student's t with clusters - 1 is right for even clusters however few; uneven ones need some (Cameron & Miller 2015).
FEWEST_CLUSTERS = 6
# Of whose answers fewer than these are known to be whose, the clusters would tell of another crowd.
MOSTLY = 0.9

Clusters = Mapping[int, Counts] | Mapping[str, Counts]
"""A histogram of answers for each agent (or unit)."""


def are_witnesses(change: tuple[Clusters, Clusters], comparison: tuple[Clusters, Clusters], n: int) -> bool:
    """Whether each of two sides has clusters enough, no cluster is in both, and most of the `n` answers are known."""
    own, others = (set(before) | set(after) for before, after in (change, comparison))
    known = sum(total(counts) for side in (*change, *comparison) for counts in side.values())
    return min(len(own), len(others)) >= FEWEST_CLUSTERS and not own & others and known >= MOSTLY * n


def clustered_effect(
    change: tuple[Clusters, Clusters],
    comparison: tuple[Clusters, Clusters],
    n: int,
    *,
    expected: float | None = None,
    higher_is_better: bool = True,
    minimum: int = MINIMUM_ANSWERS,
) -> Effect | None:
    """`clustered_difference_in_differences` of both sides before and after; None where clusters tell too little."""
    if not are_witnesses(change, comparison, n) or not all((*change, *comparison)):
        return None
    return clustered_difference_in_differences(
        clustered_change(*change),
        clustered_change(*comparison),
        expected=expected,
        higher_is_better=higher_is_better,
        minimum=minimum,
    )


def clustered_change(before: Clusters, after: Clusters) -> Sample:
    """The later mean less the earlier, its error CR1 by cluster and the degrees clusters - 1.

    A cluster that is high both times is no noise of the change, one that changes much is. A cluster may have
    answered only once. `n` is of both times. `ValueError` when either time has no answers.
    Source: Liang & Zeger 1986, as statsmodels' clustered errors of the regression on time.
    """
    sides = [
        {key: counts for key, counts in side.items() if sum(counts.values())} for side in (before, after)
    ]
    sizes = [sum(total(counts) for counts in side.values()) for side in sides]
    if min(sizes) == 0:
        raise ValueError("no answers, no number")
    means = [fsum(map(_sum, side.values())) / size for side, size in zip(sides, sizes, strict=True)]
    clusters, n = sides[0].keys() | sides[1].keys(), sum(sizes)
    value = means[1] - means[0]
    if len(clusters) < 2 or n < 3:  # noqa: PLR2004 - one witness shows no noise
        return Sample(value, inf, n, max(0, len(clusters) - 1))
    pulls = fsum(
        (_pull(1, key, sides, means, sizes) - _pull(0, key, sides, means, sizes)) ** 2 for key in clusters
    )
    small = len(clusters) / (len(clusters) - 1) * (n - 1) / (n - 2)
    return Sample(value, sqrt(small * pulls), n, len(clusters) - 1)


def clustered_difference_in_differences(
    change: Sample,
    comparison: Sample,
    *,
    expected: float | None = None,
    higher_is_better: bool = True,
    minimum: int = MINIMUM_ANSWERS,
) -> Effect:
    """The `clustered_change` of those we acted on less that of the others, with Welch's t interval.

    No cluster is in both. n_before and n_after are those of `change` and `comparison`, both times together;
    judged as `before_after`. Source: row 27, Stats iQ.
    """
    value = change.value - comparison.value
    error = combined_error([change.standard_error, comparison.standard_error])
    parts = [(one.standard_error, one.freedom) for one in (change, comparison)]
    degrees = welch_degrees(parts) if 0 < error < inf else 0.0
    half = error * t95(degrees) if degrees else inf
    judged = verdict(value - half, value + half, expected=expected, higher_is_better=higher_is_better)
    if degrees == 0 or min(change.n, comparison.n) < minimum:
        judged = "cannot_tell"
    return Effect(
        value,
        value - half,
        value + half,
        change.n,
        comparison.n,
        "difference_in_differences",
        judged,
        clusters=sum((one.degrees or 0) + 1 for one in (change, comparison)),
    )


def _sum(counts: Counts) -> float:
    return fsum(value * count for value, count in counts.items())


def _pull(
    side: int, key: int | str, sides: list[dict[int | str, Counts]], means: list[float], sizes: list[int]
) -> float:
    """How far the answers of one cluster pull the mean of one side from where it is."""
    counts = sides[side].get(key, {})
    return fsum((value - means[side]) * count for value, count in counts.items()) / sizes[side]
