"""Which index SQLite takes where several would do depends on their order; a wrong one reads every comment there is."""

from __future__ import annotations

import pytest
from django.db import connection

from kohtaamo.insight.comments import looked_for
from tests.world import World

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it counted")


def test_newest_comments_are_read_in_their_order_and_employees_from_their_short_list(
    in_satama: World,
) -> None:
    plan = looked_for()[:3].explain()
    assert "feedback_comment USING INDEX comments_by_time" in plan
    assert "USING INDEX answers_of_staff" in plan
    assert "TEMP B-TREE" not in plan
