"""Pages and the questions on them: added, moved, doubled, removed, and put back as they stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.starter import new_element

from .naming import fresh_name

Stored = dict[str, Any]
Place = tuple[int, int]


def pages_of(questionnaire: Questionnaire) -> list[Stored]:
    pages: list[Stored] = questionnaire.stored()["pages"]
    return pages


def with_pages(before: Questionnaire, pages: list[Stored], **changed: Any) -> Questionnaire:
    return read_questionnaire({**before.stored(), "pages": pages, **changed})


def place_of(questionnaire: Questionnaire, name: str) -> Place | None:
    """Page and place on it, from nought."""
    for number, page in enumerate(questionnaire.pages):
        for place, element in enumerate(page.elements):
            if element.name == name:
                return number, place
    return None


def add(
    before: Questionnaire, key: str, asked: Mapping[str, str], *, after: str = ""
) -> tuple[Questionnaire, str]:
    """On a page of its own, after the page of the question `after` or else last; with its name."""
    name = fresh_name(key, before.names(), asked)
    element = new_element(key, name, before.languages).model_dump(mode="json", by_alias=True)
    pages, here = pages_of(before), place_of(before, after)
    at = len(pages) if here is None else here[0] + 1
    return with_pages(before, [*pages[:at], {"elements": [element]}, *pages[at:]]), name


def add_page(before: Questionnaire, *, after: str = "") -> tuple[Questionnaire, int]:
    pages, here = pages_of(before), place_of(before, after)
    at = len(pages) if here is None else here[0] + 1
    return with_pages(before, [*pages[:at], {"elements": []}, *pages[at:]]), at


def duplicate(before: Questionnaire, name: str, asked: Mapping[str, str]) -> tuple[Questionnaire, str]:
    """Right after the first, on the same page."""
    here = place_of(before, name)
    if here is None:
        return before, name
    pages = pages_of(before)
    elements = pages[here[0]]["elements"]
    kind = elements[here[1]]["type"]
    other = fresh_name(name, before.names(), asked, kind)
    elements.insert(here[1] + 1, {**elements[here[1]], "name": other})
    return with_pages(before, pages), other


def remove(before: Questionnaire, name: str) -> Questionnaire:
    """A page that held only this question goes with it."""
    here = place_of(before, name)
    if here is None:
        return before
    pages = pages_of(before)
    del pages[here[0]]["elements"][here[1]]
    if not pages[here[0]]["elements"]:
        del pages[here[0]]
    return with_pages(before, pages)


def remove_page(before: Questionnaire, number: int) -> Questionnaire:
    """With its questions. `number` from nought."""
    pages = pages_of(before)
    return with_pages(before, pages[:number] + pages[number + 1 :]) if 0 <= number < len(pages) else before


def move_page(before: Questionnaire, number: int, by: int) -> Questionnaire:
    pages = pages_of(before)
    if not (0 <= number < len(pages) and 0 <= number + by < len(pages)):
        return before
    pages.insert(number + by, pages.pop(number))
    return with_pages(before, pages)


def step(before: Questionnaire, name: str, by: int) -> Questionnaire:
    """One place up or down. At the end of its page it goes over to the next; alone on a page it takes the
    page along.
    """
    here = place_of(before, name)
    if here is None:
        return before
    pages = pages_of(before)
    page, place = here
    elements = pages[page]["elements"]
    if 0 <= place + by < len(elements):
        elements.insert(place + by, elements.pop(place))
        return with_pages(before, pages)
    if len(elements) == 1:
        return move_page(before, page, by)
    if not 0 <= page + by < len(pages):
        return before
    neighbour = pages[page + by]["elements"]
    neighbour.insert(0 if by > 0 else len(neighbour), elements.pop(place))
    return with_pages(before, pages)


def put(before: Questionnaire, name: str, page: int, place: int) -> Questionnaire:
    """On this page at this place, both from nought; beyond the last page onto a new one. An emptied page goes."""
    here = place_of(before, name)
    if here is None:
        return before
    pages = pages_of(before)
    moved = pages[here[0]]["elements"].pop(here[1])
    if not 0 <= page < len(pages):
        pages.append({"elements": []})
        page = len(pages) - 1
    pages[page]["elements"].insert(max(0, place), moved)
    left = [one for number, one in enumerate(pages) if number != here[0] or one["elements"]]
    return with_pages(before, left)


def layout_of(before: Questionnaire, after: Questionnaire) -> Stored:
    """What brings back how the pages stood: names by page, and in full what is no longer there or was added."""
    kept = after.named()
    pages = [
        {**page, "elements": [element["name"] for element in page["elements"]]} for page in pages_of(before)
    ]
    gone = {
        element["name"]: element
        for page in pages_of(before)
        for element in page["elements"]
        if element["name"] not in kept
    }
    there = before.named()
    added = {name: one for name, one in elements_of(after).items() if name not in there}
    return {"pages": pages, "gone": gone, "added": added}


def elements_of(questionnaire: Questionnaire) -> dict[str, Stored]:
    return {one["name"]: one for page in pages_of(questionnaire) for one in page["elements"]}


def is_undoable(now: Questionnaire, layout: Stored) -> bool:
    """Not when a question it added has been written in since: that would be gone with no way back."""
    there = elements_of(now)
    return all(there.get(name, made) == made for name, made in layout["added"].items())


def restored(now: Questionnaire, layout: Stored) -> Questionnaire:
    """Pages as they stood, texts as they are now. What somebody else added meanwhile stays, last."""
    elements = elements_of(now)
    pages = []
    for page in layout["pages"]:
        found = [elements.pop(name, None) or layout["gone"].get(name) for name in page["elements"]]
        pages.append({**page, "elements": [one for one in found if one is not None]})
    others = [one for name, one in elements.items() if name not in layout["added"]]
    return with_pages(now, [*pages, *({"elements": [one]} for one in others)])
