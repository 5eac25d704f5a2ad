"""One survey from the first word to the last answer: by mail, on paper, on somebody's site and face to face."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.e2e import customer, staff
from tests.e2e.conftest import PHONE
from tests.e2e.foreign import foreign_site
from tests.e2e.letterbox import Letterbox
from tests.e2e.pictures import picture
from tests.processes.server import Server

pytestmark = pytest.mark.browser

NAME = "Sopimuksen jälkeen"
PLACE = "Sopimuspalvelu"
ADDRESS = "tuuli.tamm@esimerkki.example"
STORY = "Sopimus tuli, mutta lasku kahdesti."
REASON = {"fi": "Mikä on suurin syy arvosanaasi?", "en": "What lies behind your score?"}
IN_ENGLISH = {
    REASON["fi"]: REASON["en"],
    "Mitä meiltä puuttui": "What would have made it a full score?",
    "Missä onnistuimme": "What did we do best?",
}
THANKS = {"fi": "Kiitos. Vastauksesi on perillä.", "en": "Thank you. Your answer is in."}
# Numbers are shown of ten or more: nine answer before the letter goes, and its answer is the tenth.
SCORES_BEFORE = (9, 10, 8, 7, 9, 10, 9, 8, 10)
MAILED, ON_PAPER, ON_A_SITE, FACE_TO_FACE = 3, 4, 5, 6
COUNTED = {
    "Linkki": len(SCORES_BEFORE),
    "Sähköposti": 1,
    "Koodi paperilla": 1,
    "Omilla verkkosivuilla": 1,
    "Haastattelu kasvokkain": 1,
}
LIVE_SECONDS = 5
UNTIL_AGAIN = 450

Stranger = Callable[[], Page]


@pytest.fixture
def stranger(demo: Server, chromium: Browser) -> Iterator[Stranger]:
    """Every time a new person with a phone, whom nobody knows."""
    contexts: list[BrowserContext] = []

    def come() -> Page:
        context = chromium.new_context(
            locale="fi-FI", viewport=PHONE, base_url=demo.address, is_mobile=True, reduced_motion="reduce"
        )
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


def test_a_survey_is_made_sent_and_answered_every_way(
    demo: Server, desk: Page, stranger: Stranger, letterbox: Letterbox, shots: Path
) -> None:
    make_in_two_languages(desk, shots)
    link = publish(desk)
    for score in SCORES_BEFORE:
        customer.answer_by_forms(link, score=score, text="Sujui.")
    desk.reload()
    expect_answers(desk, len(SCORES_BEFORE))
    beside = desk.context.new_page()
    beside.goto("/o/satama/feedback/")
    survey = re.sub(r"results/$", "", desk.url)

    send_to(beside, ADDRESS, shots)
    answer_the_letter(stranger(), letterbox, shots)
    expect_counted(desk, MAILED, n=10)
    expect(desk.get_by_text(STORY)).to_be_visible()

    answer_on_paper(beside, stranger(), survey)
    expect_counted(desk, ON_PAPER, n=11)
    answer_on_a_site(demo, beside, stranger(), survey)
    expect_counted(desk, ON_A_SITE, n=12)
    interview(beside, survey)
    expect_counted(desk, FACE_TO_FACE, n=13)
    picture(desk, path=shots / "feedback-results.png", full_page=True)
    expect_told_by_way(beside, survey)


def make_in_two_languages(page: Page, shots: Path) -> None:
    page.goto("/o/satama/")
    staff.go_to(page, "Palaute")
    page.get_by_role("link", name="Uusi kysely").click()
    page.get_by_role("radio", name="Suositteluhalu (NPS)").check()
    page.get_by_label("Kyselyn nimi").fill(NAME)
    page.get_by_label("tai uusi kontaktipiste").fill(PLACE)
    page.get_by_role("button", name="Jatka kysymyksiin").click()
    page.get_by_role("link", name="Koko kysely").click()
    page.get_by_role("checkbox", name="English").check()
    page.get_by_role("button", name="Tallenna", exact=True).click()
    page.get_by_role("link", name="Kysymykset", exact=True).click()
    outline = page.get_by_role("navigation", name="Tämän kyselyn kysymykset")
    lacking = outline.get_by_text("teksti puuttuu")
    expect(lacking).to_have_count(len(IN_ENGLISH))
    for (
        finnish,
        english,
    ) in IN_ENGLISH.items():  # the next question is chosen at once: nothing written is lost
        outline.get_by_role("link", name=finnish).click()
        expect(page.get_by_label("Kysymys suomeksi")).to_have_value(re.compile(re.escape(finnish)))
        page.get_by_label("Kysymys englanniksi").fill(english)
    expect(page.get_by_role("main").get_by_text("puuttuu")).to_have_count(0)
    picture(page, path=shots / "feedback-translated.png")


def publish(page: Page) -> str:
    page.get_by_role("button", name="Julkaise", exact=True).click()
    link = page.get_by_role("textbox", name="Jaettava linkki")
    expect(link).to_be_visible()
    return link.input_value()


def expect_answers(page: Page, n: int) -> None:
    expect(page.get_by_text(f"Suositteluhalu (NPS) · n {n}")).to_be_visible(timeout=LIVE_SECONDS * 1000)


def expect_counted(page: Page, score: int, *, n: int) -> None:
    """On the page as it stands open."""
    expect_answers(page, n)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=str(score), exact=True))
    expect(row.get_by_role("cell").filter(has_text=re.compile(r"^1$"))).to_be_visible()


def send_to(page: Page, address: str, shots: Path) -> None:
    page.get_by_role("link", name="Milloin kysytään").click()
    page.get_by_role("link", name="Rajat ja kellonajat").click()
    page.get_by_label("Alkaen").fill("00:00")
    page.get_by_label("Päättyen").fill("00:00")
    for day in page.get_by_role("group", name="Viikonpäivät").get_by_role("checkbox").all():
        day.check()
    page.get_by_label("Myös pyhäpäivinä").check()
    page.get_by_role("button", name="Tallenna muutokset").click()
    page.get_by_role("link", name="Milloin kysytään").click()
    page.get_by_role("link", name="Uusi tilanne").click()
    page.get_by_label("Nimi", exact=True).fill("Sopimuksen tehneet")
    page.get_by_label("Mitä kysytään?").select_option(label=NAME)
    page.get_by_role("radio", name="luettelo ihmisiä").check()
    page.get_by_role("button", name="Tallenna ja lue, mitä tapahtuu").click()
    page.get_by_role("link", name="Lisää ihmisiä").click()
    page.get_by_label("tai liitä tähän").fill(f"nimi;sähköposti;kieli\nTuuli Tamm;{address};fi")
    page.get_by_role("button", name="Lisää ihmisiä").click()
    page.get_by_role("link", name="Sopimuksen tehneet").click()
    page.get_by_role("button", name="Käynnistä").click()
    picture(page, path=shots / "feedback-occasion.png")


def answer_the_letter(page: Page, letterbox: Letterbox, shots: Path) -> None:
    """The letter is opened as a mail program shows it, and its score is tapped."""
    part = letterbox.first_mail_to(ADDRESS).get_body(("html",))
    assert part is not None
    page.set_content(str(part.get_content()))
    picture(page, path=shots / "feedback-letter.png")
    page.get_by_role("link", name=str(MAILED), exact=True).click()
    expect(page.get_by_role("radio", name=str(MAILED), exact=True)).to_be_checked()
    answer(page, text=STORY)


def answer(place: Page | FrameLocator, *, text: str, score: int | None = None, language: str = "fi") -> None:
    if score is not None:
        place.get_by_role("radio", name=str(score), exact=True).check()
    go_on(place)
    place.get_by_role("textbox", name=REASON[language]).fill(text)
    go_on(place)
    expect(place.get_by_role("heading", name=THANKS[language])).to_be_visible()


def go_on(place: Page | FrameLocator) -> None:
    """Not within the moment in which a second press is taken for a double click."""
    onward = place.locator("[data-onward]")
    onward.page.wait_for_timeout(UNTIL_AGAIN)
    onward.click()


def answer_on_paper(page: Page, reader: Page, survey: str) -> None:
    page.goto(f"{survey}posters/")
    page.get_by_label("Nimi", exact=True).fill("Ovessa")
    page.get_by_role("button", name="Tee koodi").click()
    code = page.get_by_role("link", name="/q/")
    form = page.get_by_role("button", name="Avaa juliste PDF:nä")
    poster = page.request.get(str(form.evaluate("button => button.form.action")))
    assert poster.body().startswith(b"%PDF-")
    reader.goto(code.inner_text())
    reader.get_by_role("link", name="In English").click()
    answer(reader, score=ON_PAPER, text="I saw it on the door.", language="en")


def answer_on_a_site(demo: Server, page: Page, visitor: Page, survey: str) -> None:
    with foreign_site(demo.address) as site:
        page.goto(f"{survey}widgets/new/")
        page.get_by_label("Nimi", exact=True).fill("Kaupassa")
        page.get_by_role("radio", name="Sivun tekstin joukossa").check()
        page.get_by_label("Sivustot").fill(site.address)
        page.get_by_role("button", name="Tee upotus").click()
        visitor.goto(site.put("/", page.get_by_label("Rivi sivullesi").input_value()))
        answer(visitor.frame_locator("iframe"), score=ON_A_SITE, text="Kaupan sivulta.")


def interview(page: Page, survey: str) -> None:
    page.goto(f"{survey}interviews/")
    page.get_by_role("link", name="Aloita haastattelu").click()
    page.get_by_role("button", name="Haastattele ihmistä, joka ei ole listalla").click()
    page.get_by_role("button", name="Hän suostui").click()
    page.keyboard.press(str(FACE_TO_FACE))
    go_on(page)
    page.get_by_label(REASON["fi"]).fill("Juttelimme tiskillä.")
    go_on(page)
    page.get_by_role("button", name="Valmis").click()
    expect(page.locator("[data-waiting]")).to_have_text("0")


def expect_told_by_way(page: Page, survey: str) -> None:
    page.goto(f"{survey}reach/")
    for way, n in COUNTED.items():
        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=way, exact=True))
        expect(card).to_contain_text("1 vastaus" if n == 1 else f"{n} vastausta")
