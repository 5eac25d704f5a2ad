"""A hand that clicks twice makes one of everything."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_double_click_draws_one_journey(desk: Page) -> None:
    desk.goto("/o/satama/journeys/new/")
    desk.fill("input[name=name]", "Kahdesti painettu")
    desk.dblclick("form.journey-form .acts button")
    desk.wait_for_url(re.compile(r"/journeys/\d+/"))
    desk.goto("/o/satama/journeys/")
    drawn = desk.locator("a[href*='/journeys/']", has_text="Kahdesti painettu")
    assert len({link.get_attribute("href") for link in drawn.all()}) == 1
