from __future__ import annotations

import pytest

from .alerts import every_alarm

pytestmark = pytest.mark.slow


def test_alarms_come_about_as_often_as_declared() -> None:
    found = list(every_alarm())
    assert len(found) == 8
    # a run length varies as much as it is long: some six parts in a hundred of the mean of 300
    assert [(row.what, row.shown) for row in found if not row.near(0.2)] == []
