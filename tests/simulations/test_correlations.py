from __future__ import annotations

import pytest

from .correlations import all_finds

pytestmark = pytest.mark.slow


def test_what_has_nothing_to_do_with_one_another_is_seldom_found() -> None:
    # four errors of the replays
    assert all(row.result <= 0.05 + 4 * (0.05 * 0.95 / row.replays) ** 0.5 for row in all_finds())
