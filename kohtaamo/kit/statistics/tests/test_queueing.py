from __future__ import annotations

from math import exp, factorial, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohtaamo.kit.statistics.queueing import agents_needed, queue


@pytest.mark.parametrize(
    ("agents", "waiting", "seconds", "level"), [(12, 0.449, 80.9, 59.8), (14, 0.174, 15.7, 86.1)]
)
def test_queue_of_the_worked_example(agents, waiting, seconds, level):
    found = queue(calls_per_hour=100, handling_seconds=360, agents=agents)
    assert found.load == 10
    assert round(found.waiting_chance, 3) == waiting
    assert round(found.average_wait, 1) == seconds
    assert round(100 * found.service_level(20), 1) == level


@settings(deadline=None)
@given(st.integers(1, 40), st.floats(0.01, 0.99))
def test_queue_agrees_with_the_sum_of_the_textbook(agents, occupancy):
    load = agents * occupancy
    found = queue(calls_per_hour=load, handling_seconds=3600, agents=agents)
    waiting = load**agents / factorial(agents) * agents / (agents - load)
    serving = sum(load**k / factorial(k) for k in range(agents))
    assert found.waiting_chance == pytest.approx(waiting / (serving + waiting), rel=1e-9)
    assert found.occupancy == pytest.approx(occupancy)


def test_queue_of_one_agent_is_the_textbook_one():
    # M/M/1: the chance of waiting is the occupancy, waits beyond t fall as exp(-(1 - rho) t / h)
    found = queue(calls_per_hour=30, handling_seconds=60, agents=1)
    assert found.waiting_chance == pytest.approx(0.5)
    assert found.average_wait == pytest.approx(60)
    assert found.service_level(60) == pytest.approx(1 - 0.5 * exp(-0.5))


def test_queue_without_hands_enough_only_grows():
    found = queue(calls_per_hour=100, handling_seconds=360, agents=10)
    assert not found.steady
    assert (found.waiting_chance, found.average_wait, found.service_level(1e9)) == (1, inf, 0)
    assert found.occupancy == 1


def test_agents_needed_is_the_first_number_that_serves():
    found = agents_needed(calls_per_hour=100, handling_seconds=360, level=0.8, within_seconds=20)
    assert found == queue(calls_per_hour=100, handling_seconds=360, agents=14)
    assert queue(calls_per_hour=100, handling_seconds=360, agents=13).service_level(20) < 0.8
    assert agents_needed(calls_per_hour=0, handling_seconds=60).agents == 1


def test_queue_of_a_large_centre_keeps_its_digits():
    found = queue(calls_per_hour=50_000, handling_seconds=360, agents=5_100)
    assert 0 < found.waiting_chance < 0.3


def test_queue_refuses_impossible_questions():
    with pytest.raises(ValueError, match="agent"):
        queue(calls_per_hour=1, handling_seconds=60, agents=0)
    with pytest.raises(ValueError, match="takes time"):
        queue(calls_per_hour=1, handling_seconds=0, agents=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        agents_needed(calls_per_hour=1, handling_seconds=60, level=1)
