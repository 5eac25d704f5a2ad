from __future__ import annotations

from kohtaamo.language.readers import Breaker


def test_a_breaker_opens_waits_and_lets_one_through() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    states = [breaker.state]
    for _ in range(3):
        breaker.failed()
        states.append(breaker.state)
    assert states == ["closed", "closed", "closed", "open"]
    now[0] = 300.0
    assert breaker.state == "half_open"
    assert [breaker.may_try(), breaker.may_try()] == [True, False]
    breaker.succeeded()
    assert breaker.may_try()


def test_failures_between_successes_do_not_add_up() -> None:
    breaker = Breaker(lambda: 0.0)
    for _ in range(4):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.state == "closed"


def test_a_wait_that_a_server_asks_for_is_at_most_an_hour() -> None:
    breaker = Breaker(lambda: 100.0)
    breaker.failed(1e9)
    assert breaker.until == 3_700.0
