"""A kiosk whose line is cut for fifty people, and whose browser dies in between; then an interview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import staff
from tests.e2e.pictures import picture
from tests.processes.server import Server

pytestmark = pytest.mark.browser

PEOPLE = 50
DIES_AFTER = 20
UNTIL_AGAIN = 450


@pytest.fixture
def tablet(demo: Server, chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        locale="fi-FI",
        viewport={"width": 1024, "height": 768},
        base_url=demo.address,
        reduced_motion="reduce",
    )
    yield context
    context.close()


@pytest.fixture
def survey(desk: Page) -> str:
    """The page of a new survey's ways to reach people."""
    desk.goto("/o/satama/")
    staff.draw_journey(desk, "Näyttelyn polku")
    staff.add_touchpoint(desk, "Näyttelyn aula", stage="Käyttö")
    staff.publish_survey(desk, starter="Suositteluhalu (NPS)", name="Aulassa", touchpoint="Näyttelyn aula")
    found = re.search(r"/surveys/\d+/", desk.url)
    assert found
    return f"/o/satama/feedback{found[0]}"


def pair(desk: Page, tablet: BrowserContext, survey: str) -> Page:
    desk.goto(f"{survey}kiosks/")
    desk.get_by_label("Nimi").fill("Aulan tabletti")
    desk.get_by_role("button", name="Tee kioski").click()
    code = desk.locator("b.font-mono").inner_text()
    page = tablet.new_page()
    page.goto("/kiosk/")
    page.get_by_label("Koodi").fill(code)
    page.get_by_role("button", name="Ota käyttöön").click()
    page.get_by_role("button", name="Vastaa").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def answer(page: Page, score: int) -> None:
    page.get_by_role("button", name="Vastaa").click()
    while not page.locator("[data-screen=thanks]").is_visible():
        if page.locator(".key").count():
            page.get_by_role("radio", name=str(score), exact=True).click()
        page.wait_for_timeout(UNTIL_AGAIN)
        page.locator("[data-onward]").click()
    page.get_by_role("button", name="Alkuun").click()


def waiting(page: Page) -> str:
    return page.locator("[data-waiting]").inner_text()


def test_fifty_answers_given_without_a_line_arrive_once(
    desk: Page, tablet: BrowserContext, survey: str, shots: Path
) -> None:
    page = pair(desk, tablet, survey)
    picture(page, path=shots / "kiosk-start.png")
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
    page.reload()
    desk.goto(f"{survey}kiosks/")
    expect(desk.get_by_text("vastauksia n 50")).to_be_visible()
    expect(desk.get_by_text("0 vastausta odottaa siellä")).to_be_visible()
    picture(desk, path=shots / "kiosk-staff.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_kiosk_has_no_accessibility_violation(
    desk: Page, demo: Server, chromium: Browser, survey: str, scheme: str, language: str
) -> None:
    context = chromium.new_context(
        locale="fi-FI",
        base_url=demo.address,
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = pair(desk, context, survey)
    if language == "en":
        page.get_by_role("button", name="In English").click()
    faults = axe(page)
    page.locator("[data-act=device]").first.click()
    faults += axe(page)
    page.locator("[data-screen=device] [data-act=start]").click()
    page.locator("[data-act=begin]").click()
    faults += axe(page)
    context.close()
    assert faults == []


def axe(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]


def test_an_interview_by_telephone_without_a_line(desk: Page, survey: str, shots: Path) -> None:
    desk.goto(f"{survey}interviews/")
    desk.get_by_label("Ihmiset, yksi riville").fill(
        "Anna Aalto, +358 40 123 4567\nBerta Berg, +358 40 765 4321"
    )
    desk.get_by_role("button", name="Lisää listalle").click()
    desk.get_by_role("link", name="Aloita haastattelu").click()
    desk.evaluate("navigator.serviceWorker.ready")
    desk.wait_for_function("navigator.serviceWorker.controller !== null")
    desk.context.set_offline(True)
    desk.reload()
    desk.get_by_role("button", name="Anna Aalto").click()
    picture(desk, path=shots / "interview-call.png", full_page=True)
    desk.get_by_role("button", name="Hän suostui").click()
    desk.wait_for_timeout(UNTIL_AGAIN)
    desk.keyboard.press("9")
    expect(desk.get_by_role("radio", name="9", exact=True)).to_be_checked()
    picture(desk, path=shots / "interview-question.png", full_page=True)
    while not desk.locator("[data-screen=end]").is_visible():
        desk.wait_for_timeout(UNTIL_AGAIN)
        desk.locator("[data-onward]").click()
    desk.get_by_label("Haastattelun muistiinpanot").fill("Kiitteli kovasti.")
    desk.get_by_role("button", name="Valmis").click()
    desk.get_by_role("button", name="Berta Berg").click()
    desk.get_by_role("button", name="Ei vastaa").click()
    expect(desk.get_by_role("button", name="Anna Aalto")).to_have_count(0)
    assert waiting(desk) == "2"
    desk.context.set_offline(False)
    expect(desk.locator("[data-waiting]")).to_have_text("0", timeout=30_000)
    desk.goto(f"{survey}interviews/")
    expect(desk.get_by_text("Kiitteli kovasti.")).to_be_visible()
    expect(desk.get_by_text("Ei vastaa").first).to_be_visible()
    picture(desk, path=shots / "interview-staff.png", full_page=True)
