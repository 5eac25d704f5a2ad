from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohtaamo.kit.statistics import (
    Groups,
    adjusted_wald,
    employee_net_promoter_score,
    net_promoter_score,
    net_score,
    net_variance,
    sentiment_net,
    sentiment_net_of_opinions,
    wald_net,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FIFTY_THIRTY_TWENTY = {10: 20, 9: 30, 8: 10, 7: 20, 6: 15, 0: 5}
MANY = st.integers(0, 400)


def test_net_promoter_score_of_fifty_thirty_twenty() -> None:
    score = net_promoter_score(FIFTY_THIRTY_TWENTY)
    assert score.value == 30.0
    assert score.n == 100
    assert (round(score.low, 2), round(score.high, 2)) == (14.05, 44.20)


def test_wald_net_variance_error_and_margin() -> None:
    groups = Groups(50, 30, 20)
    assert round(net_variance(groups), 2) == 0.61
    assert round(wald_net(groups).standard_error, 2) == 7.81
    assert round(wald_net(groups).half_width, 2) == 15.31
    large = wald_net(Groups(520, 300, 180))
    assert (round(large.value, 1), round(large.half_width, 2)) == (34.0, 4.74)


def test_adjusted_wald_centre_and_half_width() -> None:
    centre, half = adjusted_wald(Groups(50, 30, 20))
    assert (round(centre, 2), round(half, 2)) == (29.13, 15.08)
    centre, half = adjusted_wald(Groups(7, 2, 1))
    assert (round(centre - half, 1), round(centre + half, 1)) == (7.0, 85.3)


def test_net_score_of_unanimous_answers_is_clipped_and_not_certain() -> None:
    groups = Groups(10, 0, 0)
    assert wald_net(groups).half_width == 0
    score = net_score(groups)
    assert (score.value, score.high) == (100, 100)
    assert score.low < 60


@given(MANY, MANY, MANY)
def test_net_score_interval_holds_the_value_and_stays_on_the_scale(p: int, n: int, d: int) -> None:
    if p + n + d == 0:
        return
    score = net_score(Groups(p, n, d))
    assert -100 <= score.low <= score.value <= score.high <= 100


def _coverage(interval: Callable[[Groups], tuple[float, float]], n: int) -> float:
    """Exactly, over every possible outcome of n answers with shares .85/.10/.05, true net 80."""
    held = 0.0
    for p in range(n + 1):
        for d in range(n + 1 - p):
            low, high = interval(Groups(p, n - p - d, d))
            if low <= 80 <= high:
                ways = factorial(n) // (factorial(p) * factorial(d) * factorial(n - p - d))
                held += ways * 0.85**p * 0.05**d * 0.10 ** (n - p - d)
    return held


@pytest.mark.parametrize(("n", "wald", "adjusted"), [(10, 0.80, 0.95), (50, 0.90, 0.96)])
def test_net_score_intervals_cover_as_often_as_known(n: int, wald: float, adjusted: float) -> None:
    assert _coverage(lambda g: (wald_net(g).low, wald_net(g).high), n) == pytest.approx(wald, abs=0.0101)
    assert _coverage(lambda g: (net_score(g).low, net_score(g).high), n) == pytest.approx(
        adjusted, abs=0.0101
    )


def test_employee_score_is_silent_below_its_threshold() -> None:
    assert employee_net_promoter_score({10: 4}) is None
    assert employee_net_promoter_score({10: 4}, threshold=4) is not None
    score = employee_net_promoter_score(FIFTY_THIRTY_TWENTY)
    assert score is not None
    assert score.value == 30.0


def test_sentiment_net_with_and_without_neutral() -> None:
    readings = {1: 24, -1: 58, 0: 18}
    assert sentiment_net(readings).value == pytest.approx(-0.34)
    assert round(sentiment_net_of_opinions(readings).value, 3) == -0.415
    assert sentiment_net_of_opinions(readings).n == 82


@pytest.mark.parametrize("counts", [{}, {10: 0}, {11: 1}, {9.5: 2}, {-1: 1}, {10: -1, 9: 3}])
def test_net_promoter_score_refuses_what_is_no_answer(counts: dict[float, int]) -> None:
    with pytest.raises(ValueError, match=r"answers"):
        net_promoter_score(counts)
