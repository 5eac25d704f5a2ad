from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.feedback.models import Comment
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.improvement.models import Finding, Intervention
from kohtaamo.improvement.services import drop, note_finding, start_action
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event, Member
from tests.world import World, member

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BASE = "/o/satama/improvement/"
FINDINGS = f"{BASE}findings/"
HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'

Browse = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def aino(in_satama: World, browse: Browse) -> Client:
    client = browse(in_satama.aino)
    client.cookies["django_language"] = "en"
    return client


def noticed(world: World, title: str = "Jonotus") -> Finding:
    return note_finding(title=title, touchpoint=world.phone, metric="nps", note="Ruuhka", actor=world.onni)


def acted(world: World, finding: Finding, title: str = "Takaisinsoitto") -> Intervention:
    return start_action(
        title=title, touchpoint=world.phone, metric="nps", direction="up", size=10.0, finding=finding
    )


def comment_at_the_phone(world: World) -> Comment:
    content = (GivenValue("miksi", "open_text", "Jonotin tunnin."), GivenValue("nps", "nps", 3))
    item = IncomingAnswer(
        uid="1", touchpoint=world.phone, happened_at=NOW - timedelta(days=2), content=content
    )
    record_answers([item])
    deliver_all()
    return Comment.objects.get()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what is remembered between requests is there
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_list_offers_to_note_the_first_finding(aino: Client):
    html = text_of(aino, BASE)
    assert html.count(f'href="{FINDINGS}new/"') == 1
    assert 'id="findings"' not in html


def test_list_shows_a_finding_and_starts_an_action_from_it(in_satama: World, aino: Client):
    finding = noticed(in_satama)
    html = text_of(aino, BASE)
    assert f'href="{FINDINGS}{finding.pk}/"' in html
    assert f'href="{BASE}new/?finding={finding.pk}"' in html
    assert "Onni, today" in html


def test_finding_that_led_to_an_action_links_to_it_and_stands_last(in_satama: World, aino: Client):
    newer = noticed(in_satama, "Opasteet")
    Finding.objects.filter(pk=newer.pk).update(created_at=NOW + timedelta(minutes=1))
    waiting = noticed(in_satama)
    action = acted(in_satama, newer)
    html = text_of(aino, BASE)
    assert html.index("Jonotus") < html.index("Opasteet")
    assert f'href="{BASE}actions/{action.pk}/"' in html
    assert f"?finding={newer.pk}" not in html
    assert f"?finding={waiting.pk}" in html


def test_finding_whose_only_action_was_dropped_waits_again(in_satama: World, aino: Client):
    finding = noticed(in_satama)
    drop(intervention=acted(in_satama, finding))
    assert f"?finding={finding.pk}" in text_of(aino, BASE)
    html = text_of(aino, f"{FINDINGS}{finding.pk}/")
    assert "Decide what to try" in html
    assert "Dropped" in html


def test_sixth_finding_stands_among_the_earlier_ones(in_satama: World, aino: Client):
    for number in range(5):
        noticed(in_satama, f"Jonotus {number}")
    assert "Earlier findings" not in text_of(aino, BASE)
    noticed(in_satama, "Kuudes")
    html = text_of(aino, BASE)
    assert html.index("Kuudes") < html.index("Earlier findings") < html.index("Jonotus 0")


def test_action_started_from_a_finding_knows_its_place_and_metric(in_satama: World, aino: Client):
    finding = note_finding(title="Opasteet", touchpoint=in_satama.desk, metric="csat_top2")
    address = f"{BASE}new/?finding={finding.pk}"
    html = text_of(aino, address)
    assert f'<option value="{in_satama.desk.pk}" selected>' in html
    assert '<option value="csat_top2" selected>' in html
    facts = {
        "title": "Uudet opasteet",
        "touchpoint": in_satama.desk.pk,
        "metric": "csat_top2",
        "direction": "up",
        "size": "5",
        "window_days": "56",
    }
    aino.post(address, facts)
    action = Intervention.objects.get()
    assert action.finding == finding
    assert f'href="{FINDINGS}{finding.pk}/"' in text_of(aino, f"{BASE}actions/{action.pk}/")


def test_form_notes_what_was_noticed_where_and_by_whom(in_satama: World, aino: Client):
    facts = {"title": " Jonotus ", "touchpoint": in_satama.phone.pk, "metric": "", "note": "Maanantaisin"}
    answer = aino.post(f"{FINDINGS}new/", facts)
    finding = Finding.objects.get()
    assert answer.headers["Location"] == f"{FINDINGS}{finding.pk}/"
    assert (finding.title, finding.touchpoint, finding.metric) == ("Jonotus", in_satama.phone, "")
    assert (finding.note, finding.actor) == ("Maanantaisin", in_satama.aino)
    assert Event.objects.get(verb="improvement.finding_noted").subject_id == finding.pk


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("touchpoint", ""), ("metric", "happiness")])
def test_form_says_what_is_missing(in_satama: World, aino: Client, field: str, value: str):
    facts = {"title": "Jonotus", "touchpoint": in_satama.phone.pk, "metric": "nps", "note": "", field: value}
    answer = aino.post(f"{FINDINGS}new/", facts)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Finding.objects.exists()


def test_touchpoint_panel_leads_to_the_form_with_its_place(in_satama: World, aino: Client):
    html = text_of(aino, f"/o/satama/journeys/touchpoints/{in_satama.phone.pk}/")
    address = f"{FINDINGS}new/?touchpoint={in_satama.phone.pk}&amp;metric=nps"
    assert f'href="{address}"' in html
    assert f'<option value="{in_satama.phone.pk}" selected>' in text_of(aino, address.replace("&amp;", "&"))


def test_comment_leads_to_the_form_with_its_words(in_satama: World, aino: Client):
    comment = comment_at_the_phone(in_satama)
    address = f"{FINDINGS}new/?comment={comment.pk}"
    assert f'href="{address}"' in text_of(aino, "/o/satama/insight/comments/")
    html = text_of(aino, address)
    assert "Jonotin tunnin." in html
    assert f'<option value="{in_satama.phone.pk}" selected>' in html


def test_comment_of_another_organisation_is_not_quoted(in_satama: World, browse: Browse):
    comment = comment_at_the_phone(in_satama)
    html = text_of(browse(in_satama.outi), f"/o/toinen/improvement/findings/new/?comment={comment.pk}")
    assert "Jonotin" not in html
    assert in_satama.phone.name not in html


def test_page_tells_the_note_the_number_and_the_next_step(in_satama: World, aino: Client):
    finding = noticed(in_satama)
    address = f"{FINDINGS}{finding.pk}/"
    html = text_of(aino, address)
    assert "Ruuhka" in html
    assert "No action has been started from this yet." in html
    assert "too few to tell" in html.lower() or "n&nbsp;0" in html
    assert html.count("btn primary") == 1
    action = acted(in_satama, finding)
    html = text_of(aino, address)
    assert "Begin what is planned" in html
    assert f'href="{BASE}actions/{action.pk}/"' in html


@pytest.mark.parametrize("page", ["list", "finding"])
def test_pages_take_as_many_queries_for_three_as_for_one(in_satama: World, aino: Client, page: str):
    finding = noticed(in_satama)
    acted(in_satama, finding)
    address = BASE if page == "list" else f"{FINDINGS}{finding.pk}/"
    one = queries_of(aino, address)
    for number in range(2):
        acted(in_satama, noticed(in_satama, f"Opasteet {number}"))
        acted(in_satama, finding, f"Tekstiviesti {number}")
    assert queries_of(aino, address) == one


def test_comments_page_takes_as_many_queries_with_its_links(in_satama: World, aino: Client, browse: Browse):
    comment_at_the_phone(in_satama)
    address = "/o/satama/insight/comments/"
    analyst = browse(member(in_satama.satama, "Anna", Member.Role.ANALYST))
    assert "findings/new/" not in text_of(analyst, address)
    assert queries_of(analyst, address) == queries_of(aino, address)


def test_another_organisation_finds_nothing(in_satama: World, browse: Browse):
    finding = noticed(in_satama)
    outi = browse(in_satama.outi)
    for slug in ("toinen", "satama"):
        assert outi.get(f"/o/{slug}/improvement/findings/{finding.pk}/").status_code == 404
    assert "Jonotus" not in text_of(outi, "/o/toinen/improvement/")
    facts = {"title": "Vieras", "touchpoint": in_satama.phone.pk, "metric": "nps", "note": ""}
    assert outi.post("/o/toinen/improvement/findings/new/", facts).status_code == 200
    assert not Finding.objects.filter(title="Vieras").exists()


def test_analyst_reads_and_notes_nothing(in_satama: World, browse: Browse):
    finding = noticed(in_satama)
    analyst = browse(member(in_satama.satama, "Anna", Member.Role.ANALYST))
    assert f"?finding={finding.pk}" not in text_of(analyst, BASE)
    assert "btn primary" not in text_of(analyst, f"{FINDINGS}{finding.pk}/")
    for method in ("get", "post"):
        assert getattr(analyst, method)(f"{FINDINGS}new/").status_code == 403


def test_hostile_text_is_only_text(in_satama: World, aino: Client):
    finding = note_finding(title=HOSTILE, touchpoint=in_satama.phone, note=HOSTILE)
    for address in (BASE, f"{FINDINGS}{finding.pk}/", f"{BASE}new/?finding={finding.pk}"):
        html = text_of(aino, address)
        assert "<script>alert" not in html
        assert "add:7" in html
        assert ">14" not in html
