from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kohtaamo.insight.metrics.nps import NPS
from kohtaamo.insight.numbers import honest_number
from kohtaamo.insight.queries import measure_touchpoints
from kohtaamo.insight.where import Where
from tests.measurements import hear
from tests.world import World

from .touchpoints import MINIMUM, the_map

pytestmark = pytest.mark.slow


def test_each_number_of_the_map_holds_its_truth() -> None:
    (row,) = the_map()
    assert row.replays > 2000
    assert row.near(0.015)


def test_fewer_than_the_least_number_shows_too_few(in_satama: World) -> None:
    yesterday: datetime = timezone.now() - timedelta(days=1)
    hear(in_satama.phone, {10: MINIMUM - 1}, yesterday)
    few = measure_touchpoints(NPS, [in_satama.phone], Where())[in_satama.phone.pk]
    assert honest_number(NPS, few, where=Where()).too_few
    hear(in_satama.phone, {0: 1}, yesterday)
    enough = measure_touchpoints(NPS, [in_satama.phone], Where())[in_satama.phone.pk]
    assert not honest_number(NPS, enough, where=Where()).too_few
