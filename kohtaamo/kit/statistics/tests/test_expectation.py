from __future__ import annotations

import pytest

from kohtaamo.kit.statistics import expectation_met, expectation_net

ANSWERS = {1: 25, 0: 60, -1: 15}


def test_expectation_of_the_worked_example() -> None:
    assert expectation_net(ANSWERS).value == 10
    assert expectation_met(ANSWERS).value == 0.85


def test_expectation_refuses_answers_off_the_scale() -> None:
    with pytest.raises(ValueError, match="not on the scale"):
        expectation_met({2: 1})
