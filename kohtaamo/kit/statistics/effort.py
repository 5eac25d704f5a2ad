from __future__ import annotations

from .estimate import Counts, Estimate, count_between, on_scale
from .mean import mean_score
from .net_score import Groups, net_score, net_variance, signs, wald_net
from .proportion import share_between

EXPECTED_EFFORT_STEPS = (2, 1, 0, -1, -2)
"""Much less, a little less, what I expected, a little more, much more effort than expected."""


def own_effort_mean(counts: Counts) -> Estimate:
    """CES 1.0, "how much effort did you personally put forth", 1 very low .. 5 very high: low is good.

    Mean in steps 1..5 with a t interval. `ValueError` without answers or off the scale. Source: CEB FAQ.
    """
    on_scale(counts, 1, 5)
    return mean_score(counts, bounds=(1, 5))


def own_effort_net(counts: Counts) -> Estimate:
    """CES 1.0 as a net: % low effort (1, 2) - % high effort (4, 5), points, high is good.

    `ValueError` without answers or off the scale. Source: Vonage/CEB.
    """
    on_scale(counts, 1, 5)
    return net_score(
        Groups(count_between(counts, 1, 2), count_between(counts, 3, 3), count_between(counts, 4, 5))
    )


def ease_agreement(counts: Counts) -> Estimate:
    """CES 2.0, "made it easy for me", 1-7: the share that agrees (5-7), unit 0..1, Wilson interval.

    `ValueError` without answers or off the scale. Source: Gartner; Zonka.
    """
    on_scale(counts, 1, 7)
    return share_between(counts, 5, 7)


def ease_mean(counts: Counts) -> Estimate:
    """CES 2.0 as a mean in steps 1..7 with a t interval.

    `ValueError` without answers or off the scale. Source: Nicereply.
    """
    on_scale(counts, 1, 7)
    return mean_score(counts, bounds=(1, 7))


def expected_effort_net(counts: Counts) -> Estimate:
    """Effort against expectation, +2 much less .. -2 much more: % less - % more, points.

    The interval is the plain Wald one, as metrics.md row 11 has it; only when all answers lie on one side,
    where Wald would claim +-0, the adjusted one. `ValueError` without answers or off the scale.
    Source: the seed's own question; variance MeasuringU.
    """
    on_scale(counts, -2, 2)
    groups = signs(counts)
    return wald_net(groups) if net_variance(groups) > 0 else net_score(groups)


def expected_effort_mean(counts: Counts) -> Estimate:
    """Effort against expectation as a mean in steps -2..+2, with a t interval.

    Row 11's 0.22 comes from z and from t alike (0.217, 0.220); t is used as for every mean.
    `ValueError` without answers or off the scale. Source: the seed's own question.
    """
    on_scale(counts, -2, 2)
    return mean_score(counts, bounds=(-2, 2))


def expected_effort_shares(counts: Counts) -> dict[int, float]:
    """The five shares, step -> 0..1, from "much less" (+2) to "much more" (-2).

    `ValueError` without answers or off the scale. Source: the seed's own question.
    """
    n = on_scale(counts, -2, 2)
    return {step: counts.get(step, 0) / n for step in EXPECTED_EFFORT_STEPS}
