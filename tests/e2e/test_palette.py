"""The command palette as the hands find it: Ctrl K, a few letters, Enter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import staff

pytestmark = pytest.mark.browser


def test_enter_opens_the_first_hit(desk: Page) -> None:
    desk.goto("/o/satama/improvement/")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("palvelupol")
    first = desk.get_by_role("dialog", name="Haku").get_by_role("listitem").first.get_by_role("link")
    expect(first).to_have_attribute("href", "/o/satama/journeys/")
    expect(first).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/o/satama/journeys/")

    # no time for the hits to come: Enter waits for them, not for those of the word before
    staff.go_to(desk, "Palaute")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("palvelupol")
    expect(first).to_have_attribute("href", "/o/satama/journeys/")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("kehittäm")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/o/satama/improvement/")


def test_enter_leads_to_the_page_of_hits_when_they_do_not_come_here(desk: Page) -> None:
    def only_whole_pages(route: Route) -> None:
        if "hx-request" in route.request.headers:
            route.abort()
        else:
            route.continue_()

    desk.goto("/o/satama/improvement/")
    desk.route("**/palette/?q=*", only_whole_pages)
    desk.keyboard.press("Control+k")
    desk.keyboard.type("palvelupol")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/palette/?q=palvelupol")
