from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kohtaamo.insight.changes import counts_by_side, real_changes
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from tests.measurements import facts_are_read, heard
from tests.world import World

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)


def test_a_large_fall_is_named_and_a_small_one_is_not(in_satama: World):
    Measurement.objects.bulk_create(
        [
            *heard(in_satama.phone, {10: 60, 0: 20, 8: 20}, BEFORE),
            *heard(in_satama.phone, {10: 20, 0: 60, 8: 20}, NOW),
            *heard(in_satama.desk, {10: 52, 0: 48}, BEFORE),
            *heard(in_satama.desk, {10: 50, 0: 50}, NOW),
        ]
    )
    facts_are_read()
    with CaptureQueriesContext(connection) as queries:
        found = real_changes(TODAY)
    assert len(queries) == 1
    assert found.compared == 2
    assert [(change.touchpoint, change.metric.key) for change in found.real] == [(in_satama.phone.pk, "nps")]
    assert found.real[0].difference.value == -80.0
    assert found.real[0].difference.high < 0
    assert not found.real[0].is_better


def test_too_few_answers_on_one_side_are_not_compared(in_satama: World):
    Measurement.objects.bulk_create(
        [*heard(in_satama.phone, {10: 100}, BEFORE), *heard(in_satama.phone, {0: 9}, NOW)]
    )
    assert real_changes(TODAY).compared == 0


def test_answers_of_our_own_people_are_no_news(in_satama: World):
    Measurement.objects.bulk_create(
        [*heard(in_satama.phone, {10: 50}, BEFORE, "enps"), *heard(in_satama.phone, {0: 50}, NOW, "enps")]
    )
    assert real_changes(TODAY).compared == 0


def test_where_nothing_changed_changes_are_seldom_named(in_satama: World):
    chance = Random(21)
    places = Touchpoint.objects.bulk_create(
        Touchpoint(organisation=in_satama.satama, name=f"Piste {number}") for number in range(120)
    )
    measured = []
    for place in places:
        for when in (BEFORE, NOW):
            drawn = chance.choices([10, 8, 2], [4, 3, 3], k=40)
            measured += heard(place, {value: drawn.count(value) for value in (10, 8, 2)}, when)
    Measurement.objects.bulk_create(measured)
    found = real_changes(TODAY)
    assert found.compared == 120
    # one by one at 5 % about six of these would be "found"
    assert len(found.real) <= 1


def test_sides_hold_the_values_given_on_that_side_only(in_satama: World):
    Measurement.objects.bulk_create(
        [
            *heard(in_satama.phone, {10: 3, 8: 1}, BEFORE),
            *heard(in_satama.phone, {8: 2, 0: 4}, NOW),
            *heard(in_satama.desk, {9: 5}, NOW),
            *heard(in_satama.desk, {1: 7}, NOW - timedelta(days=60)),
        ]
    )
    assert counts_by_side(Period.last_days(28, TODAY)) == {
        "nps": {
            in_satama.phone.pk: {0: {10.0: 3, 8.0: 1}, 1: {8.0: 2, 0.0: 4}},
            in_satama.desk.pk: {0: {}, 1: {9.0: 5}},
        }
    }
