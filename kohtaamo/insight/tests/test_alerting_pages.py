from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.alerting.watch import watch_all
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import bucket_start
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]
AT = "/o/satama/insight/alerts/"
NEW = f"{AT}rules/new/"
PREVIEW = f"{AT}rules/preview/"


def weeks_of_answers(place: Touchpoint, first: int, last: int, promoters: int, detractors: int) -> None:
    """40 answers in each of these weeks, counted back from this one."""
    monday = bucket_start(today(), "week")
    for back in range(first, last, -1):
        noon = datetime.combine(monday - timedelta(weeks=back) + timedelta(days=2), datetime.min.time())
        when = timezone.make_aware(noon + timedelta(hours=12))
        hear(place, {10: promoters, 8: 40 - promoters - detractors, 2: detractors}, when)


def fallen(world: World, place: Touchpoint, owner: Member | None = None) -> Alert:
    """A rule that began four weeks ago, and a fall three weeks ago."""
    weeks_of_answers(place, 14, 3, 20, 10)
    weeks_of_answers(place, 3, 0, 5, 25)
    rule = make_rule(
        kind="change",
        metric=METRICS["nps"],
        parameters={"touchpoint": str(place.pk)},
        owner=owner,
        actor=None,
        shift=20.0,
        on=today() - timedelta(weeks=4),
    )
    AlertRule.objects.filter(pk=rule.pk).update(next_at=timezone.now())
    watch_all()
    return Alert.objects.get(rule=rule)


def test_list_and_rail_tell_what_asks_for_somebody(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        alert = fallen(world, world.phone, world.aino)
    client = browse(world.aino)
    shown = client.get(AT)
    assert [row["alert"].pk for row in shown.context["open"]] == [alert.pk]
    page = shown.content.decode()
    assert "NPS on laskenut" in page
    assert "Puhelinpalvelu" in page
    assert '<span class="count">1</span>' in page
    client.post(f"{AT}{alert.pk}/acknowledgement/")
    assert '<span class="count">' not in client.get(AT).content.decode()


def test_detail_shows_figures_rule_and_pictures(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        alert = fallen(world, world.phone)
    shown = browse(world.aino).get(f"{AT}{alert.pk}/")
    assert len(shown.context["charts"]) == 2
    page = shown.content.decode()
    # 5 promoters less 25 detractors of 40; before 20 less 10
    assert "viikko −50" in page
    assert "tavallisesti +25" in page
    assert "kaksipuolinen CUSUM" in page


@pytest.mark.parametrize("page", [AT, "detail", NEW])
def test_pages_take_as_many_queries_for_three_alerts_as_for_one(
    world: World, browse: Browse, page: str
) -> None:
    client = browse(world.aino)
    with working_for(world.satama):
        alert = fallen(world, world.phone, world.aino)
        address = f"{AT}{alert.pk}/" if page == "detail" else page
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            assert client.get(address).status_code == 200
        fallen(world, world.desk, world.onni)
        fallen(world, Touchpoint.objects.create(organisation=world.satama, name="Lasku"), world.helmi)
    client.get(address)
    with CaptureQueriesContext(connection) as three:
        assert client.get(address).status_code == 200
    assert len(three) == len(one)


def test_an_alert_is_handled_on_its_page_and_each_step_can_be_undone(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        alert = fallen(world, world.phone)
    client = browse(world.aino)
    address = f"{AT}{alert.pk}/"
    assert client.post(f"{address}acknowledgement/").status_code == 302
    until = today() + timedelta(days=7)
    client.post(f"{address}snooze/", {"until": until.isoformat()})
    assert client.get(AT).context["quiet"][0]["alert"].pk == alert.pk
    shown = client.post(f"{address}closing/", {"done": "Lisättiin soittaja"}, follow=True)
    assert f'action="{address}reopening/"' in shown.content.decode()
    assert client.get(AT).context["closed"][0]["alert"].done == "Lisättiin soittaja"
    client.post(f"{address}note/", {"done": "Lisättiin kaksi soittajaa"})
    client.post(f"{address}reopening/")
    with working_for(world.satama):
        alert.refresh_from_db()
    assert (alert.state, alert.done, alert.acknowledged_by_id) == (
        "acknowledged",
        "Lisättiin kaksi soittajaa",
        world.aino.pk,
    )


@pytest.mark.parametrize("until", ["", "eilen", "2020-01-01"])
def test_a_day_that_makes_no_sense_changes_nothing(world: World, browse: Browse, until: str) -> None:
    with working_for(world.satama):
        alert = fallen(world, world.phone)
    shown = browse(world.aino).post(f"{AT}{alert.pk}/snooze/", {"until": until}, follow=True)
    assert "Valitse päivä, joka on vasta edessä" in shown.content.decode()


def test_preview_says_the_rate_and_the_delay_before_anything_is_saved(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        weeks_of_answers(world.phone, 26, 0, 20, 10)
    place = str(world.phone.pk)
    asked = {"kind": "change", "metric": "nps", "touchpoint": place, "shift": "20", "every": "52"}
    shown = browse(world.aino).get(PREVIEW, asked)
    found = shown.context["preview"]
    assert (found.problem, found.prospect.level.periods, found.prospect.answers_a_week) == ("", 26, 40)
    # 20 points of 13.09: shift 1.528, known from 26 weeks
    assert found.prospect.alarm.delay == pytest.approx(3.6, abs=0.3)
    words = " ".join(shown.content.decode().split())
    assert "noin 40 viikossa, tämä hälytys antaa yhden väärän hälytyksen 52 viikossa" in words
    with working_for(world.satama):
        assert not AlertRule.objects.exists()


@pytest.mark.parametrize(
    ("asked", "problem", "words"),
    [
        ({"kind": "change", "shift": "20"}, "few_weeks", "Liian lyhyt historia: 3 viikkoa"),
        ({"kind": "change", "shift": "0"}, "shift", "Kerro, miten suuri muutos"),
        ({"kind": "change", "shift": "500"}, "shift", "Kerro, miten suuri muutos"),
        ({"kind": "target"}, "target", "ei ole vielä tavoitetasoa"),
        ({"kind": "low_score", "limit": "11"}, "no_limit", "Kerro, mistä arvosta alkaen"),
        ({"kind": "low_score", "metric": "enps", "limit": "2"}, "no_metric", "ei näytetä koskaan yksi"),
    ],
)
def test_preview_says_honestly_why_not(
    world: World, browse: Browse, asked: dict[str, str], problem: str, words: str
) -> None:
    with working_for(world.satama):
        weeks_of_answers(world.phone, 3, 0, 20, 10)
    shown = browse(world.aino).get(PREVIEW, {"metric": "nps", "every": "52", **asked})
    assert shown.context["preview"].problem == problem
    assert problem == "no_metric" or words in shown.content.decode()


def test_preview_counts_what_single_bad_values_would_have_given(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        hear(world.phone, {2: 3, 3: 4}, timezone.now() - timedelta(days=2))
    shown = browse(world.aino).get(PREVIEW, {"kind": "low_score", "metric": "nps", "limit": "2"})
    assert shown.context["preview"].recent == 3


def test_a_rule_is_set_up_stopped_and_watches_again(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        weeks_of_answers(world.phone, 26, 0, 20, 10)
    client = browse(world.aino)
    asked = {
        "kind": "change",
        "metric": "nps",
        "touchpoint": world.phone.pk,
        "every": 26,
        "owner": world.onni.pk,
    }
    assert client.post(NEW, {**asked, "shift": "12,5"}).status_code == 302
    with working_for(world.satama):
        rule = AlertRule.objects.get()
    assert (rule.shift, rule.every, rule.owner_id) == (12.5, 26, world.onni.pk)
    assert rule.parameters == {"touchpoint": str(world.phone.pk)}
    for step, is_active in (("stop", False), ("resumption", True), ("learning", True)):
        client.post(f"{AT}rules/{rule.pk}/{step}/")
        with working_for(world.satama):
            rule.refresh_from_db()
        assert rule.is_active is is_active


def test_a_rule_keeps_the_filter_of_the_page_it_was_made_from(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        weeks_of_answers(world.phone, 26, 0, 20, 10)
    query = "?metric=nps&days=90&channel=-&a:region=Oulu"
    client = browse(world.aino)
    assert ("Region", "Oulu") in client.get(f"{NEW}{query}").context["narrowed"]
    client.post(f"{NEW}{query}", {"kind": "low_score", "metric": "nps", "limit": "3"})
    with working_for(world.satama):
        assert AlertRule.objects.get().parameters == {"channel": "-", "a:region": "Oulu"}


def test_a_rule_that_could_not_be_honest_is_refused_on_the_form(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        weeks_of_answers(world.phone, 3, 0, 20, 10)
    shown = browse(world.aino).post(NEW, {"kind": "change", "metric": "nps", "shift": "20", "every": "52"})
    assert shown.status_code == 200
    assert "Tästä ei saa rehellistä hälytystä" in shown.content.decode()
    with working_for(world.satama):
        assert not AlertRule.objects.exists()


def test_agents_read_alerts_and_only_those_who_may_write_set_them_up(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    assert client.get(AT).status_code == 200
    assert client.get(NEW).status_code == 403
