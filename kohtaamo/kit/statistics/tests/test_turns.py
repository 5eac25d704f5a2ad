from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from kohtaamo.kit.statistics.turns import design_turn, run_length


def silent_periods(limit: float, shift: float, runs: int) -> float:
    """The mean length of so many runs, played."""
    chance = np.random.default_rng(4)
    last = [chance.normal(0, 1, runs) for _ in range(3)]
    lengths, left, period = np.zeros(runs), np.arange(runs), 0
    while len(left):
        period += 1
        last.append(chance.normal(shift, 1, len(left)))
        past = sum(last) > limit
        lengths[left[past]] = period
        last = [one[~past] for one in last[1:]]
        left = left[~past]
    return float(lengths.mean())


@pytest.mark.parametrize(("spread", "shift"), [(1.0, 0.5), (1.0, 1.0), (1.0, 3.0), (1.5, 1.0)])
def test_declared_run_lengths_are_those_of_a_play(spread: float, shift: float) -> None:
    turn = design_turn(shift=shift, spread=spread)
    limit = 1.959964 * 2 / spread
    # the standard error of 4000 lengths about as varied as they are long is 1.6 %
    assert turn.false_alarm_every == pytest.approx(silent_periods(limit, 0, 4000), rel=0.06)
    assert turn.delay == pytest.approx(silent_periods(limit, shift, 4000), rel=0.06)


def test_a_limit_far_below_gives_an_alarm_at_once() -> None:
    assert run_length(-40.0, 0.0) == pytest.approx(1.0)


def test_uneven_periods_give_more_false_alarms_and_a_larger_shift_is_found_sooner() -> None:
    assert design_turn(shift=1, spread=1.4).false_alarm_every < design_turn(shift=1).false_alarm_every / 2
    delays = [design_turn(shift=shift).delay for shift in (0.5, 1, 2, 4)]
    assert delays == sorted(delays, reverse=True)
    assert delays[-1] < sqrt(4)


@pytest.mark.parametrize(("shift", "spread"), [(0, 1), (-1, 1), (1, 0.9)])
def test_what_makes_no_sense_is_refused(shift: float, spread: float) -> None:
    with pytest.raises(ValueError, match="a turn needs"):
        design_turn(shift=shift, spread=spread)
