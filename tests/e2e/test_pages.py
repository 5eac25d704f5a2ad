"""Every page that links lead to, in every coat: no accessibility violation, no complaint of the browser."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import DESKTOP, PHONE
from tests.processes.server import Server

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COATS = [
    ("fi", "light", DESKTOP),
    ("en", "dark", DESKTOP),
    ("fi", "dark", PHONE),
    ("en", "light", PHONE),
]
NOT_PAGES = {"openapi-json", "stream", "health"}


def route_of(address: str) -> str | None:
    """The name of a page; addresses that differ only by a row or a filter are one page."""
    path = urlsplit(address).path
    inside = "/" + path.split("/", 3)[3] if path.startswith("/o/") else path
    try:
        match = resolve(inside)
    except Resolver404:
        return None
    return match.view_name or match.route


def crawl(page: Page, start: str) -> dict[str, str]:
    """One address for each page that can be reached from the home page by links."""
    found: dict[str, str] = {}
    waiting = deque([start])
    host = urlsplit(page.url).netloc
    while waiting:
        address = waiting.popleft()
        name = route_of(address)
        if name is None or name in found or name in NOT_PAGES:
            continue
        answer = page.request.get(address)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 400, f"{address} answers {answer.status}"
        found[name] = address
        page.goto(address)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        waiting.extend(link for link in links if urlsplit(link).netloc == host)
    return found


@pytest.fixture(scope="module")
def pages(demo: Server, chromium: Browser, signed_in: str) -> dict[str, str]:
    context = chromium.new_context(locale="fi-FI", storage_state=signed_in, base_url=demo.address)
    page = context.new_page()
    page.goto("/o/satama/")
    found = crawl(page, f"{demo.address}/o/satama/")
    context.close()
    return found


def test_the_places_of_the_loop_are_reached(pages: dict[str, str]) -> None:
    loop = {"home", "journeys:list", "journeys:map", "feedback:list", "insight:overview", "improvement:list"}
    assert loop <= set(pages)


@pytest.mark.parametrize(("language", "theme", "size"), COATS)
def test_no_page_has_an_accessibility_violation(
    language: str,
    theme: str,
    size: dict[str, int],
    *,
    demo: Server,
    chromium: Browser,
    signed_in: str,
    pages: dict[str, str],
    shots: Path,
) -> None:
    context = chromium.new_context(
        storage_state=signed_in, viewport=size, base_url=demo.address, reduced_motion="reduce"
    )
    cookies = [("django_language", language), ("theme", theme)]
    context.add_cookies([{"name": name, "value": value, "url": demo.address} for name, value in cookies])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    faults: list[str] = []
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_load_state("load")
        width = "phone" if size is PHONE else "desktop"
        page.screenshot(
            path=shots / f"page-{name.replace(':', '-')}-{language}-{theme}-{width}.png", full_page=True
        )
        faults += [f"{name}: {line}" for line in violations(page)]
        faults += [f"{name}: {line}" for line in complaints]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            faults.append(f"{name}: the page is wider than the screen")
        complaints.clear()
    context.close()
    assert faults == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])} places)" for one in found]
