from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from kohtaamo.feedback.models import Answer
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.report import ReportError, measured_rows
from kohtaamo.kit.periods import Period
from tests.world import World

NOON = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def heard(in_satama: World) -> World:
    for value, count, attributes in ((10, 15, {"region": "Oulu"}), (0, 5, {"region": "Turku"})):
        Measurement.objects.bulk_create(
            Measurement(
                organisation=in_satama.satama,
                kind="nps",
                value=value,
                touchpoint=in_satama.phone,
                channel="call",
                happened_at=NOON,
                source="api",
                attributes=attributes,
            )
            for _ in range(count)
        )
    Answer.objects.create(
        organisation=in_satama.satama,
        uid="a",
        touchpoint=in_satama.phone,
        happened_at=NOON,
        attributes={"region": "Oulu"},
    )
    return in_satama


def test_rows_name_their_groups_and_hide_what_is_too_few(heard: World):
    rows = measured_rows(metric="nps", by=["touchpoint", "region", "month"])
    assert rows[0] == {
        "touchpoint": "Puhelinpalvelu",
        "region": "Oulu",
        "month": "2026-11-01",
        "metric": "nps",
        "value": 100.0,
        "low": pytest.approx(61.56, abs=0.01),
        "high": 100.0,
        "n": 15,
        "unit": "NPS",
    }
    assert (rows[1]["region"], rows[1]["value"], rows[1]["n"]) == ("Turku", None, 5)
    json.dumps(rows)


def test_conditions_name_rows_by_name_and_attributes_by_their_own(heard: World):
    rows = measured_rows(metric="nps", where=["touchpoint=puhelinpalvelu", "channel=call", "region=Oulu"])
    assert [row["n"] for row in rows] == [15]
    assert measured_rows(metric="nps", where=[f"touchpoint={heard.desk.pk}"])[0]["n"] == 0
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    assert measured_rows(metric="nps", period=october)[0]["n"] == 0


@pytest.mark.parametrize(
    ("asked", "code", "valid"),
    [
        ({"metric": "happiness"}, "unknown_metric", "nps"),
        ({"metric": "nps", "by": ["password"]}, "unknown_field", "week"),
        ({"metric": "nps", "where": ["password=x"]}, "unknown_field", "region"),
        ({"metric": "nps", "where": ["touchpoint=Ovi"]}, "unknown_value", "Palvelupiste"),
        ({"metric": "nps", "where": ["channel"]}, "no_condition", "FIELD=VALUE"),
    ],
)
def test_what_is_not_known_is_named_with_what_is(heard: World, asked: dict, code: str, valid: str):
    with pytest.raises(ReportError) as raised:
        measured_rows(**asked)
    assert raised.value.code == code
    assert valid in raised.value.valid
