from __future__ import annotations

import numpy as np
import pytest

from kohtaamo.kit.statistics import OrdinaryBand, ordinary_band
from kohtaamo.kit.statistics.control_chart import charted, in_long_runs

GOLDEN = [82, 80, 84, 79, 83, 81, 85, 80, 82, 84, 78, 83]


def test_ordinary_band_of_the_golden_series():
    band = ordinary_band(GOLDEN)
    assert (band.middle, round(band.low, 2), round(band.high, 2)) == (81.75, 71.84, 91.66)
    assert round(band.longest_step, 2) == 12.18
    assert band.holds(91.6)
    assert not band.holds(71.8)


def test_ordinary_band_needs_two_values():
    with pytest.raises(ValueError, match="no step"):
        ordinary_band([3.0])


def test_charted_of_a_steady_series_is_calm():
    assert not any(point.signals for point in charted(GOLDEN, ordinary_band(GOLDEN)))


def test_charted_tells_why_a_value_stands_out():
    found = charted([82, 95, 82, 94.5], ordinary_band(GOLDEN))
    assert [point.outside for point in found] == [False, True, False, True]
    assert [point.after_long_step for point in found] == [False, True, True, True]
    assert [point.signals for point in found] == [False, True, False, True]


def test_long_run_needs_eight_on_one_side():
    assert in_long_runs([1] * 7 + [-1], 0) == [False] * 8
    assert in_long_runs([-1, *[1] * 9, -1], 0) == [False, *[True] * 9, False]


def test_long_run_passes_over_values_on_the_middle():
    assert in_long_runs([1, 1, 1, 1, 0, 1, 1, 1, 1], 0) == [True] * 4 + [False] + [True] * 4


def test_false_alarms_come_as_seldom_as_reckoned():
    # row 26: in a steady process the first alarm comes after about 378 values (theory 370) by the limits
    # alone, and about 153 with the run of eight (Champ & Woodall 1987: 152.7)
    chance = np.random.default_rng(26)
    alarms, waits = 0, []
    for _ in range(250):
        found = charted(chance.standard_normal(1000).tolist(), OrdinaryBand(0, -3, 3, 9))
        outside = [index for index, point in enumerate(found, 1) if point.outside]
        alarms += len(outside)
        # a run is known at its eighth value
        run = next((index + 7 for index, point in enumerate(found, 1) if point.in_run), 1000)
        waits.append(min([run, *outside]))
    by_limits, by_both = 250_000 / alarms, sum(waits) / 250
    assert by_limits == pytest.approx(374, rel=0.15)
    assert by_both == pytest.approx(153, rel=0.15)
