from __future__ import annotations

import pytest

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import honest_number, shares, state_of
from kohtaamo.insight.queries import Measured
from kohtaamo.insight.where import Where
from kohtaamo.kit.statistics import Estimate
from tests.world import World


@pytest.mark.parametrize(
    ("metric", "target", "state"),
    [
        ("nps", None, "none"),
        ("nps", 10.0, "better"),
        ("nps", 20.0, "same"),
        ("nps", 25.0, "same"),
        ("nps", 40.0, "worse"),
        ("ces_1_5_mean", 40.0, "better"),
        ("ces_1_5_mean", 10.0, "worse"),
    ],
)
def test_state_is_better_or_worse_only_when_the_whole_interval_is(
    metric: str, target: float | None, state: str
):
    assert state_of(METRICS[metric], Estimate(22.0, 14.0, 30.0, 100), target) == state


def test_an_honest_number_links_to_its_explanation_with_the_filter(in_satama: World):
    measured = Measured({}, Estimate(30.0, 14.0, 44.0, 100), 100, None, {10: 50, 8: 30, 0: 20})
    found = honest_number(METRICS["nps"], measured, where=Where(channel="chat"), days=28)
    assert found.explain_url == "/insight/metrics/nps/explanation/?days=28&channel=chat"
    assert not found.too_few


def test_too_few_answers_show_no_number(in_satama: World):
    found = honest_number(METRICS["nps"], Measured({}, None, 6, None), where=Where())
    assert (found.too_few, found.value, found.n, found.minimum) == (True, None, 6, 10)


def test_shares_of_a_scale_fill_the_bar():
    found = shares(METRICS["nps"], {10: 50, 8: 30, 0: 20})
    assert [(one.share, one.start, one.width) for one in found] == [
        (0.2, "0.00%", "20.00%"),
        (0.3, "20.00%", "30.00%"),
        (0.5, "50.00%", "50.00%"),
    ]
    assert shares(METRICS["nps"], {}) == []
