from __future__ import annotations

from random import Random

import pytest

from kohtaamo.kit.statistics.share_chart import share_chart

GOLDEN = [(40, 50), (50, 60), (31, 40), (45, 55), (35, 45), (41, 50), (52, 65), (20, 35)]


def test_share_chart_of_the_worked_example():
    chart = share_chart(GOLDEN)
    last = chart.points[-1]
    assert round(chart.middle, 3) == 0.785
    assert (round(last.value, 3), round(last.low, 3), round(last.z, 2)) == (0.571, 0.577, -3.08)
    assert [point.outside for point in chart.points] == [False] * 7 + [True]


def test_laney_widens_by_the_dispersion():
    # z by hand from p = .5, n = 100, error .05: +4, -4, +4, -4; mean range 8, over 1.128
    counts = [(70, 100), (30, 100), (70, 100), (30, 100)]
    plain, laney = share_chart(counts), share_chart(counts, laney=True)
    assert plain.dispersion == pytest.approx(8 / 1.128)
    assert all(point.outside for point in plain.points)
    assert not any(point.outside for point in laney.points)
    assert (laney.points[0].low, laney.points[0].high) == (0, 1)


def test_dispersion_of_chance_is_one():
    chance = Random(26)
    counts = [(sum(chance.random() < 0.8 for _ in range(100)), 100) for _ in range(600)]
    assert share_chart(counts).dispersion == pytest.approx(1, abs=0.12)


def test_share_chart_marks_a_run():
    counts = [(60, 100)] * 8 + [(40, 100)] * 7 + [(61, 100)]
    chart = share_chart(counts)
    assert [point.in_run for point in chart.points] == [True] * 8 + [False] * 8
    assert chart.points[0].signals


def test_share_chart_of_perfection_is_calm():
    assert not any(point.signals for point in share_chart([(5, 5)] * 9).points)


def test_share_chart_refuses_what_is_no_chart():
    with pytest.raises(ValueError, match="no step"):
        share_chart([(1, 2)])
    with pytest.raises(ValueError, match="not a share"):
        share_chart([(1, 2), (3, 2)])
