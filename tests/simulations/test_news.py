from __future__ import annotations

import pytest

from .news import all_news

pytestmark = pytest.mark.slow


def test_no_change_is_seldom_news() -> None:
    *ours, usual = all_news()
    assert all(row.result <= 0.05 + 4 * (0.05 * 0.95 / row.replays) ** 0.5 for row in ours)
    # the usual rule: two months in three
    assert 0.5 < usual.result < 0.75
