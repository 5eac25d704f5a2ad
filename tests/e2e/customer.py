"""What a customer does with the link: in a browser without JavaScript, or by nothing but plain forms."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
from playwright.sync_api import Page, expect


def choose_score(page: Page, score: int) -> None:
    page.get_by_role("radio", name=str(score), exact=True).check()
    page.get_by_role("button", name="Jatka").click()


def write_and_send(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Lähetä").click()


def expect_thanks(page: Page) -> None:
    expect(page.get_by_role("heading", name="Kiitos. Vastauksesi on perillä.")).to_be_visible()


class Form(HTMLParser):
    """Where the form of a page sends its answer."""

    action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.action = dict(attrs).get("action") or ""


def answer_by_forms(link: str, *, score: int, text: str) -> None:
    """The same pages, without a browser around them."""
    with httpx.Client(follow_redirects=True, headers={"Accept-Language": "fi"}) as customer:
        page = customer.get(link)
        for value in (str(score), text):
            page = customer.post(urljoin(str(page.url), where(page.text)), data={"value": value})
            assert page.status_code == 200, page.text
        assert "Kiitos. Vastauksesi on perillä." in page.text


def where(page: str) -> str:
    form = Form()
    form.feed(page)
    assert form.action, page
    return form.action
