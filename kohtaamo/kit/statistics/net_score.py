from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from .estimate import Z95, Counts, Estimate, Sample, clip, count_between, on_scale, total

POINTS = (-100.0, 100.0)
ENPS_THRESHOLD = 5


class Groups(NamedTuple):
    """How many answers count as +1, 0 and -1."""

    positive: int
    neutral: int
    negative: int


class AdjustedWald(NamedTuple):
    """The centre and the half width of an adjusted-Wald interval, in points, not clipped."""

    centre: float
    half_width: float


def _checked(groups: Groups) -> int:
    return total({1: groups.positive, 0: groups.neutral, -1: groups.negative})


def _net_and_variance(positive: float, negative: float, n: float) -> tuple[float, float]:
    p, d = positive / n, negative / n
    return p - d, p + d - (p - d) ** 2


def net_variance(groups: Groups) -> float:
    """Variance of one answer coded +1/0/-1, on that scale (0..1, not points).

    v = p + d - (p - d)^2. `ValueError` without answers. Source: MeasuringU.
    """
    return _net_and_variance(groups.positive, groups.negative, _checked(groups))[1]


def wald_net(groups: Groups) -> Estimate:
    """100(P - D)/n with the text-book interval, in points -100..100, the interval not clipped.

    Claims +-0 when all answer alike and is too sure below some 50 answers: for planning and for large n.
    `ValueError` without answers. Source: MeasuringU.
    """
    n = _checked(groups)
    net, variance = _net_and_variance(groups.positive, groups.negative, n)
    half = 100 * Z95 * sqrt(variance / n)
    return Estimate(100 * net, 100 * net - half, 100 * net + half, n)


def adjusted_wald(groups: Groups) -> AdjustedWald:
    """Three more answers, 3/4 to each end, then as `wald_net`; points, not clipped.

    `ValueError` without answers. Source: MeasuringU (Rocks 2016 found it best).
    """
    n = _checked(groups) + 3
    net, variance = _net_and_variance(groups.positive + 0.75, groups.negative + 0.75, n)
    return AdjustedWald(100 * net, 100 * Z95 * sqrt(variance / n))


def net_score(groups: Groups) -> Estimate:
    """The plain net 100(P - D)/n with its adjusted-Wald interval, points, clipped to -100..100.

    The value is off the middle of the interval: the interval leans towards 0. `ValueError` without
    answers. Source: MeasuringU.
    """
    n = _checked(groups)
    centre, half = adjusted_wald(groups)
    value = 100 * (groups.positive - groups.negative) / n
    return Estimate(value, clip(centre - half, POINTS), clip(centre + half, POINTS), n)


def net_sample(groups: Groups) -> Sample:
    """A net for comparisons: the plain value and the adjusted-Wald standard error, both in points.

    `ValueError` without answers. Source: MeasuringU.
    """
    n = _checked(groups)
    half = adjusted_wald(groups).half_width
    return Sample(100 * (groups.positive - groups.negative) / n, half / Z95, n)


def signs(counts: Counts) -> Groups:
    """Any histogram as groups by the sign of the value; `ValueError` without answers."""
    total(counts)
    return Groups(
        sum(count for value, count in counts.items() if value > 0),
        sum(count for value, count in counts.items() if value == 0),
        sum(count for value, count in counts.items() if value < 0),
    )


def promoter_groups(counts: Counts) -> Groups:
    """Answers 0-10 as promoters (9-10), passives (7-8) and detractors (0-6).

    `ValueError` without answers or when one is off the scale. Source: Medallia program types.
    """
    on_scale(counts, 0, 10)
    return Groups(count_between(counts, 9, 10), count_between(counts, 7, 8), count_between(counts, 0, 6))


def net_promoter_score(counts: Counts) -> Estimate:
    """NPS of answers 0-10: the plain value with the adjusted-Wald interval, points -100..100.

    `ValueError` without answers or when one is off the scale. Source: Medallia program types; MeasuringU.
    """
    return net_score(promoter_groups(counts))


def employee_net_promoter_score(counts: Counts, *, threshold: int = ENPS_THRESHOLD) -> Estimate | None:
    """NPS arithmetic on the employer question; None below `threshold` answers, so that no one is exposed.

    `ValueError` when an answer is off the scale. Source: PeopleCues.
    """
    if sum(counts.values()) < max(threshold, 1):
        return None
    return net_promoter_score(counts)


def sentiment_net(counts: Counts) -> Estimate:
    """(P - N)/(P + N + U) of readings coded +1/0/-1; unit -1..1, adjusted-Wald interval.

    `ValueError` without readings. Source: TickerTrends.
    """
    score = net_score(signs(counts))
    return Estimate(score.value / 100, score.low / 100, score.high / 100, score.n)


def sentiment_net_of_opinions(counts: Counts) -> Estimate:
    """(P - N)/(P + N): as `sentiment_net` with the neutral readings left out of n too.

    `ValueError` when no reading is positive or negative. Source: TickerTrends.
    """
    return sentiment_net({value: count for value, count in counts.items() if value != 0})
