from __future__ import annotations

import pytest

from kohtaamo.kit.statistics.resolution import resolved_gross, resolved_net, resolved_silently


def test_resolution_of_the_worked_example():
    assert round(100 * resolved_gross(1000, 700).value, 1) == 70.0
    assert round(100 * resolved_net(1000, 700, not_solvable=100).value, 1) == 77.8
    assert round(100 * resolved_silently(1000, 700, returned=60).value, 1) == 64.0


def test_resolution_counts_what_it_divides_by():
    assert resolved_net(1000, 700, not_solvable=100).n == 900
    assert resolved_silently(1000, 700, returned=60).n == 1000


def test_resolution_refuses_impossible_counts():
    with pytest.raises(ValueError, match="not a share"):
        resolved_net(100, 70, not_solvable=40)
    with pytest.raises(ValueError, match="negative"):
        resolved_net(100, 70, not_solvable=-1)
    with pytest.raises(ValueError, match="returned"):
        resolved_silently(100, 70, returned=71)
