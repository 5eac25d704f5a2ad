"""A kiosk whose line is cut for fifty people, and whose browser dies in between; then an interview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from kohtaamo.feedback.models import Answer, Kiosk, Survey
from kohtaamo.feedback.points import give_calls, make_kiosk
from kohtaamo.feedback.points.calls import Person
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.tenancy import working_for
from tests.e2e.pictures import picture
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = 50
DIES_AFTER = 20
UNTIL_AGAIN = 450
QUIET, GENTLY = 60, 15
ASKED = [
    ("nps", "nps", {"fi": "Suosittelisitko meitä?", "en": "Would you recommend us?"}),
    ("why", "open_text", {"fi": "Miksi?", "en": "Why?"}),
]
# That the worker has the page in its hands; the policy of the page forbids to look for it again and again.
KEPT = """navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise(
    (done) => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)"""
Open = Callable[..., BrowserContext]


@pytest.fixture(autouse=True, scope="module")
def rows_beside_a_browser() -> Iterator[None]:
    """The browser's driver runs an event loop in this thread; the rows are read between its steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def survey(world: World) -> Survey:
    pages = [{"elements": [{"name": name, "type": kind, "title": title}]} for name, kind, title in ASKED]
    with working_for(world.satama):
        asked = Questionnaire.model_validate({"languages": ["fi", "en"], "pages": pages})
        made = create_survey(name="Aulassa", touchpoint=world.desk, questionnaire=asked)
        publish_survey(survey=made)
        return made


@pytest.fixture
def kiosk(world: World, survey: Survey) -> Kiosk:
    with working_for(world.satama):
        return make_kiosk(survey=survey, name="Aulan tabletti", idle_seconds=QUIET)


@pytest.fixture
def opened(live_server: LiveServer, chromium: Browser) -> Iterator[Open]:
    contexts = []

    def new(**more: object) -> BrowserContext:
        context = chromium.new_context(
            locale="fi-FI",
            viewport={"width": 1024, "height": 768},
            base_url=live_server.url,
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


def pair(tablet: BrowserContext, kiosk: Kiosk) -> Page:
    page = tablet.new_page()
    page.goto("/kiosk/")
    page.get_by_label("Koodi").fill(kiosk.code)
    page.get_by_role("button", name="Ota käyttöön").click()
    page.get_by_role("button", name="Vastaa").wait_for()
    page.evaluate(KEPT)
    return page


def answer(page: Page, score: int) -> None:
    page.locator("[data-act=begin]").click()
    page.get_by_role("radio", name=str(score), exact=True).click()
    page.clock.fast_forward(UNTIL_AGAIN)
    page.get_by_role("button", name="Jatka").click()
    page.get_by_label("Miksi?").fill("Hyvä palvelu")
    page.clock.fast_forward(UNTIL_AGAIN)
    page.get_by_role("button", name="Lähetä").click()
    page.get_by_role("button", name="Alkuun").click()


def test_fifty_answers_given_without_a_line_arrive_once(
    world: World, kiosk: Kiosk, opened: Open, shots: Path
) -> None:
    tablet = opened()
    tablet.clock.install()
    page = pair(tablet, kiosk)
    address = page.url
    tablet.set_offline(True)
    for number in range(PEOPLE):
        if number == DIES_AFTER:
            page.close()
            page = tablet.new_page()
            page.goto(address)
        answer(page, number % 11)
    page.get_by_role("button", name="Tietoja laitteesta").click()
    expect(page.locator("[data-waiting]")).to_have_text(str(PEOPLE))
    picture(page, path=shots / "kiosk-waiting.png")
    page.close()
    tablet.set_offline(False)
    page = tablet.new_page()
    page.goto(address)
    page.get_by_role("button", name="Tietoja laitteesta").click()
    expect(page.locator("[data-waiting]")).to_have_text("0", timeout=30_000)
    with working_for(world.satama):
        stored = sorted(answer.content[0]["value"] for answer in Answer.objects.all())
    assert stored == sorted(number % 11 for number in range(PEOPLE))


def test_a_kiosk_left_alone_asks_gently_and_begins_anew(world: World, kiosk: Kiosk, opened: Open) -> None:
    tablet = opened()
    page = pair(tablet, kiosk)
    page.clock.install()
    page.reload()
    page.locator("[data-act=begin]").click()
    page.get_by_role("radio", name="3", exact=True).click()
    page.clock.run_for(UNTIL_AGAIN)
    page.get_by_role("button", name="Jatka").click()
    page.get_by_label("Miksi?").fill("Nimeni on Eero")
    page.clock.run_for((QUIET - GENTLY + 1) * 1000)
    expect(page.get_by_role("dialog")).to_contain_text("Oletko vielä siinä?")
    page.clock.run_for((GENTLY + 1) * 1000)
    expect(page.get_by_role("heading", name="Miten meni?")).to_be_visible()
    assert "Eero" not in page.content()
    expect(page.locator("[data-waiting]")).to_have_text("0")
    with working_for(world.satama):
        left = Answer.objects.get()
    assert ([value["value"] for value in left.content], left.is_complete) == ([3], False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_kiosk_has_no_accessibility_violation(kiosk: Kiosk, opened: Open, scheme: str, shots: Path) -> None:
    page = pair(opened(bypass_csp=True, color_scheme=scheme), kiosk)
    faults = []
    for language in ("fi", "en"):
        if language == "en":
            page.get_by_role("button", name="In English").click()
        faults += axe(page)
        picture(page, path=shots / f"kiosk-{language}-{scheme}.png")
        page.locator("[data-screen=start] [data-act=device]").click()
        faults += axe(page)
        page.locator("[data-screen=device] [data-act=start]").click()
        if language == "en":
            page.get_by_role("button", name="In English").click()
        page.locator("[data-act=begin]").click()
        faults += axe(page)
        picture(page, path=shots / f"kiosk-question-{language}-{scheme}.png")
        page.reload()
    assert faults == []


def axe(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]


def test_an_interview_by_telephone_without_a_line(
    world: World, survey: Survey, opened: Open, live_server: LiveServer, shots: Path
) -> None:
    with working_for(world.satama):
        people = [Person(name="Anna Aalto", phone="+358401234567"), Person(name="Berta Berg", phone="+35850")]
        give_calls(survey=survey, people=people, interviewer=world.helmi)
    assert world.helmi.user
    client = Client()
    client.force_login(world.helmi.user)
    desk, cookie = opened(), client.cookies["sessionid"].value
    desk.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = desk.new_page()
    page.goto(f"/o/satama/feedback/surveys/{survey.pk}/interviews/desk/")
    page.evaluate(KEPT)
    desk.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Anna Aalto").click()
    picture(page, path=shots / "interview-call.png", full_page=True)
    page.get_by_role("button", name="Hän suostui").click()
    page.keyboard.press("9")
    expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
    page.wait_for_timeout(UNTIL_AGAIN)
    page.keyboard.press("Enter")
    page.get_by_label("Miksi?").fill("Ystävällinen")
    page.wait_for_timeout(UNTIL_AGAIN)
    page.get_by_role("button", name="Lähetä").click()
    page.get_by_label("Haastattelun muistiinpanot").fill("Kiitteli kovasti.")
    page.get_by_role("button", name="Valmis").click()
    page.get_by_role("button", name="Berta Berg").click()
    page.get_by_role("button", name="Ei vastaa").click()
    expect(page.get_by_role("button", name="Anna Aalto")).to_have_count(0)
    expect(page.locator("[data-waiting]")).to_have_text("2")
    desk.set_offline(False)
    expect(page.locator("[data-waiting]")).to_have_text("0", timeout=30_000)
    page.goto(f"/o/satama/feedback/surveys/{survey.pk}/interviews/")
    expect(page.get_by_text("Kiitteli kovasti.")).to_be_visible()
    expect(page.get_by_role("row", name="Berta Berg")).to_contain_text("Ei vastaa")
    with working_for(world.satama):
        answer = Answer.objects.get()
    assert (answer.channel, answer.content[0]["value"]) == ("phone", 9)
