from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.improvement.models import Finding, Intervention
from kohtaamo.improvement.services import drop, mark_done
from kohtaamo.insight.models import Target
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from tests.actions import plan
from tests.measurements import hear
from tests.world import World, member

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CHANGED = date(2026, 9, 1)
BASE = "/o/satama/improvement/"
HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'

Browse = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def planted(world: World) -> Intervention:
    """NPS 30 before, 80 after, 100 answers each."""
    hear(world.phone, {10: 50, 8: 30, 3: 20}, datetime(2026, 8, 20, 10, 0, tzinfo=UTC))
    hear(world.phone, {10: 80, 8: 20}, datetime(2026, 9, 20, 10, 0, tzinfo=UTC))
    action = plan(world)
    mark_done(intervention=action, done_on=CHANGED, actor=world.aino)
    return action


def form_of(world: World, **facts: Any) -> dict[str, Any]:
    return {
        "title": "Takaisinsoitto",
        "touchpoint": world.phone.pk,
        "metric": "nps",
        "direction": "up",
        "size": "7,5",
        "window_days": "56",
        **facts,
    }


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def aino(in_satama: World, browse: Browse) -> Client:
    client = browse(in_satama.aino)
    client.cookies["django_language"] = "en"
    return client


def test_list_leads_to_the_first_action_when_there_is_none(aino: Client):
    html = text_of(aino, BASE)
    assert "Nothing has been tried yet" in html
    assert html.count(f'href="{BASE}new/"') == 1


def test_list_shows_what_is_planned_under_way_and_done_with_its_verdict(in_satama: World, aino: Client):
    planted(in_satama)
    plan(in_satama, title="Opasteet", owner=in_satama.onni, due=TODAY - timedelta(days=3))
    drop(intervention=plan(in_satama, title="Tekstiviesti"))
    html = text_of(aino, BASE)
    assert "helped" in html
    assert "+50" in html
    assert "3 days late" in html
    assert "Tekstiviesti" in html


def test_list_takes_as_many_queries_for_three_as_for_one(in_satama: World, aino: Client):
    planted(in_satama)
    plan(in_satama, owner=in_satama.onni)
    one = queries_of(aino, BASE)
    for number in range(2):
        action = plan(in_satama, title=f"Toinen {number}", comparison=in_satama.desk, owner=in_satama.onni)
        mark_done(intervention=action, done_on=CHANGED)
        plan(in_satama, title=f"Kolmas {number}", owner=in_satama.aino)
    assert queries_of(aino, BASE) == one


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what is remembered between requests is there
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_show_takes_as_many_queries_for_three_actions_as_for_one(in_satama: World, aino: Client):
    address = f"{BASE}actions/{planted(in_satama).pk}/"
    one = queries_of(aino, address)
    for number in range(2):
        mark_done(intervention=plan(in_satama, title=f"Toinen {number}"), done_on=CHANGED)
    assert queries_of(aino, address) == one


def test_form_leads_with_what_the_touchpoint_is_now_and_how_many_answers_it_takes(
    in_satama: World, aino: Client
):
    # 56 answers within the last 28 days: two a day; NPS 50/25/25
    hear(in_satama.phone, {10: 28, 8: 14, 3: 14}, NOW - timedelta(days=5))
    html = text_of(aino, f"{BASE}new/?touchpoint={in_satama.phone.pk}&metric=nps")
    assert f'<option value="{in_satama.phone.pk}" selected>' in html
    assert "n&nbsp;56" in html
    # net of 28.75/59 and 14.75/59: v = .737288 - .0562981 = .680989; per answer x 56/59 = .646363
    # (1.959964 + .841621)^2 x 2 x 6463.63 / 10^2 = 1014.6
    assert "<b>1,015</b>" in html
    # 1,015 at two a day: 508 days
    assert "more than a year" in html
    smaller = text_of(aino, f"{BASE}new/?touchpoint={in_satama.phone.pk}&metric=nps&size=20")
    # a quarter of 1,014.6 is 253.7: 254 answers in 127 days
    assert "<b>254</b>" in smaller
    assert "127 days" in smaller
    assert "Only about 112 answers" in html


def test_prospect_follows_what_is_chosen(in_satama: World, aino: Client):
    hear(in_satama.phone, {10: 28, 8: 14, 3: 14}, NOW - timedelta(days=5))
    asked: dict[str, Any] = {
        "touchpoint": in_satama.phone.pk,
        "metric": "nps",
        "window_days": 56,
        "size": "50",
    }
    html = aino.get(f"{BASE}prospect/", asked).content.decode()
    # a change five times as large needs a 25th of the answers: 40.58
    assert "<b>41</b>" in html
    assert "that is enough" in html
    compared = aino.get(f"{BASE}prospect/", {**asked, "comparison": in_satama.desk.pk}).content.decode()
    # nothing is heard at the desk, so the widest spread there: 7.8489 x 2 x (6463.63 + 10000) / 50^2 = 103.4
    assert "<b>104</b>" in compared
    assert "cautious" in compared
    for size in ("", "abc", "-3", "0", "1e9"):
        waiting = aino.get(f"{BASE}prospect/", {**asked, "size": size})
        assert waiting.status_code == 200
        assert "Choose where" in waiting.content.decode()


@pytest.mark.parametrize(("metric", "unit"), [("csat_top2", "in percentage points"), ("nps", "in points")])
def test_size_is_asked_in_the_unit_of_the_metric(in_satama: World, aino: Client, metric: str, unit: str):
    assert unit in text_of(aino, f"{BASE}new/?metric={metric}&touchpoint={in_satama.phone.pk}")
    swapped = aino.get(f"{BASE}prospect/", {"metric": metric}).content.decode()
    assert unit in swapped
    assert 'id="size-unit"' in swapped
    assert "hx-swap-oob" in swapped


def test_prospect_says_when_the_expected_way_is_the_worse_one(in_satama: World, aino: Client):
    asked: dict[str, Any] = {
        "touchpoint": in_satama.phone.pk,
        "metric": "nps",
        "window_days": 56,
        "size": "10",
        "direction": "down",
    }
    assert "more is better" in aino.get(f"{BASE}prospect/", asked).content.decode()


def test_form_plans_the_action_and_notes_the_finding(in_satama: World, aino: Client):
    facts = form_of(in_satama, noticed="Jonotus", owner=in_satama.onni.pk, due="2026-12-24")
    answer = aino.post(f"{BASE}new/", facts)
    action = Intervention.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{BASE}actions/{action.pk}/")
    assert (action.size, action.due, action.owner) == (7.5, date(2026, 12, 24), in_satama.onni)
    assert action.finding == Finding.objects.get(title="Jonotus", touchpoint=in_satama.phone)


@pytest.mark.parametrize(
    ("field", "value"),
    [("size", ""), ("size", "ten"), ("size", "-1"), ("size", "201"), ("metric", "x"), ("touchpoint", "")],
)
def test_form_without_an_expectation_is_not_accepted(in_satama: World, aino: Client, field: str, value: str):
    answer = aino.post(f"{BASE}new/", form_of(in_satama, **{field: value}))
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Intervention.objects.exists()


def test_form_refuses_a_touchpoint_compared_with_itself(in_satama: World, aino: Client):
    answer = aino.post(f"{BASE}new/", form_of(in_satama, comparison=in_satama.phone.pk))
    assert "Choose another touchpoint" in answer.content.decode()


def test_form_offers_nothing_of_another_organisation(in_satama: World, aino: Client, browse: Browse):
    outi = browse(in_satama.outi)
    html = text_of(outi, "/o/toinen/improvement/new/")
    assert in_satama.phone.name not in html
    facts = form_of(in_satama)
    assert outi.post("/o/toinen/improvement/new/", facts).status_code == 200
    assert not Intervention.objects.exists()


def test_page_tells_the_verdict_with_effect_interval_and_strength(in_satama: World, aino: Client):
    html = text_of(aino, f"{BASE}actions/{planted(in_satama).pk}/")
    assert "NPS rose by 50." in html
    assert "with 95 % certainty: 33–67." in html
    assert "That is at least as much as you expected." in html
    assert "The change is real, but its cause may be another" in html
    assert "· weak evidence" in html
    assert "Where does this number come from?" in html
    assert "Do the same elsewhere" in html
    assert html.count("btn primary") == 1
    assert "<k-chart" in html


def test_page_says_how_many_answers_are_still_missing(in_satama: World, aino: Client):
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, NOW - timedelta(days=30))
    hear(in_satama.phone, {10: 5, 8: 3, 3: 2}, NOW - timedelta(days=5))
    action = plan(in_satama, size=40.0)
    mark_done(intervention=action, done_on=TODAY - timedelta(days=10))
    html = text_of(aino, f"{BASE}actions/{action.pk}/")
    # n 110, 55/33/22: (55.75 - 22.75)/113 = .29204, v = .69469 - .08529 = .60940, x 110/113 = .59322
    # 7.8489 x 2 x 5932.2 / 1600 = 58.2 -> 59 needed, 10 there, 49 missing; 10 in 28 days -> 137.2 days
    assert "About 49 more answers are needed: at the present rate 138 days" in html
    assert "cannot tell yet" in html


def test_page_promises_nothing_of_new_answers_when_nobody_was_asked_before(in_satama: World, aino: Client):
    hear(in_satama.phone, {10: 7, 8: 2, 3: 2}, NOW - timedelta(hours=1))
    action = plan(in_satama)
    mark_done(intervention=action, done_on=TODAY)
    html = text_of(aino, f"{BASE}actions/{action.pk}/")
    assert "Too few answers for a number: 0 before and 11 after." in html
    assert "Too few answered before the change, and new answers do not mend that." in html
    assert "more answers are needed" not in html
    assert "Try again with more people" in html


def test_steps_are_one_press_each_and_taken_back_from_their_message(in_satama: World, aino: Client):
    action = plan(in_satama)
    address = f"{BASE}actions/{action.pk}/"
    began = aino.post(f"{address}beginning/", follow=True).content.decode()
    assert f'action="{address}reopening/"' in began
    assert status(action) == "underway"
    aino.post(f"{address}reopening/", headers={"HX-Request": "true"})
    assert status(action) == "planned"
    aino.post(f"{address}completion/", {"done_on": "2026-11-20"})
    assert status(action) == "done"
    again = aino.post(f"{address}completion/", {"done_on": "2026-11-19"}, follow=True).content.decode()
    assert "already moved this action on" in again
    assert Intervention.objects.get(pk=action.pk).done_on == date(2026, 11, 20)
    aino.post(f"{address}reopening/")
    aino.post(f"{address}dropping/")
    assert status(action) == "dropped"
    assert "Take up again" in text_of(aino, address)


def status(action: Intervention) -> str:
    return Intervention.objects.get(pk=action.pk).status


@pytest.mark.parametrize("day", ["", "2026-11-22", "yesterday"])
def test_completion_needs_a_day_that_has_come(in_satama: World, aino: Client, day: str):
    action = plan(in_satama)
    html = aino.post(f"{BASE}actions/{action.pk}/completion/", {"done_on": day}, follow=True).content.decode()
    assert "Nothing was changed" in html
    assert status(action) == "planned"


def test_change_page_leaves_a_seen_expectation_as_it_was(in_satama: World, aino: Client):
    action = planted(in_satama)
    address = f"{BASE}actions/{action.pk}/change/"
    assert 'name="size"' not in text_of(aino, address)
    answer = aino.post(address, form_of(in_satama, title="Takaisinsoitto ruuhkassa", size="1"))
    assert answer.status_code == 302
    action.refresh_from_db()
    assert (action.title, action.size) == ("Takaisinsoitto ruuhkassa", 10.0)


def test_change_page_changes_a_planned_action(in_satama: World, aino: Client):
    action = plan(in_satama)
    aino.post(
        f"{BASE}actions/{action.pk}/change/", form_of(in_satama, size="12", comparison=in_satama.desk.pk)
    )
    action.refresh_from_db()
    assert (action.size, action.comparison) == (12.0, in_satama.desk)


def addresses(action: Intervention) -> list[tuple[str, str]]:
    one = f"improvement/actions/{action.pk}/"
    steps = [("post", f"{one}{step}/") for step in ("beginning", "completion", "dropping", "reopening")]
    return [("get", one), ("get", f"{one}change/"), *steps]


def test_another_organisation_finds_nothing(in_satama: World, browse: Browse):
    action = plan(in_satama)
    outi = browse(in_satama.outi)
    for method, address in addresses(action):
        for slug in ("toinen", "satama"):
            answer = getattr(outi, method)(f"/o/{slug}/{address}", {"done_on": "2026-11-20"})
            assert answer.status_code == 404
    assert status(action) == "planned"


def test_analyst_reads_and_changes_nothing(in_satama: World, browse: Browse):
    action = plan(in_satama)
    analyst = browse(member(in_satama.satama, "Anna", Member.Role.ANALYST))
    for method, address in addresses(action):
        wanted = 200 if address.endswith(f"/{action.pk}/") else 403
        assert getattr(analyst, method)(f"/o/satama/{address}").status_code == wanted
    html = text_of(analyst, BASE)
    assert f"{BASE}new/" not in html
    assert analyst.get(f"{BASE}new/").status_code == 403


def test_hostile_text_is_only_text(in_satama: World, aino: Client):
    Touchpoint.objects.filter(pk=in_satama.desk.pk).update(name=HOSTILE)
    in_satama.desk.refresh_from_db()
    action = plan(
        in_satama, title=HOSTILE, description=HOSTILE, touchpoint=in_satama.desk, comparison=in_satama.phone
    )
    mark_done(intervention=action, done_on=CHANGED)
    pages = ["", f"actions/{action.pk}/", f"actions/{action.pk}/change/", f"new/?title={HOSTILE}"]
    for page in [
        *(BASE + page for page in pages),
        f"/o/satama/journeys/touchpoints/{in_satama.desk.pk}/",
        "/o/satama/",
    ]:
        html = text_of(aino, page)
        assert "<script>alert" not in html
        assert "add:7" in html or page == f"{BASE}new/"
        assert ">14" not in html


def test_touchpoint_panel_starts_an_action_where_the_target_is_missed(in_satama: World, aino: Client):
    hear(in_satama.phone, {10: 20, 8: 30, 3: 150}, NOW - timedelta(days=5))
    Target.objects.create(organisation=in_satama.satama, metric="nps", value=10.0)
    html = text_of(aino, f"/o/satama/journeys/touchpoints/{in_satama.phone.pk}/")
    # (20 - 150) / 200; adjusted Wald: (20.75 - 150.75) / 203 = −0.640 ± 1.96 × 0.0463
    assert "NPS is −65 (−73\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}−55, n 200), the target 10." in html
    assert f'href="{BASE}new/?touchpoint={in_satama.phone.pk}&amp;metric=nps"' in html
    action = plan(in_satama)
    html = text_of(aino, f"/o/satama/journeys/touchpoints/{in_satama.phone.pk}/")
    assert "NPS is −65 (" in html
    assert f'href="{BASE}actions/{action.pk}/"' in html
    assert f"{BASE}new/" not in html


def test_touchpoint_panel_says_when_it_has_become_worse(in_satama: World, aino: Client):
    hear(in_satama.phone, {10: 80, 8: 20}, NOW - timedelta(days=120))
    hear(in_satama.phone, {10: 50, 8: 30, 3: 20}, NOW - timedelta(days=5))
    html = text_of(aino, f"/o/satama/journeys/touchpoints/{in_satama.phone.pk}/")
    # 80 − 30, with a standard error of √(0.0016 + 0.0061) = 0.0877
    assert "NPS has become worse by 50 (33–67, n 100) in 90 days." in html


def test_touchpoint_panel_shows_what_was_done_with_its_verdict(in_satama: World, aino: Client):
    action = planted(in_satama)
    html = text_of(aino, f"/o/satama/journeys/touchpoints/{in_satama.phone.pk}/")
    assert f"{BASE}actions/{action.pk}/" in html
    assert "+50 NPS (33–67)" in html


def test_home_tells_what_was_done_and_whether_it_helped(in_satama: World, aino: Client):
    assert "Nothing has been done yet" in text_of(aino, "/o/satama/")
    planted(in_satama)
    html = text_of(aino, "/o/satama/")
    assert "What we did, and whether it helped" in html
    assert "+50 NPS (33–67)" in html


def test_home_takes_as_many_queries_for_three_as_for_one(in_satama: World, aino: Client):
    planted(in_satama)
    one = queries_of(aino, "/o/satama/")
    for number in range(2):
        action = plan(in_satama, title=f"Toinen {number}", comparison=in_satama.desk, owner=in_satama.onni)
        mark_done(intervention=action, done_on=CHANGED)
    assert queries_of(aino, "/o/satama/") == one
