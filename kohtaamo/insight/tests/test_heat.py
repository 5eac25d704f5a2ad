from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from kohtaamo.insight.filters import Filter
from kohtaamo.insight.grid import Tint, gap_to_level, gap_to_rest, tint, tints
from kohtaamo.insight.heat import HeatMap, heat_by_metric, heat_by_month, trouble
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Target
from kohtaamo.insight.queries import Measured
from kohtaamo.insight.where import Where, today
from kohtaamo.journeys.models import Moment, Placement, Stage, Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import Difference
from tests.measurements import hear
from tests.world import World

NPS = METRICS["nps"]
EFFORT = METRICS["ces_1_5_mean"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def measured(counts: dict[float, int]) -> Measured:
    return Measured({}, NPS.estimate(counts), sum(counts.values()), None, counts)


def months(order: str = "attention", days: int = 28) -> HeatMap:
    chosen = Filter(Where(period=Period.last_days(days, today())))
    return heat_by_month(NPS, chosen, journey=None, order=order)  # type: ignore[arg-type]


def rows_of(found: HeatMap) -> list[tuple[str, str]]:
    return [(group.label, row.label) for group in found.grid.groups for row in group.rows]


def test_a_part_is_compared_with_those_not_in_it():
    part, whole = measured({10: 30, 0: 10}), measured({10: 50, 0: 50})
    gap = gap_to_rest(NPS, part, whole)
    assert gap is not None
    # 50 against the other sixty's 100·(20 − 40)/60
    assert gap.value == pytest.approx(50 + 2000 / 60)
    assert gap_to_rest(NPS, whole, whole) is None
    level = gap_to_level(NPS, part, 20)
    assert level is not None
    assert level.value == pytest.approx(30)


def test_only_what_is_surely_different_is_coloured_deeper_the_larger_it_is():
    def gap(value: float, p: float) -> Difference:
        return Difference(value, 1, value - 2, value + 2, value, p)

    # of four p-values .001 .02 .04 .9 Benjamini-Hochberg believes those up to 2/4 · .05 = .025
    found = tints(
        {
            "a": (NPS, gap(-60, 0.001)),
            "b": (NPS, gap(15, 0.02)),
            "c": (NPS, gap(40, 0.04)),
            "d": (NPS, gap(1, 0.9)),
            "e": (NPS, None),
        }
    )
    assert found == {"a": Tint("worse", 3), "b": Tint("better", 1)}
    assert tint(EFFORT, 0.5, 1.0) == Tint("worse", 2)


def test_touchpoints_stand_in_their_stages_the_worst_first(in_satama: World):
    later = Stage.objects.create(
        organisation=in_satama.satama, journey=in_satama.journey, name="Lopuksi", position=9
    )
    moment = Moment.objects.create(organisation=in_satama.satama, stage=later)
    bill = Touchpoint.objects.create(organisation=in_satama.satama, name="Lasku")
    Placement.objects.create(organisation=in_satama.satama, moment=moment, touchpoint=bill)
    stray = Touchpoint.objects.create(organisation=in_satama.satama, name="Kadulla")
    hear(in_satama.phone, {10: 100, 0: 20}, timezone.now())
    hear(in_satama.desk, {10: 60, 0: 60}, timezone.now())
    hear(bill, {10: 10, 0: 100}, timezone.now())
    hear(stray, {10: 60, 0: 50}, timezone.now())
    stage = str(in_satama.stage)
    assert rows_of(months()) == [
        ("Lopuksi", "Lasku"),
        (stage, "Palvelupiste"),
        (stage, "Puhelinpalvelu"),
        ("On no journey", "Kadulla"),
    ]
    assert rows_of(months("journey"))[0] == (stage, "Palvelupiste")
    found = months()
    assert (found.worse, found.better, found.silent) == (1, 1, 0)


def test_a_target_is_what_its_touchpoint_is_measured_against(in_satama: World):
    hear(in_satama.phone, {10: 60, 0: 40}, timezone.now())
    hear(in_satama.desk, {10: 60, 0: 40}, timezone.now())
    assert (months().worse, months().better) == (0, 0)
    Target.objects.create(organisation=in_satama.satama, metric="nps", touchpoint=in_satama.phone, value=70.0)
    found = months()
    assert (found.worse, found.better) == (1, 0)
    assert rows_of(found)[0][1] == "Puhelinpalvelu"


def test_the_newest_column_weighs_double():
    worse = Tint("worse", 2)
    assert trouble([worse, None, Tint("better", 3)]) == 2
    assert trouble([None, Tint(), worse]) == 4
    assert trouble([]) == 0


def test_metrics_side_by_side_open_their_own_answers(in_satama: World):
    hear(in_satama.phone, {10: 20}, timezone.now() - timedelta(days=3))
    hear(in_satama.phone, {5: 12}, timezone.now() - timedelta(days=3), kind="csat")
    chosen = Filter(Where(period=Period.last_days(28, today())))
    found = heat_by_metric(chosen, journey=in_satama.journey.pk, order="attention")
    heads = [head.label for head in found.grid.heads]
    cells = dict(zip(heads, found.grid.groups[0].rows[0].cells, strict=True))
    assert cells["NPS"] is not None
    assert cells["CSAT"] is not None
    assert (cells["NPS"].value, cells["CSAT"].value, cells["CSAT"].n) == ("+100", "100", 12)
    assert "/metrics/csat_top2/explanation/" in cells["CSAT"].url
    assert found.silent == 1
