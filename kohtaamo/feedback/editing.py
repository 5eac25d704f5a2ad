"""How a questionnaire is changed in the editor: pure functions from one questionnaire to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from .question import CHOICE_LENGTH
from .questionnaire import Element, Language, Questionnaire, read_questionnaire
from .questions import QUESTIONS
from .starter import new_element, of_elements

LANGUAGES: tuple[Language, ...] = ("fi", "en")


def add(before: Questionnaire, key: str, asked: Mapping[str, str]) -> Questionnaire:
    elements = list(before.elements())
    name = fresh_name(key, {element.name for element in elements}, asked)
    return checked([*elements, new_element(key, name, before.languages)], before.languages)


def move(before: Questionnaire, index: int, by: int) -> Questionnaire:
    elements = list(before.elements())
    if 0 <= index < len(elements) and 0 <= index + by < len(elements):
        elements.insert(index + by, elements.pop(index))
    return of_elements(elements, before.languages)


def remove(before: Questionnaire, index: int) -> tuple[Questionnaire, Element | None]:
    elements = list(before.elements())
    gone = elements.pop(index) if 0 <= index < len(elements) else None
    return of_elements(elements, before.languages), gone


def put_back(before: Questionnaire, index: int, gone: Any) -> Questionnaire:
    elements: list[Any] = [element.model_dump() for element in before.elements()]
    if gone["name"] not in {element["name"] for element in elements}:
        elements.insert(index, gone)
    return checked(elements, before.languages)


def checked(elements: list[Any], languages: list[Language]) -> Questionnaire:
    pages = [{"elements": [element]} for element in elements]
    return read_questionnaire({"languages": languages, "pages": pages})


def fresh_name(key: str, taken: set[str], asked: Mapping[str, str]) -> str:
    """A name not in use, and never one that was published for another type: its answers would mix."""
    number = 1
    while True:
        name = key if number == 1 else f"{key}_{number}"
        if name not in taken and asked.get(name, key) == key:
            return name
        number += 1


def from_form(form: QueryDict, before: Questionnaire, asked: Mapping[str, str]) -> Questionnaire:
    """What the editor's form says; `before` keeps the names and the values of choices steady."""
    languages = [code for code in LANGUAGES if code in form.getlist("languages")] or before.languages
    known, taken = before.named(), set(before.named())
    elements = []
    for name in form.getlist("name"):
        if name in known:
            element = element_from(form, known[name], languages, taken, asked)
            taken.add(element["name"])
            elements.append(element)
    return checked(elements, languages)


def element_from(
    form: QueryDict,
    before: Element,
    languages: list[Language],
    taken: set[str],
    asked: Mapping[str, str],
) -> dict[str, Any]:
    key = form.get(f"{before.name}-type", before.type)
    key = key if key in QUESTIONS else before.type
    name = before.name if key == before.type else fresh_name(key, taken, asked)
    element: dict[str, Any] = {
        "name": name,
        "type": key,
        "title": title_from(form, before, key, languages),
        "required": f"{before.name}-required" in form,
    }
    if QUESTIONS[key].has_own_choices:
        started = before if before.choices else new_element(key, name, languages)
        element["choices"] = choices_from(form, started, languages)
    return element


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
        return [choice.model_dump() for choice in before.choices]
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
        for language, own in lines.items():
            text_in[language] = own[place] if place < len(own) else ""
        choices.append({"value": value, "text": text_in})
    return choices


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def fresh_value(text: str, used: set[str]) -> str:
    value, number = text[:CHOICE_LENGTH], 2
    while value in used:
        value, number = f"{text[: CHOICE_LENGTH - 5]} {number}", number + 1
    return value
