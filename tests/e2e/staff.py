"""What somebody of the organisation does, found by the roles and names a screen reader tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pictures import picture

MOST_TABS = 40


def sign_in(page: Page, link: str, shots: Path | None = None) -> None:
    page.goto(link)
    if shots:
        picture(page, path=shots / "loop-00-sign-in.png")
    page.get_by_role("button", name="Kirjaudu sisään nimellä").click()
    page.wait_for_url("**/o/satama/")


def places(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("navigation", name="Paikat")


def go_to(page: Page, place: str) -> None:
    link = places(page).get_by_role("link", name=place)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def draw_journey(page: Page, name: str) -> None:
    go_to(page, "Palvelupolut")
    page.get_by_role("link", name="Uusi palvelupolku").click()
    page.get_by_label("Nimi").fill(name)
    page.get_by_role("button", name="Piirrä palvelupolku").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def add_touchpoint(page: Page, name: str, *, stage: str) -> None:
    place = page.get_by_label(f"Uuden kontaktipisteen nimi, paikka ”{stage}”")
    place.fill(name)
    place.press("Enter")
    expect(card_of(page, name)).to_be_visible()


def card_of(page: Page, touchpoint: str) -> Locator:
    board = page.get_by_role("region", name="Palvelupolun kartta")
    return (
        board.get_by_role("listitem").filter(has=page.get_by_role("link", name=touchpoint, exact=True)).last
    )


def publish_survey(page: Page, *, starter: str, name: str, touchpoint: str) -> str:
    """A survey from a ready set of questions, published as it is; the link for customers."""
    go_to(page, "Palaute")
    page.get_by_role("link", name="Uusi kysely").click()
    page.get_by_role("radio", name=starter).check()
    page.get_by_label("Kyselyn nimi").fill(name)
    page.get_by_label("Missä kysytään?").select_option(label=touchpoint)
    page.get_by_role("button", name="Jatka kysymyksiin").click()
    page.get_by_role("button", name="Julkaise", exact=True).click()
    link = page.get_by_role("textbox", name="Jaettava linkki")
    expect(link).to_be_visible()
    return link.input_value()


def open_side(page: Page, touchpoint: str) -> None:
    card_of(page, touchpoint).get_by_role("link", name=touchpoint, exact=True).click()
    expect(page.get_by_role("heading", level=2, name=touchpoint)).to_be_visible()


def plan_action(page: Page, *, title: str, size: str) -> None:
    """From the side panel of a touchpoint: the one filled button there leads on."""
    page.get_by_role("link", name="Aloita toimenpide").click()
    page.get_by_label("Mitä teemme").fill(title)
    page.get_by_label("Kuinka paljon").fill(size)
    page.get_by_role("button", name="Suunnittele toimenpide").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def finish_action(page: Page, done_on: date) -> None:
    page.get_by_role("button", name="Aloita", exact=True).click()
    page.get_by_label("Tehty").fill(done_on.isoformat())
    page.get_by_role("button", name="Merkitse tehdyksi").click()
    expect(page.get_by_role("heading", name="Auttoiko se?")).to_be_visible()


def tab_to(page: Page, target: Locator) -> int:
    """Press Tab until the target has the focus; how many it took."""
    for presses in range(MOST_TABS):
        if has_focus(target):
            return presses
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by {MOST_TABS} presses of Tab")


def has_focus(target: Locator) -> bool:
    return bool(target.evaluate("element => element === document.activeElement"))
