"""Every page that links lead to, in both languages, themes and sizes: no accessibility violation, no complaint
of the browser.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.crawl import crawl, prepare, questions_of
from tests.e2e.pictures import picture
from tests.processes.server import Server

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # half the time of telling also what is in order
    "preload": False,  # style sheets a second time, for one rule of pages that turn with the screen
}
# Two coats a page show both languages, themes and sizes: every other page in the first two, the others in the last.
# KOHTAAMO_EVERY_COAT=1 shows each page in all four, and keeps its pictures.
EVERY_COAT = bool(os.environ.get("KOHTAAMO_EVERY_COAT"))
COATS = [
    ("fi", "light", DESKTOP),
    ("en", "dark", PHONE),
    ("en", "dark", DESKTOP),
    ("fi", "light", PHONE),
]
NARROWEST = 320
LOOP = {"home", "journeys:list", "feedback:list", "insight:overview", "improvement:list"}
# Reached through a form, through a choice, or only by those who are not signed in.
ELSEWHERE = {
    "journeys:touchpoint",
    "journeys:ideal",
    "journeys:map-1",
    "feedback:import-2",
    "feedback:import-map",
    "improvement:show-1",
    "insight:explain",
    "organisation:webhooks",
}
STRANGERS = {"account_login", "sign-in-ask", "account_reset_password", "respond-thanks", "missing", "spent"}


@dataclass(frozen=True)
class Pages:
    of_members: dict[str, str]
    of_strangers: dict[str, str]


@pytest.fixture(scope="module")
def pages(demo: Server, chromium: Browser, signed_in: str, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    member = chromium.new_context(locale="fi-FI", storage_state=signed_in, base_url=demo.address)
    page = member.new_page()
    prepare(page, tmp_path_factory.mktemp("files"))
    of_members = crawl(page, [f"{demo.address}/o/satama/"])
    member.close()
    link = of_members["respond"]
    of_members = {name: at for name, at in of_members.items() if not name.startswith("respond")}
    stranger = chromium.new_context(locale="fi-FI", base_url=demo.address)
    page = stranger.new_page()
    of_strangers = crawl(page, [f"{demo.address}/account/login/", link]) | questions_of(page, link)
    stranger.close()
    lost = {
        "missing": f"{demo.address}/not-here/",
        "unknown": f"{demo.address}/s/unknown/",
        "spent": demo.link,
    }
    return Pages(of_members, of_strangers | lost)


def test_the_places_of_the_loop_are_reached(pages: Pages) -> None:
    assert set(pages.of_members) >= LOOP | ELSEWHERE
    assert set(pages.of_strangers) >= STRANGERS


@pytest.mark.parametrize(("language", "theme", "size"), COATS)
def test_no_page_has_an_accessibility_violation(
    language: str,
    theme: str,
    size: ViewportSize,
    *,
    demo: Server,
    chromium: Browser,
    signed_in: str,
    pages: Pages,
    shots: Path,
) -> None:
    faults: list[str] = []
    coat = f"{language}-{theme}-{'phone' if size is PHONE else 'desktop'}"
    for cookies, found in ((signed_in, pages.of_members), (None, pages.of_strangers)):
        context = chromium.new_context(
            storage_state=cookies, viewport=size, base_url=demo.address, reduced_motion="reduce"
        )
        wear(context, demo.address, language, theme)
        worn = half_of(found, COATS.index((language, theme, size)) // 2)
        faults += look_at(context, worn, shots, coat)
        context.close()
    assert faults == []


def half_of(found: dict[str, str], half: int) -> dict[str, str]:
    if EVERY_COAT:
        return found
    return dict(list(found.items())[half::2])


def wear(context: BrowserContext, address: str, language: str, theme: str) -> None:
    chosen = [("django_language", language), ("theme", theme)]
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in chosen])
    context.set_extra_http_headers({"Accept-Language": language})


def look_at(context: BrowserContext, found: dict[str, str], shots: Path, coat: str) -> list[str]:
    page = context.new_page()
    faults: list[str] = []
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, address in found.items():
        answer = page.goto(address)
        if EVERY_COAT:
            picture(page, path=shots / f"page-{name.replace(':', '-')}-{coat}.png", full_page=True)
        if answer and answer.ok:  # the browser itself remarks on a page that says it is not there
            faults += [f"{name}: {line}" for line in said]
        faults += [f"{name}: {line}" for line in violations(page)]
        faults += [f"{name}: the page is wider than {width}" for width in too_narrow(page)]
        said.clear()
    return faults


def too_narrow(page: Page) -> list[int]:
    """The screen as it is; a phone is also tried at 320 points, which is a page of 1280 at 400 %."""
    size = page.viewport_size or DESKTOP
    narrow = [NARROWEST] if size["width"] == PHONE["width"] else []
    found = []
    for width in [size["width"], *narrow]:
        page.set_viewport_size({"width": width, "height": size["height"]})
        if not fits(page):
            found.append(width)
    page.set_viewport_size(size)
    return found


def fits(page: Page) -> bool:
    """Pictures are drawn anew a moment after the screen has changed."""
    for _ in range(20):
        if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"):
            return True
        page.wait_for_timeout(100)
    return False


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])} places)" for one in found]
