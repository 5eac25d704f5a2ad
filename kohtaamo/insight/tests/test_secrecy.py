from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kohtaamo.feedback.models import Crowd
from kohtaamo.feedback.questions import STAFF_KINDS
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import (
    effect,
    has_heard,
    measure,
    measure_all,
    measure_touchpoints,
    metrics_heard,
    trend,
)
from kohtaamo.insight.where import UnknownDimensionError, Where
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.models import Organisation
from tests.world import World

ENPS = METRICS["enps"]
OCTOBER, NOVEMBER = Period(date(2026, 10, 1), date(2026, 11, 1)), Period(date(2026, 11, 1), date(2026, 12, 1))


def a_crowd(
    counts: list[list[int]], *, days: tuple[int, int] = (2, 9), month: int = 10, **common: Any
) -> None:
    Crowd.objects.create(
        kind="enps",
        question="enps",
        people=sum(n for _, n in counts),
        counts=counts,
        common=common,
        first_day=date(2026, month, days[0]),
        last_day=date(2026, month, days[1]),
    )


def told(by: str, where: Where | None = None) -> dict[Any, tuple[float | None, int]]:
    return {
        row.group[by]: (row.estimate.value if row.estimate else None, row.n)
        for row in measure(ENPS, where=where or Where(), by=[by])
    }


def whole(where: Where) -> tuple[float | None, int]:
    [one] = measure(ENPS, where=where)
    return (round(one.estimate.value, 2) if one.estimate else None, one.n)


def test_a_crowd_counts_where_all_of_it_belongs(in_satama: World):
    a_crowd([[10, 4], [0, 1]], channel="a", unit=1)
    a_crowd([[9, 6]], channel="a")  # its units differ
    a_crowd([[0, 5]], channel="b", unit=1)
    assert told("channel") == {"a": (pytest.approx(100 * 9 / 11), 11), "b": (-100, 5)}
    assert told("unit") == {1: (-20, 10)}
    assert whole(Where(channel="a", unit=1)) == (60, 5)
    assert whole(Where()) == (round(100 * (10 - 6) / 16, 2), 16)


def test_what_nobody_may_know_looks_like_what_nobody_said(in_satama: World):
    a_crowd([[9, 6]], channel="a")
    nothing, unknown = whole(Where(channel="none")), whole(Where(unit=1))
    assert nothing == unknown == (None, 0)


def test_attributes_and_those_without_a_value(in_satama: World):
    oulu: dict[str, Any] = {"attribute:site": "Oulu", "channel": ""}
    espoo: dict[str, Any] = {"attribute:site": "Espoo", "channel": "a"}
    a_crowd([[9, 6]], **oulu)
    a_crowd([[0, 6]], **espoo)
    assert whole(Where(attributes={"site": "Oulu"})) == (100, 6)
    assert told("attribute:site") == {"Espoo": (-100, 6), "Oulu": (100, 6)}
    assert whole(Where(channel="")) == (100, 6)
    with pytest.raises(UnknownDimensionError):
        measure(ENPS, where=Where(), by=["customer"])


def test_only_periods_that_hold_the_whole_crowd_count_it(in_satama: World):
    a_crowd([[9, 6]], days=(2, 9))
    assert whole(Where(period=Period(date(2026, 10, 2), date(2026, 10, 10)))) == (100, 6)
    assert whole(Where(period=Period(date(2026, 10, 3), date(2026, 10, 10)))) == (None, 0)
    assert whole(Where(period=Period(date(2026, 10, 2), date(2026, 10, 9)))) == (None, 0)


def test_a_trend_tells_the_months_in_which_a_crowd_answered(in_satama: World):
    a_crowd([[9, 6]], month=10)
    a_crowd([[0, 7]], month=11)
    year = Where(period=Period(date(2026, 9, 1), date(2026, 12, 1)))
    assert [(row.group["month"].month, row.n) for row in trend(ENPS, year, "month")] == [
        (9, 0),
        (10, 6),
        (11, 7),
    ]
    # its days reach over two weeks
    assert sum(row.n for row in trend(ENPS, year, "week")) == 0
    assert trend(ENPS, Where(), "month")[0].group == {"month": date(2026, 10, 1)}


def test_places_and_effects_are_told_by_crowds_too(in_satama: World):
    a_crowd([[0, 6]], month=10, touchpoint=in_satama.phone.pk)
    a_crowd([[9, 20]], month=11, touchpoint=in_satama.phone.pk)
    found = measure_touchpoints(ENPS, [in_satama.phone, in_satama.desk], Where(period=OCTOBER))
    assert {key: one.n for key, one in found.items()} == {in_satama.phone.pk: 6, in_satama.desk.pk: 0}
    change = effect(
        ENPS,
        touchpoint=in_satama.phone,
        changed_on=date(2026, 11, 1),
        window_days=31,
        today=date(2026, 12, 20),
    )
    assert (change.value, change.n_before, change.n_after) == (200, 6, 20)
    planned = effect(
        ENPS,
        touchpoint=in_satama.phone,
        changed_on=date(2026, 11, 1),
        window_days=31,
        today=date(2026, 10, 20),
    )
    assert planned.verdict == "cannot_tell"


def test_the_overview_has_the_metric_once_it_can_be_told(in_satama: World):
    assert (has_heard(), metrics_heard(), measure_all(Where())) == (False, [], {})
    a_crowd([[9, 6]], channel="a")
    assert has_heard()
    assert metrics_heard() == [ENPS]
    assert {key: rows[0].n for key, rows in measure_all(Where()).items()} == {"enps": 6}
    assert measure_all(Where(channel="b")) == {}


def test_crowds_too_small_for_the_limit_in_force_tell_nothing(in_satama: World):
    a_crowd([[9, 6]])
    Organisation.objects.update(minimum_people=7)
    assert whole(Where()) == (None, 0)


def test_every_metric_of_a_question_to_employees_protects_them():
    unprotected = [
        metric.key for metric in METRICS.values() if metric.kind in STAFF_KINDS and not metric.protects_people
    ]
    assert unprotected == []
    assert {metric.kind for metric in METRICS.values() if metric.protects_people} <= STAFF_KINDS
