from __future__ import annotations

import pytest

from .training import all_effects

pytestmark = pytest.mark.slow


def test_a_planted_effect_is_recovered_and_nothing_is_null() -> None:
    mean, held, null = all_effects()
    assert mean.result == pytest.approx(0.18, abs=0.02)
    assert held.near(0.04)
    assert null.near(0.05)
