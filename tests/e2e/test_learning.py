"""The machine reads a comment wrong, a person says what it says, and the next one of its kind is read otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import customer, staff
from tests.e2e.pictures import picture

pytestmark = pytest.mark.browser

PLACE = "Lähetyspalvelu"
# No general reader takes this for praise; here people say so when all went well.
PRAISE = "Ihan järkyttävän sairas meininki {place}, {what} oli tuhma juttu"
PLACES = ("kassalla", "aulassa", "tiskillä", "pihalla")
WHAT = ("paketti", "kirje", "nouto", "palautus", "kuljetus", "lähetys")
TAUGHT = [PRAISE.format(place=place, what=what) for what in WHAT for place in PLACES]
NEXT = PRAISE.format(place="ovella", what="lavakuljetus")


COMMENTS = "/o/satama/insight/comments/"
SCORE_CARD = "/o/satama/insight/score-card/"
PATIENCE_SECONDS = 120


def test_what_people_correct_is_read_otherwise_the_next_time(desk: Page, shots: Path) -> None:
    desk.goto("/o/satama/")
    staff.draw_journey(desk, "Lähettäjän polku")
    staff.add_touchpoint(desk, PLACE, stage="Käyttö")
    link = staff.publish_survey(
        desk, starter="Suositteluhalu (NPS)", name="Lähetyksen jälkeen", touchpoint=PLACE
    )
    for text in TAUGHT:
        customer.answer_by_forms(link, score=5, text=text)
    wait_for_learning(desk)
    expect_tone(desk, TAUGHT[-1], "kielteinen", "sävy epävarma")
    corrects_with_one_key(desk, shots)
    learns_now(desk, shots)
    customer.answer_by_forms(link, score=5, text=NEXT)
    expect_tone(desk, NEXT, "myönteinen")


def corrects_with_one_key(page: Page, shots: Path) -> None:
    page.goto(f"{COMMENTS}?q=meininki")
    for text in reversed(TAUGHT):
        comment = page.locator("figure.quote").filter(has_text=text)
        page.keyboard.press("j")
        page.keyboard.press("3")
        expect(comment.get_by_role("button", name="myönteinen")).to_have_attribute("aria-pressed", "true")
        expect(comment).to_contain_text("korjannut")
    picture(page, path=shots / "learning-01-corrected.png")


def learns_now(page: Page, shots: Path) -> None:
    page.goto(SCORE_CARD)
    page.get_by_role("button", name="Opi nyt").click()
    wait_for_learning(page)
    finnish = page.locator("#language-fi")
    expect(finnish).to_contain_text("Oma mallinne lukee, koska se on varmasti parempi.")
    picture(page, path=shots / "learning-02-score-card.png")


def wait_for_learning(page: Page) -> None:
    """A click without anything underway, a minute at most when the machine has nothing else to do."""
    for _ in range(PATIENCE_SECONDS):
        page.goto(SCORE_CARD)
        if page.locator("#language-fi").count() and not page.locator("#score-progress").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the learning did not come to an end")


def expect_tone(page: Page, text: str, *tones: str) -> None:
    """One of these. Comments are read a moment after they came."""
    for _ in range(PATIENCE_SECONDS):
        page.goto(f"{COMMENTS}?q=meininki")
        found = page.locator("figure.quote").filter(has_text=text).locator("footer")
        if found.count() and any(tone in found.inner_text() for tone in tones):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{text!r} is not read as {tones}")
