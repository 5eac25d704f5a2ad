from __future__ import annotations

import pytest

from kohtaamo.insight.metrics import METRICS

from .coverage import REPLAYS, every_coverage, steps_of_share
from .populations import ASKED, OBSERVED

pytestmark = pytest.mark.slow


def test_every_kind_has_a_population() -> None:
    assert {metric.kind for metric in METRICS.values()} == {*ASKED, *OBSERVED}


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    found = list(every_coverage())
    error = (0.95 * 0.05 / REPLAYS) ** 0.5
    assert len(found) >= 2 * len(METRICS)
    # four errors of the replays; a miss is listed with its reason, and never by more than the steps of few answers
    assert [row.what for row in found if not row.near(4 * error) and not row.reason] == []
    assert [row.what for row in found if row.result < 0.8] == []


def test_where_no_interval_could_hold_as_often_as_wanted_it_is_said() -> None:
    # two of a hundred, ten answers: none has a chance of .817, at most one .984
    assert steps_of_share(0.02, 10) == "no method can: outcomes of 10 answers add up to 81.7 % or 98.4 %"
    assert steps_of_share(0.5, 100).startswith("outcomes of 100 answers come in steps")
