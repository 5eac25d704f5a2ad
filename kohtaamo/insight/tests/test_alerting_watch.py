from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from kohtaamo.feedback.models import Answer
from kohtaamo.insight.alerting import handling
from kohtaamo.insight.alerting.design import closing_after
from kohtaamo.insight.alerting.rules import RuleRefusedError, learn_anew, make_rule, stop_rule
from kohtaamo.insight.alerting.watch import watch_all
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.services import measure_answers, set_target
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

NPS, CSAT = METRICS["nps"], METRICS["csat_top2"]
HELSINKI = ZoneInfo("Europe/Helsinki")
# a Monday; 26 weeks of the baseline end here
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 4, 12, 0, tzinfo=HELSINKI)


def week_of_answers(place: Touchpoint, monday: date, promoters: int, detractors: int) -> None:
    """40 answers on Wednesday noon."""
    when = datetime(monday.year, monday.month, monday.day, 12, 0, tzinfo=HELSINKI) + timedelta(days=2)
    hear(place, {10: promoters, 8: 40 - promoters - detractors, 2: detractors}, when)


def baseline(place: Touchpoint) -> None:
    """26 weeks: in turn 22 and 18 promoters of 40, 10 detractors: NPS 30 and 20, on average 25."""
    for number in range(26):
        week_of_answers(place, MONDAY - timedelta(weeks=26 - number), 22 if number % 2 else 18, 10)


def rule_of_change(world: World, **changes: object) -> AlertRule:
    facts = {
        "kind": "change",
        "metric": NPS,
        "every": 52,
        "shift": 20.0,
        "owner": world.aino,
        "actor": world.aino,
    }
    return make_rule(parameters={"touchpoint": str(world.phone.pk)}, **{**facts, **changes})  # type: ignore[arg-type]


def after_monday(weeks: int) -> datetime:
    """Monday 03:30, so many weeks after the one that NOW is in began."""
    return datetime(2026, 11, 2, 3, 30, tzinfo=HELSINKI) + timedelta(weeks=weeks)


@pytest.fixture
def watched(in_satama: World) -> World:
    with time_machine.travel(NOW, tick=False):
        baseline(in_satama.phone)
        rule_of_change(in_satama)
    return in_satama


def test_rule_keeps_what_is_usual_and_what_it_promises(watched: World) -> None:
    rule = AlertRule.objects.get()
    # 520 promoters, 260 detractors of 1040, three more by the adjusted Wald: net 260/1043, variance .68713; the
    # deviation 100 · √(.68713 · 1040/1043) = 82.77; the error of 40 answers 13.09, so that 20 points are 1.528 of it
    assert rule.mean == pytest.approx(25.0)
    assert rule.deviation == pytest.approx(82.77, abs=0.01)
    assert (rule.spread, rule.baseline_weeks, rule.answers_a_week) == (1.0, 26, 40)
    assert rule.reference == pytest.approx(0.764, abs=0.001)
    assert rule.delay is not None
    assert 3 < rule.delay < 4.5
    assert rule.unlucky_every is not None
    assert 30 < rule.unlucky_every < 52
    assert rule.watched_from == MONDAY
    assert rule.next_at == datetime(2026, 11, 9, 3, 0, tzinfo=HELSINKI)


def test_a_fall_gives_one_alert_and_the_same_week_never_another(watched: World) -> None:
    # NPS −50 of 40 answers is (−50 − 25)/13.1 = −5.7 standard errors: past any threshold in one week
    week_of_answers(watched.phone, MONDAY, 5, 25)
    assert watch_all(after_monday(0)) == 0
    assert watch_all(after_monday(1)) == 1
    alert = Alert.objects.get()
    assert (alert.occasion, alert.state) == ("week 2026-11-02", "open")
    assert (alert.figures["value"], alert.figures["n"], alert.figures["side"]) == (-50.0, 40, "down")
    assert Event.objects.filter(verb="insight.alert_raised", subject_id=alert.pk).count() == 1
    assert watch_all(after_monday(1)) == 0
    AlertRule.objects.update(next_at=after_monday(1))
    assert watch_all(after_monday(1)) == 1
    assert Alert.objects.count() == 1


def test_weeks_within_ordinary_variation_give_none(watched: World) -> None:
    for number, promoters in enumerate((18, 22, 20, 17)):
        week_of_answers(watched.phone, MONDAY + timedelta(weeks=number), promoters, 10)
    watch_all(after_monday(4))
    assert not Alert.objects.exists()


def test_a_week_of_too_few_answers_moves_nothing(watched: World) -> None:
    when = datetime(2026, 11, 4, 12, 0, tzinfo=HELSINKI)
    hear(watched.phone, {0: 9}, when)
    watch_all(after_monday(1))
    assert not Alert.objects.exists()


def test_a_signal_while_the_alert_is_in_hand_joins_it_and_after_closing_makes_a_new_one(
    watched: World,
) -> None:
    for number in range(3):
        week_of_answers(watched.phone, MONDAY + timedelta(weeks=number), 5, 25)
    watch_all(after_monday(1))
    alert = Alert.objects.get()
    handling.acknowledge(alert=alert, actor=watched.onni)
    watch_all(after_monday(2))
    alert.refresh_from_db()
    assert alert.figures["again"] == ["week 2026-11-09"]
    handling.close(alert=alert, done="Soitettiin asiakkaille", actor=watched.onni)
    watch_all(after_monday(3))
    assert list(Alert.objects.order_by("pk").values_list("occasion", flat=True)) == [
        "week 2026-11-02",
        "week 2026-11-16",
    ]


def test_learning_anew_takes_the_latest_weeks_as_usual(watched: World) -> None:
    for number in range(26):
        week_of_answers(watched.phone, MONDAY + timedelta(weeks=number), 10, 18 if number % 2 else 22)
    rule = AlertRule.objects.get()
    with time_machine.travel(after_monday(26), tick=False):
        learnt = learn_anew(rule=rule, actor=watched.aino)
    assert learnt.mean == pytest.approx(-25.0)
    assert learnt.watched_from == MONDAY + timedelta(weeks=26)


def test_a_stopped_rule_is_not_looked_at(watched: World) -> None:
    week_of_answers(watched.phone, MONDAY, 5, 25)
    stop_rule(rule=AlertRule.objects.get(), actor=watched.aino)
    assert watch_all(after_monday(1)) == 0


def test_a_rule_of_another_organisation_is_looked_at_in_its_own_scope(watched: World) -> None:
    week_of_answers(watched.phone, MONDAY, 5, 25)
    with working_for(watched.toinen):
        watch_all(after_monday(1))
        assert not Alert.objects.exists()
    assert Alert.objects.get().organisation_id == watched.satama.pk


def test_a_rule_that_fails_waits_an_hour_and_lets_the_others_go_on(
    watched: World, caplog: pytest.LogCaptureFixture
) -> None:
    week_of_answers(watched.phone, MONDAY, 5, 25)
    broken = rule_of_change(watched)
    AlertRule.objects.filter(pk=broken.pk).update(mean=None, next_at=after_monday(1))
    now = after_monday(1)
    assert watch_all(now) == 1
    broken.refresh_from_db()
    assert broken.next_at == now + timedelta(hours=1)
    assert "could not be looked at" in caplog.text


def test_no_honest_alert_of_too_few_weeks_or_answers(in_satama: World) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(7):
            week_of_answers(in_satama.phone, MONDAY - timedelta(weeks=number + 1), 20, 10)
        with pytest.raises(RuleRefusedError, match="metric"):
            rule_of_change(in_satama)
        with pytest.raises(RuleRefusedError, match="shift"):
            rule_of_change(in_satama, shift=0.0)
        with pytest.raises(RuleRefusedError, match="every"):
            rule_of_change(in_satama, every=3)


def test_a_target_gives_an_alert_when_it_turns_surely_worse_and_once_only(in_satama: World) -> None:
    place = in_satama.phone
    with time_machine.travel(NOW, tick=False):
        with pytest.raises(RuleRefusedError, match="kind"):
            rule_of_change(in_satama, kind="target")
        set_target(metric=NPS, value=30, touchpoint=place)
        rule_of_change(in_satama, kind="target")
    # four weeks of NPS 25: 160 answers, the interval is about ±13 and holds 30
    for number in range(4):
        week_of_answers(place, MONDAY + timedelta(weeks=number), 20, 10)
    watch_all(after_monday(4))
    assert not Alert.objects.exists()
    # then −50: the four last weeks are (25 · 3 − 50)/4 = 6.25, whose interval ends near 19
    week_of_answers(place, MONDAY + timedelta(weeks=4), 5, 25)
    watch_all(after_monday(5))
    alert = Alert.objects.get()
    assert (alert.figures["value"], alert.figures["n"], alert.figures["target"]) == (6.25, 160, 30.0)
    assert alert.figures["period"] == "2026-11-09/2026-12-06"
    week_of_answers(place, MONDAY + timedelta(weeks=5), 5, 25)
    handling.close(alert=alert, done="", actor=None)
    watch_all(after_monday(6))
    assert Alert.objects.count() == 1


def bad_answer(world: World, value: float, *, uid: str = "a", source: str = "page", days: int = 0) -> Answer:
    answer, _ = Answer.objects.update_or_create(
        organisation=world.satama,
        uid=uid,
        defaults={
            "touchpoint": world.phone,
            "happened_at": datetime.now(UTC) - timedelta(days=days),
            "content": [{"name": "csat", "kind": "csat", "value": value}],
            "source": source,
        },
    )
    measure_answers(answers=[answer.pk])
    return answer


def rule_of_low_scores(world: World, **changes: object) -> AlertRule:
    facts = {
        "kind": "low_score",
        "metric": CSAT,
        "parameters": {},
        "limit": 2.0,
        "owner": None,
        "actor": None,
    }
    return make_rule(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_single_bad_value_gives_an_alert_at_once_and_never_two(in_satama: World) -> None:
    rule_of_low_scores(in_satama)
    answer = bad_answer(in_satama, 2)
    bad_answer(in_satama, 3, uid="b")
    deliver_all()
    alert = Alert.objects.get()
    assert (alert.answer_id, alert.figures["value"]) == (answer.pk, 2.0)
    Event.objects.filter(verb="insight.measurements_recorded").update(delivered_at=None)
    deliver_all()
    bad_answer(in_satama, 1)
    deliver_all()
    assert Alert.objects.count() == 1


def test_old_and_imported_values_and_those_before_the_rule_give_no_alerts(in_satama: World) -> None:
    bad_answer(in_satama, 1, uid="before")
    rule_of_low_scores(in_satama)
    bad_answer(in_satama, 1, uid="old", days=8)
    bad_answer(in_satama, 1, uid="file", source="import")
    deliver_all()
    assert not Alert.objects.exists()


def test_bad_values_are_looked_for_only_where_the_rule_watches(in_satama: World) -> None:
    rule_of_low_scores(in_satama, parameters={"touchpoint": str(in_satama.desk.pk)})
    bad_answer(in_satama, 1)
    deliver_all()
    assert not Alert.objects.exists()


@pytest.mark.parametrize(("metric", "limit", "field"), [("enps", 2.0, "metric"), ("nps", 11.0, "limit")])
def test_single_values_are_refused_where_people_are_protected_or_off_the_scale(
    in_satama: World, metric: str, limit: float, field: str
) -> None:
    with pytest.raises(RuleRefusedError, match=field):
        rule_of_low_scores(in_satama, metric=METRICS[metric], limit=limit)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 22, 23, 0, tzinfo=HELSINKI), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 2, 59, tzinfo=HELSINKI), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 3, 0, tzinfo=HELSINKI), date(2026, 11, 30)),
        # across the end of summer time
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_week_is_looked_at_on_monday_at_three(moment: datetime, expected: date) -> None:
    found = closing_after(moment)
    assert (found.date(), found.astimezone(HELSINKI).hour) == (expected, 3)
