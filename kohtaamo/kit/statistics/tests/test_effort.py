from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohtaamo.kit.statistics import (
    Counts,
    Estimate,
    ease_agreement,
    ease_mean,
    expected_effort_mean,
    expected_effort_net,
    expected_effort_shares,
    own_effort_mean,
    own_effort_net,
)

if TYPE_CHECKING:
    from collections.abc import Callable

EXPECTED_EFFORT = {2: 18, 1: 22, 0: 40, -1: 14, -2: 6}


def test_own_effort_of_the_worked_example() -> None:
    counts = {1: 30, 2: 25, 3: 20, 4: 15, 5: 10}
    assert round(own_effort_mean(counts).value, 2) == 2.50
    assert own_effort_net(counts).value == 30


def test_ease_of_the_worked_example() -> None:
    counts = dict(zip(range(1, 8), (2, 3, 5, 10, 20, 35, 25), strict=True))
    assert ease_agreement(counts).value == 0.80
    assert round(ease_mean(counts).value, 2) == 5.48


def test_expected_effort_of_the_worked_example() -> None:
    net = expected_effort_net(EXPECTED_EFFORT)
    assert (net.value, round(net.half_width, 1)) == (20, 14.7)
    mean = expected_effort_mean(EXPECTED_EFFORT)
    assert (round(mean.value, 2), round(mean.half_width, 2)) == (0.32, 0.22)
    shares = expected_effort_shares(EXPECTED_EFFORT)
    assert list(shares.items()) == [(2, 0.18), (1, 0.22), (0, 0.40), (-1, 0.14), (-2, 0.06)]


def test_expected_effort_net_of_one_sided_answers_is_not_certain() -> None:
    net = expected_effort_net({2: 3, 1: 5})
    assert net.value == 100
    assert net.half_width > 10


@pytest.mark.parametrize(
    "ask", [own_effort_mean, own_effort_net, ease_agreement, ease_mean, expected_effort_net]
)
def test_effort_refuses_answers_off_the_scale(ask: Callable[[Counts], Estimate]) -> None:
    with pytest.raises(ValueError, match="not on the scale"):
        ask({8: 1, 1: 2})
