from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kohtaamo.web.process import turns
from kohtaamo.web.process.turns import Turns

SECONDS = 10


def test_while_answers_pour_in_one_computes_at_a_time() -> None:
    queue = Turns(lambda: True)
    inside, most = 0, 0

    def compute(_: int) -> None:
        nonlocal inside, most
        with queue.one():
            inside += 1
            most = max(most, inside)
            threading.Event().wait(0.005)
            inside -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(compute, range(12)))
    assert most == 1
    assert not queue.is_taken()


def test_at_other_times_nobody_waits() -> None:
    queue, together = Turns(lambda: False), threading.Barrier(2, timeout=SECONDS)

    def compute(_: int) -> int:
        with queue.one():
            return together.wait()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(compute, range(2))) == [0, 1]


def test_what_takes_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT_SECONDS", 0.02)
    queue = Turns(lambda: True)
    with ThreadPoolExecutor(1) as threads, queue.one():

        def compute() -> bool:
            with queue.one():
                return queue.is_taken()

        assert threads.submit(compute).result(SECONDS)
        assert queue.is_taken(), "who went on beside it gave away a turn that was not its own"
    assert not queue.is_taken()


def test_a_turn_is_given_back_by_what_fails() -> None:
    queue = Turns(lambda: True)
    with pytest.raises(ZeroDivisionError), queue.one():
        raise ZeroDivisionError
    assert not queue.is_taken()
