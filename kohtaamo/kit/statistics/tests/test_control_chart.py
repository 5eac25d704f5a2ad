from __future__ import annotations

import pytest

from kohtaamo.kit.statistics import ordinary_band


def test_ordinary_band_of_the_golden_series():
    band = ordinary_band([82, 80, 84, 79, 83, 81, 85, 80, 82, 84, 78, 83])
    assert (band.middle, round(band.low, 2), round(band.high, 2)) == (81.75, 71.84, 91.66)
    assert round(band.longest_step, 2) == 12.18
    assert band.holds(91.6)
    assert not band.holds(71.8)


def test_ordinary_band_needs_two_values():
    with pytest.raises(ValueError, match="no step"):
        ordinary_band([3.0])
