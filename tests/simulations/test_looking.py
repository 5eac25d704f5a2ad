from __future__ import annotations

import pytest

from .looking import every_look

pytestmark = pytest.mark.slow


def test_looking_often_deceives_only_the_fixed_test() -> None:
    valid, *fixed = every_look()
    assert valid.result <= 0.05
    assert [row.result for row in fixed] == pytest.approx([0.05, 0.14, 0.19, 0.27], abs=0.08)
