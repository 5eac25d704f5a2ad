from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from kohtaamo.kit.statistics.alarms import (
    Alarm,
    ChartKind,
    cusum_run_length,
    design_alarm,
    follow,
    run_length,
)


def simulate_run_lengths(alarm: Alarm, *, shift: float, runs: int, seed: int, horizon: int = 800) -> float:
    """The mean run length of white noise, each run with a usual level of its own baseline; all runs at once."""
    rng = np.random.default_rng(seed)
    off = rng.normal(0, 1 / np.sqrt(alarm.baseline), runs) if alarm.baseline else np.zeros(runs)
    up, down = np.zeros(runs), np.zeros(runs)
    ended = np.full(runs, horizon)
    for period in range(1, horizon + 1):
        value = rng.normal(shift, 1, runs) - off
        if alarm.kind == "cusum":
            up = np.maximum(0, up + value - alarm.reference)
            down = np.maximum(0, down - value - alarm.reference)
            limit = alarm.threshold
        elif alarm.kind == "ewma":
            up = (1 - alarm.reference) * up + alarm.reference * value
            down = -up
            limit = alarm.threshold * np.sqrt(alarm.reference / (2 - alarm.reference))
        else:
            up, down, limit = value, -value, alarm.threshold
        alarmed = (np.maximum(up, down) > limit) & (ended == horizon)
        ended[alarmed] = period
    return float(ended.mean())


@pytest.mark.parametrize(
    ("reference", "threshold", "shift", "expected"),
    [
        # Hawkins & Olwell 1998, Montgomery 2013 table 9.3: CUSUM of both sides
        (0.5, 4.0, 0.0, 168.0),
        (0.5, 4.0, 0.25, 74.2),
        (0.5, 4.0, 0.5, 26.6),
        (0.5, 4.0, 1.0, 8.38),
        (0.5, 4.0, 2.0, 3.34),
        (0.5, 5.0, 0.0, 465.0),
        (0.5, 5.0, 0.5, 38.0),
        (0.5, 5.0, 1.0, 10.4),
        (0.5, 5.0, 2.0, 4.01),
    ],
)
def test_cusum_run_lengths_are_those_of_the_tables(
    reference: float, threshold: float, shift: float, expected: float
) -> None:
    assert run_length("cusum", reference, threshold, shift) == pytest.approx(expected, rel=0.005)


def test_one_side_of_a_cusum_waits_twice_as_long() -> None:
    assert cusum_run_length(0.5, 4.0, 0.0) == pytest.approx(336, rel=0.005)
    assert cusum_run_length(0.5, 5.0, 0.0) == pytest.approx(930, rel=0.005)


@pytest.mark.parametrize(
    ("weight", "threshold", "shift", "expected"),
    [
        # Lucas & Saccucci 1990; Montgomery 2013 table 9.11
        (0.1, 2.814, 0.0, 500),
        (0.1, 2.814, 1.0, 10.3),
        (0.2, 2.962, 0.0, 500),
        (0.2, 2.962, 0.5, 41.8),
        (0.2, 2.962, 1.0, 10.5),
        (0.05, 2.615, 0.0, 500),
    ],
)
def test_ewma_run_lengths_are_those_of_the_tables(
    weight: float, threshold: float, shift: float, expected: float
) -> None:
    assert run_length("ewma", weight, threshold, shift) == pytest.approx(expected, rel=0.01)


def test_shewhart_with_three_sigma_is_the_well_known_370() -> None:
    assert run_length("shewhart", 0, 3.0, 0.0) == pytest.approx(370.4, abs=0.1)
    assert run_length("shewhart", 0, 3.0, 1.0) == pytest.approx(43.9, abs=0.1)


def test_a_tables_rate_gives_back_the_tables_threshold() -> None:
    found = design_alarm(every=465.44, shift=1.0)
    assert found.reference == 0.5
    assert found.threshold == pytest.approx(5.0, abs=0.001)
    assert found.delay == pytest.approx(10.38, abs=0.01)


@pytest.mark.parametrize("kind", get_args(ChartKind))
@pytest.mark.parametrize("baseline", [None, 12])
def test_simulated_run_lengths_are_the_declared_ones(kind: ChartKind, baseline: int | None) -> None:
    alarm = design_alarm(every=52, shift=1.0, baseline=baseline, kind=kind)
    calm = simulate_run_lengths(alarm, shift=0.0, runs=4000, seed=1)
    moved = simulate_run_lengths(alarm, shift=1.0, runs=4000, seed=2)
    assert alarm.false_alarm_every == pytest.approx(52, rel=0.001)
    assert calm == pytest.approx(alarm.false_alarm_every, rel=0.1)
    assert moved == pytest.approx(alarm.delay, rel=0.1)


def test_a_short_baseline_raises_the_threshold_and_says_how_bad_luck_looks() -> None:
    known, long, short = (design_alarm(every=52, shift=1.0, baseline=one) for one in (None, 26, 8))
    assert known.threshold < long.threshold < short.threshold
    assert known.delay < long.delay < short.delay
    assert short.unlucky_every < long.unlucky_every < known.unlucky_every
    assert known.unlucky_every == pytest.approx(52, rel=0.001)


def test_cusum_is_followed_by_hand() -> None:
    alarm = Alarm(
        kind="cusum",
        reference=0.5,
        threshold=2.0,
        shift=1.0,
        baseline=None,
        false_alarm_every=52,
        unlucky_every=52,
        delay=5,
    )
    steps = follow(alarm, [1.0, -3.0, None, -1.0, 0.0, 0.2])
    assert [(round(one.up, 6), round(one.down, 6), one.alarm) for one in steps] == [
        (0.5, 0.0, None),
        (0.0, 2.5, "down"),
        (0.0, 0.0, None),
        (0.0, 0.5, None),
        (0.0, 0.0, None),
        (0.0, 0.0, None),
    ]


def test_ewma_and_shewhart_are_followed_by_hand() -> None:
    ewma = design_alarm(every=500, shift=1.0, kind="ewma")
    # limit 2.962 · sqrt(0.2/1.8) = 0.987: 4 · 0.2 = 0.8, then 0.8 · 0.8 + 0.2 · 2 = 1.04
    assert [one.alarm for one in follow(ewma, [4.0, 2.0, 0.0])] == [None, "up", None]
    shewhart = design_alarm(every=370.4, shift=1.0, kind="shewhart")
    assert [one.alarm for one in follow(shewhart, [2.9, -3.1, 3.1])] == [None, "down", "up"]


@pytest.mark.parametrize(
    "asked", [{"every": 2, "shift": 1}, {"every": 52, "shift": 0}, {"every": 52, "shift": 1, "baseline": 0}]
)
def test_an_alarm_that_makes_no_sense_is_refused(asked: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="an alarm needs"):
        design_alarm(**asked)  # type: ignore[arg-type]
