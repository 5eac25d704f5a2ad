"""Rules are changed on the form they were made on: thresholds computed anew, alarms kept, promises told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from kohtaamo.insight.alerting.design import closing_of
from kohtaamo.insight.alerting.rules import RuleRefusedError, Wanted, change_rule, make_rule
from kohtaamo.insight.alerting.watch import watch_all
from kohtaamo.insight.alerting.wording import promise
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.services import set_target
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import bucket_start
from kohtaamo.kit.statistics.alarms import design_alarm
from kohtaamo.kit.statistics.turns import design_turn
from kohtaamo.organisation.models import Event, Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]
AT = "/o/satama/insight/alerts/"
NPS = METRICS["nps"]


def weeks_of_answers(place: Touchpoint, first: int, last: int, promoters: int, detractors: int) -> None:
    """40 answers in each of these weeks, counted back from this one."""
    monday = bucket_start(today(), "week")
    for back in range(first, last, -1):
        noon = datetime.combine(monday - timedelta(weeks=back) + timedelta(days=2), datetime.min.time())
        when = timezone.make_aware(noon + timedelta(hours=12))
        hear(place, {10: promoters, 8: 40 - promoters - detractors, 2: detractors}, when)


def made(world: World, **changes: object) -> AlertRule:
    facts = {
        "kind": "change",
        "metric": NPS,
        "parameters": {"touchpoint": str(world.phone.pk)},
        "owner": world.aino,
        "actor": world.aino,
        "shift": 20.0,
    }
    return make_rule(**{**facts, **changes})  # type: ignore[arg-type]


def wanted(rule: AlertRule, **changes: object) -> Wanted:
    facts = {
        "kind": rule.kind,
        "metric": NPS,
        "parameters": rule.parameters,
        "every": rule.every,
        "shift": rule.shift,
        "limit": rule.limit,
        "chart": rule.chart,
    }
    return Wanted(**{**facts, **changes})


def told(world: World) -> AlertRule:
    """A rule that has given an alarm of a fall three weeks ago."""
    weeks_of_answers(world.phone, 14, 3, 20, 10)
    weeks_of_answers(world.phone, 3, 0, 5, 25)
    rule = made(world, on=today() - timedelta(weeks=4))
    AlertRule.objects.filter(pk=rule.pk).update(next_at=timezone.now())
    watch_all()
    rule.refresh_from_db()
    return rule


def test_a_new_rate_gives_a_new_threshold_for_the_same_usual_level(in_satama: World) -> None:
    rule = told(in_satama)
    alarm, mean = Alert.objects.get(), rule.mean
    assert change_rule(rule=rule, wanted=wanted(rule, every=13), owner=in_satama.onni, actor=in_satama.aino)
    rule.refresh_from_db()
    assert rule.mean == mean
    shift = 20.0 / (rule.spread * rule.deviation / 40**0.5)  # type: ignore[operator]
    declared = design_alarm(every=13, shift=shift, baseline=rule.baseline_weeks)
    assert rule.threshold == pytest.approx(declared.threshold)
    assert rule.delay == pytest.approx(declared.delay)
    assert (rule.owner, rule.watched_from) == (in_satama.onni, bucket_start(today(), "week"))
    # the alarm stays, and weeks before the change give no new ones
    AlertRule.objects.filter(pk=rule.pk).update(next_at=timezone.now())
    watch_all()
    assert list(Alert.objects.all()) == [alarm]
    assert Event.objects.filter(verb="insight.alert_rule_changed", subject_id=rule.pk).count() == 1


def test_a_new_owner_computes_nothing_anew(in_satama: World) -> None:
    rule = told(in_satama)
    threshold, watched_from = rule.threshold, rule.watched_from
    assert not change_rule(rule=rule, wanted=wanted(rule), owner=None, actor=None)
    rule.refresh_from_db()
    assert (rule.owner, rule.threshold, rule.watched_from) == (None, threshold, watched_from)


def test_what_has_told_alarms_goes_on_watching_the_same(in_satama: World) -> None:
    rule = told(in_satama)
    other = {"touchpoint": str(in_satama.desk.pk)}
    for change in (
        {"parameters": other},
        {"metric": METRICS["csat_top2"]},
        {"kind": "low_score", "limit": 2},
    ):
        with pytest.raises(RuleRefusedError):
            change_rule(rule=rule, wanted=wanted(rule, **change), owner=None, actor=None)


def test_what_has_told_nothing_may_watch_another_place_and_learns_it(in_satama: World) -> None:
    weeks_of_answers(in_satama.phone, 14, 0, 20, 10)
    weeks_of_answers(in_satama.desk, 14, 0, 30, 2)
    rule = made(in_satama)
    place = {"touchpoint": str(in_satama.desk.pk)}
    assert change_rule(rule=rule, wanted=wanted(rule, parameters=place), owner=None, actor=None)
    rule.refresh_from_db()
    # 30 less 2 of 40
    assert rule.mean == pytest.approx(70.0)


@pytest.mark.parametrize("chart", ["ewma", "shewhart"])
def test_each_chart_declares_the_rate_asked_for_and_its_own_delay(in_satama: World, chart: str) -> None:
    weeks_of_answers(in_satama.phone, 27, 0, 20, 10)
    rule = made(in_satama, chart=chart)
    error = rule.spread * rule.deviation / 40**0.5  # type: ignore[operator]
    declared = design_alarm(every=52, shift=20.0 / error, baseline=26, kind=chart)  # type: ignore[arg-type]
    assert declared.false_alarm_every == pytest.approx(52, rel=1e-3)
    assert rule.threshold == pytest.approx(declared.threshold)
    assert rule.delay == pytest.approx(declared.delay)
    with translation.override("en"):
        assert "one false alarm in 52 weeks" in promise(rule)


def test_each_chart_gives_an_alarm_of_a_great_fall(in_satama: World) -> None:
    weeks_of_answers(in_satama.phone, 27, 1, 20, 10)
    weeks_of_answers(in_satama.phone, 1, 0, 0, 40)
    rules = [made(in_satama, chart=chart, on=today() - timedelta(weeks=1)) for chart in ("ewma", "shewhart")]
    AlertRule.objects.update(next_at=timezone.now())
    # on Monday's small hours last week is still open
    watch_all(max(timezone.now(), closing_of(bucket_start(today(), "week"))))
    assert {alert.rule_id for alert in Alert.objects.all()} == {rule.pk for rule in rules}


def test_a_target_declares_its_false_alarms_and_delay_when_set_up(in_satama: World) -> None:
    weeks_of_answers(in_satama.phone, 27, 0, 20, 10)
    set_target(metric=NPS, value=20, touchpoint=in_satama.phone)
    rule = made(in_satama, kind="target", shift=10.0)
    error = rule.spread * rule.deviation / 40**0.5  # type: ignore[operator]
    turn = design_turn(shift=10 / error)
    assert rule.false_alarm_every == turn.false_alarm_every
    assert rule.delay == turn.delay
    with translation.override("en"):
        words = promise(rule)
    assert "about 40 answers a week" in words
    assert f"in {round(turn.false_alarm_every)} weeks" in words


def test_a_target_without_a_history_says_that_its_delay_is_not_known(in_satama: World) -> None:
    set_target(metric=NPS, value=20, touchpoint=in_satama.phone)
    rule = made(in_satama, kind="target", shift=None)
    assert rule.false_alarm_every == design_turn(shift=1).false_alarm_every
    assert (rule.delay, rule.shift) == (None, 10.0)
    with translation.override("en"):
        assert "when there is a history" in promise(rule)


def test_a_rule_of_a_target_from_before_is_told_what_it_promises_when_it_is_looked_at(
    in_satama: World,
) -> None:
    set_target(metric=NPS, value=20, touchpoint=in_satama.phone)
    rule = made(in_satama, kind="target", shift=None)
    AlertRule.objects.update(false_alarm_every=None, shift=None, next_at=timezone.now())
    watch_all()
    rule.refresh_from_db()
    assert rule.false_alarm_every is not None


def test_page_opens_with_what_the_rule_is_and_saves_what_is_changed(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        rule = told(world)
    client = browse(world.aino)
    address = f"{AT}rules/{rule.pk}/"
    assert f'href="{address}"' in client.get(AT).content.decode()
    page = client.get(address).content.decode()
    assert 'name="shift" value="20' in page.replace('value="20,0"', 'value="20"')
    assert "pysyy samana" in page
    sent = {"shift": "15", "every": "104", "chart": "ewma", "owner": str(world.onni.pk)}
    shown = client.post(address, sent, follow=True).content.decode()
    assert "laskettu uudelleen" in shown
    assert "104 viikossa" in shown
    with working_for(world.satama):
        rule.refresh_from_db()
        alert = Alert.objects.get()
    assert (rule.shift, rule.every, rule.chart, rule.owner_id) == (15.0, 104, "ewma", world.onni.pk)
    detail = client.get(f"{AT}{alert.pk}/")
    assert "tämän hälytyksen jälkeen" in detail.content.decode()
    assert len(detail.context["charts"]) == 1


def test_preview_of_a_change_stands_on_the_level_that_was_learnt(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        rule = told(world)
    asked = {"rule": str(rule.pk), "shift": "20", "every": "52", "chart": "cusum"}
    found = browse(world.aino).get(f"{AT}rules/preview/", asked).context["preview"]
    assert found.prospect.level.mean == rule.mean
    assert found.prospect.alarm.delay == pytest.approx(rule.delay)


def test_a_single_bad_value_gets_a_new_limit(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        rule = made(world, kind="low_score", shift=None, limit=2.0)
    sent = {
        "kind": "low_score",
        "metric": "nps",
        "touchpoint": str(world.phone.pk),
        "limit": "4",
        "owner": "",
    }
    assert browse(world.aino).post(f"{AT}rules/{rule.pk}/", sent).status_code == 302
    with working_for(world.satama):
        rule.refresh_from_db()
    assert (rule.limit, rule.owner_id) == (4.0, None)


def test_reader_can_not_change_a_rule(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        rule = made(world, kind="low_score", shift=None, limit=2.0)
    assert browse(world.onni).get(f"{AT}rules/{rule.pk}/").status_code == 403
