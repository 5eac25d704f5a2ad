"""A respondent whose browser turns the pages: nothing is lost on the way, whatever happens to the line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

import kohtaamo
from tests.e2e.conftest import PHONE
from tests.e2e.questions import EVERY_KIND, THREE_PAGES, publish
from tests.processes.server import Server

pytestmark = pytest.mark.browser
STATIC = Path(kohtaamo.__file__).parent / "web" / "static"
MOST_BYTES = 40 * 1024


@pytest.fixture(scope="module")
def token(demo: Server) -> str:
    return publish(demo.data, THREE_PAGES)


@pytest.fixture
def context(demo: Server, chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(
        locale="fi-FI", viewport=PHONE, base_url=demo.address, reduced_motion="reduce"
    )
    made.set_default_timeout(15_000)
    yield made
    made.close()


def onward(page: Page) -> None:
    page.wait_for_timeout(500)  # two clicks in a moment turn one page
    page.click("[data-onward]")


def begin(context: BrowserContext, token: str, *, language: str = "fi") -> Page:
    page = context.new_page()
    page.goto(f"/s/{token}/?lang={language}")
    return page


def test_what_is_typed_survives_a_reload_and_a_lost_line(context: BrowserContext, token: str) -> None:
    page = begin(context, token)
    onward(page)
    expect(page.locator(".form-errors")).to_have_text("Tähän tarvitaan vastaus, ennen kuin jatkat.")
    page.check("input[name=nps][value='3']", force=True)
    expect(page.get_by_label("Miksi?")).to_be_visible()
    page.get_by_label("Miksi?").fill("Jono oli pitkä")
    page.reload()
    expect(page.get_by_label("Miksi?")).to_have_value("Jono oli pitkä")
    context.set_offline(True)
    onward(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.check("input[name=matter][value=bill]", force=True)
    onward(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitä Lasku sinulle kertoi?")
    page.get_by_role("textbox").fill("Hyvin meni")
    onward(page)
    expect(page.get_by_role("heading", name="Lähetetään vastaustasi")).to_be_visible()
    context.set_offline(False)
    page.wait_for_url(re.compile("/thanks/"))


def test_the_browser_goes_back_and_a_double_click_turns_one_page(context: BrowserContext, token: str) -> None:
    page = begin(context, token)
    page.check("input[name=nps][value='9']", force=True)
    page.dblclick("[data-onward]")
    page.wait_for_url(re.compile("/2/"))
    page.check("input[name=matter][value=permit]", force=True)
    page.go_back()
    expect(page.locator("input[name=nps][value='9']")).to_be_checked()
    page.go_forward()
    expect(page.locator("input[name=matter][value=permit]")).to_be_checked()


def test_two_tabs_of_one_visit_keep_each_others_words(context: BrowserContext, token: str) -> None:
    one = begin(context, token)
    one.check("input[name=nps][value='9']", force=True)
    onward(one)
    one.wait_for_url(re.compile("/2/"))
    other = context.new_page()
    other.goto(one.url)
    other.check("input[name=matter][value=bill]", force=True)
    onward(other)
    other.get_by_role("textbox").fill("Toisesta ikkunasta")
    onward(one)
    expect(one.get_by_role("textbox")).to_have_value("Toisesta ikkunasta")


def test_without_scripts_the_same_pages_are_forms(demo: Server, chromium: Browser, token: str) -> None:
    context = chromium.new_context(
        locale="fi-FI", viewport=PHONE, base_url=demo.address, java_script_enabled=False
    )
    page = begin(context, token)
    page.check("input[name=nps][value='9']", force=True)
    page.click("[data-onward]")
    page.check("input[name=matter][value=bill]", force=True)
    page.click("[data-onward]")
    page.get_by_role("textbox").fill("Ilman")
    page.click("[data-onward]")
    page.wait_for_url(re.compile("/thanks/"))
    context.close()


@pytest.fixture(scope="module")
def every_kind(demo: Server) -> str:
    return publish(demo.data, EVERY_KIND)


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_is_fit_for_everybody(
    demo: Server, chromium: Browser, every_kind: str, language: str, theme: Literal["light", "dark"]
) -> None:
    """At 320 points' width, which is also a page of 1280 at 400 %."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 640},
        base_url=demo.address,
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = begin(context, every_kind, language=language)
    expect(page.locator("[data-question]")).to_have_count(15)
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_page_with_all_it_links_is_light(context: BrowserContext, token: str) -> None:
    page = context.request.get(f"/s/{token}/").body()
    linked = re.findall(rb'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)
    assert len(linked) >= 2
    sizes = [len(gzip.compress((STATIC / plain(name.decode())).read_bytes())) for name in linked]
    assert len(gzip.compress(page)) + sum(sizes) <= MOST_BYTES


def plain(name: str) -> str:
    """Without the mark of its contents: respondent.1a2b3c.js is respondent.js."""
    return re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name)
