from __future__ import annotations

import pytest

from kohtaamo.insight.metrics import MEASURED_KINDS, METRICS
from kohtaamo.kit.statistics import Estimate

# Rows of metrics.md, shares in percent: (counts, value, low, high), the ends where the row gives them.
GOLDEN = {
    "nps": ({10: 50, 8: 30, 0: 20}, 30.0, 14.05, 44.20),
    "enps": ({10: 7, 8: 2, 0: 1}, 60.0, 7.0, 85.3),
    "csat_top2": ({1: 3, 2: 5, 3: 12, 4: 40, 5: 40}, 80.0, 71.1, 86.7),
    "csat_mean": ({1: 3, 2: 5, 3: 12, 4: 40, 5: 40}, 4.09, None, None),
    "ces_1_5_mean": ({1: 30, 2: 25, 3: 20, 4: 15, 5: 10}, 2.5, None, None),
    "ces_1_5_net": ({1: 30, 2: 25, 3: 20, 4: 15, 5: 10}, 30.0, None, None),
    "ces_1_7_agree": ({1: 2, 2: 3, 3: 5, 4: 10, 5: 20, 6: 35, 7: 25}, 80.0, None, None),
    "ces_1_7_mean": ({1: 2, 2: 3, 3: 5, 4: 10, 5: 20, 6: 35, 7: 25}, 5.48, None, None),
    "effort_net": ({2: 18, 1: 22, 0: 40, -1: 14, -2: 6}, 20.0, 5.3, 34.7),
    "effort_mean": ({2: 18, 1: 22, 0: 40, -1: 14, -2: 6}, 0.32, 0.10, 0.54),
    "expectation_net": ({1: 25, 0: 60, -1: 15}, 10.0, None, None),
    "expectation_met": ({1: 25, 0: 60, -1: 15}, 85.0, None, None),
    "sentiment_net": ({1: 24, 0: 18, -1: 58}, -0.34, None, None),
}


def test_every_asked_metric_has_a_golden_row():
    assert set(GOLDEN) == {key for key, metric in METRICS.items() if metric.level in ("feedback", "staff")}


@pytest.mark.parametrize("key", GOLDEN)
def test_metric_gives_its_golden_number(key: str):
    counts, value, low, high = GOLDEN[key]
    metric = METRICS[key]
    found = metric.estimate(counts)
    assert isinstance(found, Estimate)
    assert round(found.value, 2) == value
    if low is not None:
        assert found.low == pytest.approx(low, abs=0.06)
        assert found.high == pytest.approx(high, abs=0.06)
    assert metric.scale[0] <= found.low <= found.value <= found.high <= metric.scale[1]


@pytest.mark.parametrize("key", GOLDEN)
def test_sample_of_a_metric_has_its_value_and_unit(key: str):
    counts = GOLDEN[key][0]
    sample, estimate = METRICS[key].sample(counts), METRICS[key].estimate(counts)
    assert estimate is not None
    assert sample.value == pytest.approx(estimate.value)
    assert sample.n == estimate.n
    assert sample.standard_error == pytest.approx(estimate.half_width / 1.96, rel=0.06)


@pytest.mark.parametrize("key", GOLDEN)
def test_parts_of_a_metric_cover_every_answer_once(key: str):
    metric = METRICS[key]
    for value in metric.answers:
        assert sum(part.low <= value <= part.high for part in metric.parts) == 1
    assert [part.tone for part in metric.parts] == ["worse", "plain", "better"]


def test_enps_is_silent_below_five():
    assert METRICS["enps"].estimate({10: 4}) is None


def test_kinds_measured_are_those_asked_and_the_tone():
    asked = {metric.kind for metric in METRICS.values() if metric.level in ("feedback", "staff")}
    assert asked == {
        "nps",
        "csat",
        "effort",
        "ces_1_7",
        "ces_1_5",
        "enps",
        "expectation",
        "sentiment",
    }
    assert asked < MEASURED_KINDS
