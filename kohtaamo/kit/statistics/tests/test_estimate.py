from __future__ import annotations

import pytest

from kohtaamo.kit.statistics import Estimate, Sample


def test_estimate_half_width_and_error_of_an_uneven_interval() -> None:
    estimate = Estimate(100, 60.80072, 100, 10)
    assert estimate.half_width == pytest.approx(19.59964)
    assert estimate.standard_error == pytest.approx(20)


def test_sample_freedom_is_one_less_than_its_answers_or_its_clusters() -> None:
    assert Sample(1, 1, 30).freedom == 29
    assert Sample(1, 1, 30, degrees=4).freedom == 4


def test_sample_refuses_a_negative_error() -> None:
    with pytest.raises(ValueError, match="never negative"):
        Sample(1, -1, 30)
