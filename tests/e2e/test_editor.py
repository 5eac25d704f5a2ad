"""The editor of a survey by the keyboard alone: no act throws the focus to the top of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import staff

pytestmark = pytest.mark.browser


def test_the_focus_goes_on_where_one_would(desk: Page) -> None:
    desk.goto("/o/satama/")
    staff.publish_survey(desk, starter="Tyytyväisyys", name="Näppäimillä", touchpoint="Lasku")
    desk.get_by_role("link", name="Muokkaa kysymyksiä").click()
    title = desk.get_by_role("textbox", name="Kysymys", exact=True)
    desk.get_by_role("button", name="Tee kopio").press("Enter")
    expect(desk.get_by_role("status").filter(has_text="Kopio tehtiin.")).to_be_attached()
    expect(title).to_be_focused()
    desk.get_by_role("button", name="Poista kysymys").press("Enter")
    expect(desk.get_by_role("button", name="Kumoa")).to_be_focused()
