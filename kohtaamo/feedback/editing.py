"""How a questionnaire is changed in the editor: pure functions from one questionnaire to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from .question import CHOICE_LENGTH
from .questionnaire import LANGUAGES, Element, Language, Questionnaire, read_questionnaire
from .questionnaire.parts import OF_A_KIND
from .questions import QUESTIONS
from .starter import new_element

Stored = dict[str, Any]


def add(before: Questionnaire, key: str, asked: Mapping[str, str]) -> Questionnaire:
    name = fresh_name(key, {element.name for element in before.elements()}, asked)
    element = new_element(key, name, before.languages).model_dump(mode="json", by_alias=True)
    return with_pages(before, [*pages_of(before), {"elements": [element]}])


def move(before: Questionnaire, index: int, by: int) -> Questionnaire:
    """The two change places, each on the other's page."""
    pages, places = pages_of(before), places_of(before)
    if not (0 <= index < len(places) and 0 <= index + by < len(places)):
        return before
    (page, place), (other_page, other_place) = places[index], places[index + by]
    one, other = pages[page]["elements"], pages[other_page]["elements"]
    one[place], other[other_place] = other[other_place], one[place]
    return with_pages(before, pages)


def remove(before: Questionnaire, index: int) -> tuple[Questionnaire, Element | None]:
    """A page that held only this question goes with it."""
    pages, places = pages_of(before), places_of(before)
    if not 0 <= index < len(places):
        return before, None
    page, place = places[index]
    gone = before.pages[page].elements[place]
    del pages[page]["elements"][place]
    left = [one for number, one in enumerate(pages) if number != page or one["elements"]]
    return with_pages(before, left), gone


def put_back(before: Questionnaire, index: int, gone: Any) -> Questionnaire:
    """On a page of its own, where it was in the order of questions."""
    if gone["name"] in before.named():
        return before
    pages, places = pages_of(before), places_of(before)
    page = places[index][0] if 0 <= index < len(places) else len(pages)
    return with_pages(before, [*pages[:page], {"elements": [gone]}, *pages[page:]])


def pages_of(questionnaire: Questionnaire) -> list[Stored]:
    pages: list[Stored] = questionnaire.stored()["pages"]
    return pages


def places_of(questionnaire: Questionnaire) -> list[tuple[int, int]]:
    """Page and place of every question, from nought."""
    return [
        (number, place)
        for number, page in enumerate(questionnaire.pages)
        for place in range(len(page.elements))
    ]


def with_pages(before: Questionnaire, pages: list[Stored], **changed: Any) -> Questionnaire:
    return read_questionnaire({**before.stored(), "pages": pages, **changed})


def fresh_name(key: str, taken: set[str], asked: Mapping[str, str]) -> str:
    """A name not in use, and never one that was published for another type: its answers would mix."""
    number = 1
    while True:
        name = key if number == 1 else f"{key}_{number}"
        if name not in taken and asked.get(name, key) == key:
            return name
        number += 1


def from_form(form: QueryDict, before: Questionnaire, asked: Mapping[str, str]) -> Questionnaire:
    """What the editor's form says; what it does not ask about stays as it was before."""
    languages = [code for code in LANGUAGES if code in form.getlist("languages")] or before.languages
    told, taken = set(form.getlist("name")), set(before.named())
    pages = pages_of(before)
    for stored, page in zip(pages, before.pages, strict=True):
        stored["elements"] = []
        for element in page.elements:
            if element.name in told:
                made = element_from(form, element, languages, taken, asked)
                taken.add(made["name"])
                stored["elements"].append(made)
    return with_pages(before, pages, languages=languages)


def element_from(
    form: QueryDict,
    before: Element,
    languages: list[Language],
    taken: set[str],
    asked: Mapping[str, str],
) -> Stored:
    key = form.get(f"{before.name}-type", before.type)
    key = key if key in QUESTIONS else before.type
    name = before.name if key == before.type else fresh_name(key, taken, asked)
    element = {
        **what_stays(before, key),
        "name": name,
        "type": key,
        "title": title_from(form, before, key, languages),
        "required": f"{before.name}-required" in form,
    }
    takes = QUESTIONS[key].takes
    if "choices" in takes:
        started = before if before.choices else new_element(key, name, languages)
        element["choices"] = choices_from(form, started, languages)
    if "rows" in takes and not before.rows:
        made = new_element(key, name, languages)
        element |= made.model_dump(mode="json", include={"rows", "columns"})
    return element


def what_stays(before: Element, key: str) -> Stored:
    """All that the form does not ask about, as far as a question of the type has it; limits go with the type."""
    stored = before.model_dump(mode="json", exclude_defaults=True)
    takes = QUESTIONS[key].takes
    limits = set() if key == before.type else {"at_least", "at_most", "step", "ask_why"}
    return {
        name: value
        for name, value in stored.items()
        if name not in OF_A_KIND or (name in takes and name not in limits)
    }


def title_from(form: QueryDict, before: Element, key: str, languages: list[Language]) -> dict[Language, str]:
    """What was written. The usual wording follows the type, and comes to a language just added."""
    usual = QUESTIONS[before.type].title
    is_usual = any(text == usual.get(language) for language, text in before.title.items())
    title = dict(before.title)
    for language in languages:
        written = form.get(f"{before.name}-title-{language}")
        if written is None and language not in before.title and is_usual:
            written = usual[language]
        title[language] = (title.get(language, "") if written is None else written).strip()
        if key != before.type and title[language] in {"", usual[language]}:
            title[language] = QUESTIONS[key].title[language]
    return title


def choices_from(form: QueryDict, before: Element, languages: list[Language]) -> list[dict[str, Any]]:
    """One choice a line. A choice keeps its stored value while its text or its place stays."""
    written = {code: form.get(f"{before.name}-choices-{code}") for code in languages}
    lines = {code: lines_of(text) for code, text in written.items() if isinstance(text, str)}
    if languages[0] not in lines:
        return [choice.model_dump(mode="json") for choice in before.choices]
    first = list(dict.fromkeys(filter(None, lines[languages[0]])))
    lines[languages[0]] = first
    same_length = len(first) == len(before.choices)
    by_text = {choice.text.get(languages[0], ""): choice for choice in before.choices}
    used: set[str] = set()
    choices = []
    for place, text in enumerate(first):
        kept = by_text.get(text) or (before.choices[place] if same_length else None)
        value = kept.value if kept and kept.value not in used else fresh_value(text, used)
        used.add(value)
        text_in = dict(kept.text) if kept else {}
        rule = {"visible_if": kept.visible_if} if kept and kept.visible_if is not None else {}
        for language, own in lines.items():
            text_in[language] = own[place] if place < len(own) else ""
        choices.append({"value": value, "text": text_in, **rule})
    return choices


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def fresh_value(text: str, used: set[str]) -> str:
    value, number = text[:CHOICE_LENGTH], 2
    while value in used:
        value, number = f"{text[: CHOICE_LENGTH - 5]} {number}", number + 1
    return value
