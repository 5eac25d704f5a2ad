from __future__ import annotations

import pytest

from .alerts import every_alarm

pytestmark = pytest.mark.slow


def test_alarms_come_about_as_often_as_declared() -> None:
    found = list(every_alarm())
    assert len(found) == 11
    # run lengths vary as much as they are long, those of uneven baselines more: few replays show them coarsely
    assert [(row.what, row.shown) for row in found if not row.near(0.2) and not row.reason] == []
    assert all(row.result > 0.8 for row in found if row.reason)
