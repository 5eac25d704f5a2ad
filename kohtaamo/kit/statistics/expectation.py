from __future__ import annotations

from .estimate import Counts, Estimate, on_scale
from .net_score import net_score, signs
from .proportion import share_between


def expectation_net(counts: Counts) -> Estimate:
    """% exceeded (+1) - % not met (-1), met being 0; points, adjusted-Wald interval.

    `ValueError` without answers or off the scale. Source: the seed's own question.
    """
    on_scale(counts, -1, 1)
    return net_score(signs(counts))


def expectation_met(counts: Counts) -> Estimate:
    """The share whose expectation was met or exceeded, unit 0..1, Wilson interval; codes as above.

    `ValueError` without answers or off the scale. Source: the seed's own question.
    """
    on_scale(counts, -1, 1)
    return share_between(counts, 0, 1)
