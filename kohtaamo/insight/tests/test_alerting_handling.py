from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from kohtaamo.insight.alerting import handling
from kohtaamo.insight.alerting.handling import WrongStateError, waiting
from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.alerting.watch import raise_alert
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert
from kohtaamo.organisation.models import Event
from tests.world import World

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def alert(in_satama: World) -> Alert:
    rule = make_rule(
        kind="low_score", metric=METRICS["csat_top2"], parameters={}, owner=None, actor=None, limit=2.0
    )
    found = raise_alert(rule, "answer 1 csat", {"value": 1.0, "n": 1})
    assert found is not None
    return found


def test_an_alert_is_taken_in_hand_closed_and_taken_back_step_by_step(in_satama: World, alert: Alert) -> None:
    handling.acknowledge(alert=alert, actor=in_satama.onni)
    closed = handling.close(alert=alert, done="  Soitin asiakkaalle. ", actor=in_satama.onni)
    assert (closed.state, closed.done, closed.acknowledged_by) == (
        "closed",
        "Soitin asiakkaalle.",
        in_satama.onni,
    )
    assert handling.step_back(alert=alert, actor=in_satama.onni).state == "acknowledged"
    back = handling.step_back(alert=alert, actor=in_satama.onni)
    assert (back.state, back.acknowledged_by, back.done) == ("open", None, "Soitin asiakkaalle.")
    with pytest.raises(WrongStateError):
        handling.step_back(alert=alert, actor=in_satama.onni)
    verbs = Event.objects.filter(subject_id=alert.pk, actor=in_satama.onni).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "insight.alert_acknowledged",
        "insight.alert_closed",
        "insight.alert_reopened",
        "insight.alert_reopened",
    ]


def test_a_step_that_does_not_follow_is_refused(in_satama: World, alert: Alert) -> None:
    handling.close(alert=alert, done="", actor=None)
    with pytest.raises(WrongStateError):
        handling.acknowledge(alert=alert, actor=None)
    with pytest.raises(WrongStateError):
        handling.close(alert=alert, done="", actor=None)


def test_what_is_put_off_comes_back_by_itself(in_satama: World, alert: Alert) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 15, 0, tzinfo=HELSINKI), tick=False):
        assert waiting(timezone.now()) == 1
        kept = handling.snooze(alert=alert, until=date(2026, 11, 27), actor=None)
        assert kept.snoozed_until == datetime(2026, 11, 27, 0, 0, tzinfo=HELSINKI)
        assert waiting(timezone.now()) == 0
        assert waiting(timezone.now() + timedelta(days=7)) == 1
        for day in (date(2026, 11, 20), date(2025, 1, 1), date(2028, 1, 1)):
            with pytest.raises(ValueError, match="snooze"):
                handling.snooze(alert=alert, until=day, actor=None)
        assert handling.step_back(alert=alert, actor=None).snoozed_until is None


def test_what_was_done_can_be_told_after_closing_too(in_satama: World, alert: Alert) -> None:
    handling.close(alert=alert, done="", actor=None)
    kept = handling.tell_what_was_done(alert=alert, done="Ohje korjattiin", actor=in_satama.aino)
    assert (kept.state, kept.done) == ("closed", "Ohje korjattiin")
