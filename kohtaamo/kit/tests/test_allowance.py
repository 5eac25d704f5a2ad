from __future__ import annotations

from kohtaamo.kit.allowance import Allowance


def test_bucket_empties_fills_again_and_is_each_callers_own() -> None:
    allowance = Allowance(rate=10, burst=20)
    assert [allowance.take(1, 8, now=100.0) for _ in range(3)] == [0, 0, 1]  # 4 are left, 8 are asked for
    assert allowance.take(2, 20, now=100.0) == 0
    assert allowance.take(1, 8, now=100.4) == 0  # 4 more have come
    assert allowance.take(1, 20, now=100.4) == 2


def test_more_than_the_bucket_holds_waits_for_a_full_one_and_leaves_a_debt() -> None:
    allowance = Allowance(rate=10, burst=20)
    assert allowance.take(1, 50, now=0.0) == 0
    assert allowance.take(1, 1, now=0.0) == 4  # 30 below nothing, and 1
    assert allowance.take(1, 1, now=3.1) == 0


def test_no_rate_is_no_limit() -> None:
    assert Allowance(rate=0, burst=0).take(1, 10**9, now=0.0) == 0
