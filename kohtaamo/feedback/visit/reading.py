"""The fields of a page as raw values of its questions.

A field is named as its question; parts of one after a dot: "rooms.kitchen", "feature.with", "matter.other".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from kohtaamo.feedback.course import ShownPage
from kohtaamo.feedback.question import OTHER, OWN_WORDS
from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.kano import WITH, WITHOUT

# Files kept of this page, by the name of the question, as they are stored in the answer.
Files = Mapping[str, list[dict[str, Any]]]
# Of a page with one question its field may be called so: a link in a message knows no names.
ONLY = "value"


def read_page(
    form: QueryDict, page: ShownPage, said: Mapping[str, Any], files: Files | None = None
) -> dict[str, Any]:
    """Raw values by name, None for what is left empty; files stay as they were `said` unless new ones came."""
    found: dict[str, Any] = {}
    for question in page.questions:
        element = question.element
        name = (
            ONLY if len(page.questions) == 1 and element.name not in form and ONLY in form else element.name
        )
        if element.type == "file":
            found[element.name] = (files or {}).get(element.name) or said.get(element.name)
        else:
            found[element.name] = read_question(form, element, name)
        if element.ask_why:
            found[element.why] = form.get(element.why, said.get(element.why)) or None
    return found


def read_question(form: QueryDict, element: Element, name: str) -> Any:
    way = QUESTIONS[element.type].input
    match way:
        case "many":
            given: list[Any] = [own(form, name) if one == OWN_WORDS else one for one in form.getlist(name)]
            found: Any = given or None
        case "matrix":
            found = parts(form, name, [row.value for row in element.rows])
        case "pair":
            found = parts(form, name, [WITH, WITHOUT])
        case "ranking":
            found = ranked(form, element, name)
        case "slider":
            found = moved(form, name)
        case "consent":
            found = bool(form.get(name))
        case _:
            found = written(form, element, name)
    return found


def written(form: QueryDict, element: Element, name: str) -> Any:
    raw = form.get(name)
    is_typed = element.other and raw is None and form.get(f"{name}.{OTHER}", "").strip()
    if raw == OWN_WORDS or is_typed:
        return own(form, name)
    return raw if raw and raw.strip() else None


def own(form: QueryDict, name: str) -> dict[str, str]:
    return {OTHER: form.get(f"{name}.{OTHER}", "")}


def parts(form: QueryDict, name: str, keys: list[str]) -> dict[str, str] | None:
    given = ((key, form.get(f"{name}.{key}")) for key in keys)
    return {key: value for key, value in given if value} or None


def ranked(form: QueryDict, element: Element, name: str) -> list[str] | None:
    """In the order of the places; two in one place stand twice, which the kind refuses."""
    places = [(form.get(f"{name}.{choice.value}", ""), choice.value) for choice in element.choices]
    given = [(int(place), value) for place, value in places if place.isascii() and place.isdigit()]
    taken = [place for place, _ in given]
    if len(set(taken)) < len(taken):
        return [given[0][1], given[0][1]]
    return [value for _, value in sorted(given)] or None


def moved(form: QueryDict, name: str) -> str | None:
    """The number written, else where the slider was moved to: one left where it was drawn says nothing new."""
    number, was = form.get(name, "").strip(), form.get(f"{name}.was", "")
    place, start = form.get(f"{name}.place", ""), form.get(f"{name}.start", "")
    if number != was:
        return number or None
    return place if place and place != start else number or None
