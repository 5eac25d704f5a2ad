"""Words of a template that wait for somebody's own: "[organisation]", "…", "lorem ipsum"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kohtaamo.feedback.question import UnfitError

from .parts import Choice, Element, Language, Row
from .whole import Questionnaire

# How placeholders begin, so that "[optional]" and "[1]" may stay where somebody wrote them on purpose.
AWAITED = (
    "organi[sz]ation|organisaatio|company|yrity[sk]|brand|brändi|firma|employer|työnantaja|customer|asiakka|asiakas"
    "|service|palvelu|product|tuot|name\\b|first name|nimi\\b|nimen|etunimi|date\\b|päivä|your |insert|kirjoita"
    "|täydennä|placeholder"
)
BRACKETED = rf"\[\s*(?:(?:{AWAITED})[^\[\]]{{0,60}}|(?:add|lisää)\s[^\[\]]{{1,60}}|…|[._x]{{2,}})\s*\]"
PLACEHOLDER = re.compile(rf"{BRACKETED}|\blorem ipsum\b", re.IGNORECASE)
ONLY_DOTS = re.compile(r"\s*(?:…|\.{2,}|_{2,})\s*")


def check_placeholders(questionnaire: Questionnaire) -> None:
    """`UnfitError` with the first one that people would read, and where it stands."""
    languages = questionnaire.languages
    for number, element in enumerate(questionnaire.elements(), start=1):
        for text in texts_of(element, languages):
            refuse(text, "question_placeholder", number)
    for number, page in enumerate(questionnaire.pages, start=1):
        for texts in (page.title, page.description):
            for text in in_languages(texts, languages):
                refuse(text, "page_placeholder", number)
    for text in in_languages(questionnaire.thanks, languages):
        refuse(text, "thanks_placeholder", None)


def texts_of(element: Element, languages: list[Language]) -> Iterator[str]:
    lines: list[Choice | Row] = [*element.choices, *element.rows, *element.columns]
    for texts in (element.title, element.description, *(one.text for one in lines)):
        yield from in_languages(texts, languages)


def in_languages(texts: dict[Language, str], languages: list[Language]) -> Iterator[str]:
    yield from (texts[language] for language in languages if language in texts)


def refuse(text: str, code: str, number: int | None) -> None:
    found = placeholder_in(text)
    if found:
        raise UnfitError(code, number=number, text=found)


def placeholder_in(text: str) -> str:
    """The first one in the text as it is written there; empty without one."""
    if ONLY_DOTS.fullmatch(text):
        return text.strip()
    found = PLACEHOLDER.search(text)
    return found[0] if found else ""
