"""Finds the pages: by links from a start, by the forms where no link leads."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.e2e import staff

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
NOT_PAGES = {"openapi-json", "stream", "health"}
# Their rows look so different that each is a page of its own.
EACH_ROW = {"feedback:import", "improvement:show", "journeys:map"}
HEAD = "Päivä;NPS;Palaute"
ROWS = [f"{day}.5.2026;{day % 11};Asia hoitui {day} minuutissa ja sain avun" for day in range(1, 29)]
WRONG = "huomenna;10;Ei tältä planeetalta"


def route_of(address: str) -> str | None:
    """The name of a page; addresses that differ only by a row or a filter are one page."""
    path = urlsplit(address).path
    inside = "/" + path.split("/", 3)[3] if path.startswith("/o/") else path
    try:
        match = resolve(inside)
    except Resolver404:
        return None
    name = match.view_name or match.route
    return f"{name}-{match.kwargs['pk']}" if name in EACH_ROW else name


def crawl(page: Page, starts: list[str]) -> dict[str, str]:
    """One address for each page that can be reached by links, without those that send on to another."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        name = route_of(address)
        if name is None or name in seen or name in NOT_PAGES:
            continue
        answer = page.request.get(address)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 400, f"{address} answers {answer.status}"
        seen.add(name)
        found[route_of(answer.url) or name] = answer.url
        links = [urljoin(answer.url, unescape(link)) for link in LINK.findall(answer.text())]
        waiting.extend(link for link in links if urlsplit(link).netloc == urlsplit(address).netloc)
    return found


def bring_file(page: Page, folder: Path, *, is_run: bool) -> None:
    """One file waits for its columns to be named, another has been read, one row of it refused."""
    file = folder / ("luettu.csv" if is_run else "odottaa.csv")
    file.write_text("\n".join([HEAD, *ROWS, WRONG]), encoding="utf-8")
    page.goto("/o/satama/feedback/imports/new/")
    page.get_by_label("Tiedosto").set_input_files(file)
    page.get_by_role("button", name="Jatka sarakkeisiin").click()
    expect(page.get_by_role("heading", level=1, name="Mitä sarakkeissa on")).to_be_visible()
    if is_run:
        page.get_by_label("Uuden kontaktipisteen nimi").fill("Tuotu palaute")
        page.get_by_role("button", name="Tuo vastaukset").click()
        expect(page.get_by_role("link", name="Lataa CSV-tiedostona")).to_be_visible(timeout=20_000)


def prepare(page: Page, folder: Path) -> None:
    """What no link of the demo leads to: imports, and a journey without its ideal state."""
    for is_run in (False, True):
        bring_file(page, folder, is_run=is_run)
    page.goto("/o/satama/")
    staff.draw_journey(page, "Polku ilman ihannetilaa")


def questions_of(page: Page, link: str) -> dict[str, str]:
    """The pages of a respondent who stops before sending the last step."""
    found: dict[str, str] = {}
    page.goto(link)
    while True:
        found[f"question-{len(found) + 1}"] = page.url
        choices = page.get_by_role("radio")
        if page.get_by_role("button", name="Lähetä").count():
            return {**found, "respond-thanks": link + "thanks/"}
        if choices.count():
            choices.first.check()
        page.get_by_role("button", name="Jatka").click()
