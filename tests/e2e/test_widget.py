"""A survey on somebody else's page: under its strict policy, by hand and by rule, up to the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.e2e.conftest import DESKTOP
from tests.e2e.foreign import Foreign, foreign_site
from tests.e2e.test_pages import violations
from tests.processes.server import Server

pytestmark = pytest.mark.browser

NAME = "Suositteletko Satamaa?"


@pytest.fixture(scope="module")
def site(demo: Server) -> Iterator[Foreign]:
    with foreign_site(demo.address) as found:
        yield found


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="fi-FI", viewport=DESKTOP, reduced_motion="reduce")
    yield context
    context.close()


def make_widget(desk: Page, site: Foreign, *, place: str, sites: str = "", **rules: str) -> str:
    """Through the pages of a member; returns the line for the page."""
    desk.goto("/o/satama/feedback/")
    desk.get_by_role("link", name=NAME).click()
    desk.goto(re.sub(r"results/$", "widgets/new/", desk.url))
    desk.get_by_label("Nimi", exact=True).fill(f"Kokeilu {place}")
    desk.get_by_role("radio", name=place).check()
    desk.get_by_label("Sivustot").fill(sites or site.address)
    for label, value in rules.items():
        desk.locator(f"[name={label}]").fill(value)
    desk.get_by_role("button", name="Tee upotus").click()
    line = desk.get_by_label("Rivi sivullesi").input_value()
    assert line.startswith("<script src=")
    return line


def listen(page: Page) -> tuple[list[str], list[Request]]:
    said: list[str] = []
    asked: list[Request] = []

    def on_console(one: ConsoleMessage) -> None:
        if one.type in {"error", "warning"}:
            said.append(one.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda one: asked.append(one))  # noqa: PLW0108  a bound method takes no mark
    return said, asked


def answer_in_frame(page: Page) -> None:
    frame = page.frame_locator("iframe")
    frame.get_by_role("radio", name="9", exact=True).check()
    frame.get_by_role("button", name="Jatka").click()
    frame.get_by_role("textbox").fill("Upotuksesta vastattu")
    frame.get_by_role("button", name="Lähetä").click()
    expect(frame.get_by_role("heading", name=re.compile("Kiitos"))).to_be_visible()


def test_a_corner_button_opens_the_survey_under_a_strict_policy(
    demo: Server, desk: Page, visitor: BrowserContext, site: Foreign
) -> None:
    address = site.put("/corner", make_widget(desk, site, place="Painike kulmassa"))
    page = visitor.new_page()
    said, asked = listen(page)
    page.goto(address)
    opener = page.get_by_role("button", name="Anna palautetta")
    expect(opener).to_be_visible()
    assert violations(page) == []
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="Sulje")).to_be_focused()
    answer_in_frame(page)
    assert violations(page) == []
    page.get_by_role("button", name="Sulje").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
    assert said == []
    hosts = {one.url.split("/")[2] for one in asked}
    assert hosts == {demo.address.split("/")[2], site.address.split("/")[2]}
    assert [one for one in visitor.cookies() if "kohtaamo" in one.get("name", "")] == []


def test_escape_within_the_frame_closes_it_too(desk: Page, visitor: BrowserContext, site: Foreign) -> None:
    page = visitor.new_page()
    page.goto(site.put("/escape", make_widget(desk, site, place="Palkki alareunassa")))
    page.get_by_role("button", name="Anna palautetta").click()
    expect(page.frame_locator("iframe").locator("body.embed")).to_be_visible()  # its script listens
    first = page.frame_locator("iframe").get_by_role("radio").first
    first.focus()
    first.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Anna palautetta")).to_be_focused()


def test_among_the_text_the_frame_is_as_tall_as_the_survey(
    desk: Page, visitor: BrowserContext, site: Foreign
) -> None:
    page = visitor.new_page()
    page.goto(site.put("/inline", make_widget(desk, site, place="Sivun tekstin joukossa")))
    body = page.frame_locator("iframe").locator("body")
    expect(body).to_be_visible()
    page.wait_for_function(
        "height => Math.abs(document.querySelector('main > div').shadowRoot.querySelector('iframe')"
        ".offsetHeight - height) < 4",
        arg=body.evaluate("body => body.offsetHeight"),
    )
    answer_in_frame(page)


def test_it_opens_after_an_event_once_and_keeps_a_date_only(
    desk: Page, visitor: BrowserContext, site: Foreign
) -> None:
    line = make_widget(desk, site, place="Painike kulmassa", event="order.delivered", pages="/order/*")
    page = visitor.new_page()
    page.goto(site.put("/other", line))
    page.get_by_role("button", name="Valmis").click()
    expect(page.get_by_role("button", name="Anna palautetta")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto(site.put("/order/done", line))
    expect(page.get_by_role("button", name="Anna palautetta")).to_be_visible()
    done = page.get_by_role("button", name="Valmis")
    done.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(done).to_be_focused()
    kept = page.evaluate("Object.entries(localStorage)")
    assert len(kept) == 1
    assert re.fullmatch(r"asked \d{4}-\d\d-\d\d", kept[0][1])
    page.reload()
    expect(page.get_by_role("button", name="Anna palautetta")).to_be_visible()
    done.click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_site_that_is_not_listed_shows_nothing(
    demo: Server, desk: Page, visitor: BrowserContext, site: Foreign
) -> None:
    line = make_widget(desk, site, place="Painike kulmassa", sites="https://muu.example")
    page = visitor.new_page()
    said, _asked = listen(page)
    page.goto(site.put("/strange", line), wait_until="networkidle")
    assert page.get_by_role("button", name="Anna palautetta").count() == 0
    assert [text for text in said if "not among the sites" in text]
    survey = re.search(r"/s/[^/]+/", page.request.get(re.findall(r'src="([^"]+)"', line)[0]).text())
    assert survey
    policy = page.request.get(f"{demo.address}{survey[0]}").headers["content-security-policy"]
    assert "muu.example" in policy
    assert " *" not in policy
