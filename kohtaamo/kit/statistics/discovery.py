from __future__ import annotations

from collections.abc import Sequence


def discoveries(p_values: Sequence[float], *, rate: float = 0.05) -> list[bool]:
    """Which of many differences to believe, so that at most `rate` of those believed are chance.

    The largest k whose k-th smallest p is at most k/m * rate, and all below it. The answers stand in the
    order given. Source: Benjamini & Hochberg 1995, row 21.
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    believed = 0
    for rank, index in enumerate(order, start=1):
        if p_values[index] <= rank / len(p_values) * rate:
            believed = rank
    found = set(order[:believed])
    return [index in found for index in range(len(p_values))]
