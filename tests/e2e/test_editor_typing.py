"""What is typed in the editor of a survey is what is kept, at the speed people type."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import staff

pytestmark = pytest.mark.browser
KEY = 80  # ms between two keys of somebody who types well
CHOICES = [("Kortilla", "By card"), ("Laskulla verkossa", "By an invoice on the web")]


def survey_in_two_languages(desk: Page, name: str) -> None:
    """In the editor, at a question of choices."""
    desk.goto("/o/satama/")
    staff.publish_survey(desk, starter="Tyytyväisyys", name=name, touchpoint="Lasku")
    desk.get_by_role("link", name="Muokkaa kysymyksiä").click()
    expect(desk.locator("#question-form")).to_be_visible()
    editor = desk.url.partition("?")[0]
    desk.goto(f"{editor}settings/")
    desk.locator("input[name=languages][value=en]").check()
    desk.get_by_role("button", name="Tallenna", exact=True).click()
    desk.goto(editor)
    desk.locator("#type").select_option("single_choice")
    expect(desk.locator("#choices-0-en")).to_be_visible()


def stored(desk: Page) -> dict[str, Any]:
    """The question as the server knows it, when all has been sent."""
    expect(desk.locator("#question-form .htmx-request")).to_have_count(0)
    desk.wait_for_timeout(1500)
    desk.reload()
    kept: dict[str, Any] = json.loads(desk.locator("#base").input_value())
    return kept


def test_choices_typed_in_two_languages_are_kept_whole(desk: Page) -> None:
    survey_in_two_languages(desk, "Kahdella kielellä")
    before = len(json.loads(desk.locator("#base").input_value())["choices"])
    desk.locator(f"#choices-{before}-fi").click()
    for finnish, english in CHOICES:
        desk.keyboard.type(finnish, delay=KEY)
        desk.keyboard.press("Tab")
        desk.keyboard.type(english, delay=KEY)
        desk.keyboard.press("Tab")
        desk.wait_for_timeout(700)
        before += 1
        desk.locator(f"#choices-{before}-fi").click()
    expect(desk.locator("#clashes")).to_be_empty()
    texts = [(one["text"].get("fi"), one["text"].get("en")) for one in stored(desk)["choices"]]
    assert texts[-2:] == CHOICES


def test_what_is_typed_while_an_answer_comes_stays_with_its_focus(desk: Page) -> None:
    survey_in_two_languages(desk, "Vastausta odottaessa")
    before = len(json.loads(desk.locator("#base").input_value())["choices"])
    desk.locator(f"#choices-{before}-fi").click()
    desk.keyboard.type("Uusi", delay=KEY)
    desk.locator("#title-fi").fill("Miten")
    desk.locator("#title-fi").focus()
    desk.keyboard.press("End")
    desk.keyboard.type(" haluat maksaa laskusi?", delay=KEY)
    expect(desk.locator("#title-fi")).to_be_focused()
    expect(desk.locator("#clashes")).to_be_empty()
    kept = stored(desk)
    assert kept["title"]["fi"] == "Miten haluat maksaa laskusi?"
    assert kept["choices"][-1]["text"] == {"fi": "Uusi"}
