from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from kohtaamo.insight.crosstab import Crosstab, crosstab_of
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.where import Where, today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from tests.measurements import heard
from tests.world import World

NPS = METRICS["nps"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def hear_by(touchpoint: Touchpoint, channel: str, counts: dict[float, int]) -> None:
    rows = heard(touchpoint, counts, timezone.now())
    for row in rows:
        row.channel = channel
    Measurement.objects.bulk_create(rows)


def table(metric=NPS, *, columns: str = "channel") -> Crosstab:
    chosen = Filter(Where(period=Period.last_days(90, today())))
    return crosstab_of(metric, chosen, rows="touchpoint", columns=columns)


def shown(found: Crosstab) -> dict[str, list]:
    rows = [*found.grid.groups[0].rows, found.grid.totals]
    return {
        row.label: [(cell.value, cell.n, cell.tint.tone) if cell else None for cell in row.cells]
        for row in rows
        if row
    }


def test_cells_and_totals_are_counted_each_from_its_own_answers(in_satama: World):
    hear_by(in_satama.phone, "phone", {10: 60, 0: 40})
    hear_by(in_satama.phone, "chat", {10: 20, 0: 80})
    hear_by(in_satama.desk, "phone", {10: 30, 0: 30})
    found = table()
    assert found.grid.corner == "Touchpoint × Channel"
    assert [head.label for head in found.grid.heads] == ["Phone", "Chat", "All"]
    # totals: phone 80 − 120 of 200, calls 90 − 70 of 160, all 110 − 150 of 260
    assert shown(found) == {
        "Puhelinpalvelu": [("+20", 100, "better"), ("−60", 100, "worse"), ("−20", 200, "")],
        "Palvelupiste": [("0", 60, ""), None, ("0", 60, "")],
        "All": [("+13", 160, ""), ("−60", 100, ""), ("−15", 260, "")],
    }
    assert found.real == 2


def test_a_cell_opens_its_own_answers(in_satama: World):
    hear_by(in_satama.phone, "phone", {10: 10, 0: 10})
    cell = table().grid.groups[0].rows[0].cells[0]
    assert cell is not None
    assert "/metrics/nps/explanation/?days=90&" in cell.url
    assert f"touchpoint={in_satama.phone.pk}" in cell.url
    assert "channel=phone" in cell.url


def test_a_month_opens_the_days_of_it_that_belong_to_the_period(in_satama: World):
    hear_by(in_satama.phone, "phone", {10: 10, 0: 10})
    cell = table(columns="month").grid.groups[0].rows[0].cells[0]
    assert cell is not None
    first = max(today().replace(day=1), today() - timedelta(days=89))
    assert "days=own" in cell.url
    assert f"&from={first.isoformat()}&to={today().isoformat()}" in cell.url


def test_too_few_tell_how_many_but_no_number(in_satama: World):
    hear_by(in_satama.phone, "phone", {10: 9})
    cell = table().grid.groups[0].rows[0].cells[0]
    assert cell is not None
    assert (cell.is_shown, cell.n, cell.url) == (False, 9, "")


def test_months_stand_in_the_order_of_time(in_satama: World):
    now = timezone.now()
    for days in (70, 35, 1):
        at: datetime = now - timedelta(days=days)
        Measurement.objects.bulk_create(heard(in_satama.phone, {10: 10 + days}, at))
    heads = [head.label for head in table(columns="month").grid.heads]
    row = table(columns="month").grid.groups[0].rows[0]
    assert heads[-1] == "All"
    assert [cell.n for cell in row.cells if cell] == [80, 45, 11, 136]
