"""What changed from one version to the next, as data for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .parts import Element
from .whole import Questionnaire

What = Literal["added", "removed", "moved", "texts", "rules", "choices", "settings", "type"]
TEXTS = ("title", "description", "probes")
RULES = ("visible_if", "required_if", "required")
CHOICES = ("choices", "rows", "columns", "other")
OF_ALL = ("languages", "hidden", "calculated", "quotas", "shuffle_pages", "show_progress", "thanks", "guide")
OF_A_PAGE = ("name", "title", "description", "visible_if", "shuffle")


@dataclass(frozen=True, slots=True)
class Change:
    """`of`: a question, a page (by its number) or the whole; `before` and `after` as they are stored."""

    what: What
    of: Literal["question", "page", "questionnaire"]
    name: str
    before: Any = None
    after: Any = None


def difference(before: Questionnaire, after: Questionnaire) -> list[Change]:
    """In the order of the later one; what was removed comes last."""
    earlier, later = before.named(), after.named()
    moved = moved_names(list(earlier), list(later)) | moved_across(before, after)
    changes = of_the_whole(before, after) + of_pages(before, after)
    for name, element in later.items():
        if name not in earlier:
            changes.append(Change("added", "question", name, after=short(element)))
        else:
            changes += of_question(earlier[name], element)
            if name in moved:
                changes.append(
                    Change("moved", "question", name, place_of(name, before), place_of(name, after))
                )
    gone = [name for name in earlier if name not in later]
    return changes + [Change("removed", "question", name, before=short(earlier[name])) for name in gone]


def short(element: Element) -> dict[str, Any]:
    return element.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def of_question(before: Element, after: Element) -> list[Change]:
    changes: list[Change] = []
    parts: Mapping[What, tuple[str, ...]] = {
        "type": ("type",),
        "texts": TEXTS,
        "rules": RULES,
        "choices": CHOICES,
        "settings": tuple(set(Element.model_fields) - {"name", "type", *TEXTS, *RULES, *CHOICES}),
    }
    for what, fields in parts.items():
        one, other = (
            element.model_dump(mode="json", by_alias=True, include=set(fields)) for element in (before, after)
        )
        changed = sorted(key for key in one if one[key] != other[key])
        if changed:
            sides = ({key: side[key] for key in changed} for side in (one, other))
            changes.append(Change(what, "question", after.name, *sides))
    return changes


def of_the_whole(before: Questionnaire, after: Questionnaire) -> list[Change]:
    one, other = (side.model_dump(mode="json", include=set(OF_ALL)) for side in (before, after))
    return [
        Change("texts" if name == "thanks" else "settings", "questionnaire", name, one[name], other[name])
        for name in OF_ALL
        if one[name] != other[name]
    ]


def of_pages(before: Questionnaire, after: Questionnaire) -> list[Change]:
    """By number. Where pages were added or taken away, their questions tell it as well."""
    changes = []
    for number in range(1, max(len(before.pages), len(after.pages)) + 1):
        one, other = (
            side.pages[number - 1].model_dump(mode="json", by_alias=True, include=set(OF_A_PAGE))
            if number <= len(side.pages)
            else None
            for side in (before, after)
        )
        if one != other:
            what: What = "added" if one is None else "removed" if other is None else page_change(one, other)
            changes.append(Change(what, "page", str(number), one, other))
    return changes


def page_change(one: dict[str, Any], other: dict[str, Any]) -> What:
    return "rules" if one["visibleIf"] != other["visibleIf"] else "texts"


def place_of(name: str, questionnaire: Questionnaire) -> tuple[int, int]:
    """Page and place on it, from 1."""
    places = (
        (page_number, place, element.name)
        for page_number, page in enumerate(questionnaire.pages, start=1)
        for place, element in enumerate(page.elements, start=1)
    )
    return next((page_number, place) for page_number, place, found in places if found == name)


def moved_names(earlier: list[str], later: list[str]) -> set[str]:
    """Those outside the longest run that kept its order: as few as tell the new order."""
    common = [name for name in later if name in set(earlier)]
    order = {name: place for place, name in enumerate(earlier)}
    runs: list[list[str]] = []
    for name in common:
        before = [run for run in runs if order[run[-1]] < order[name]]
        runs.append([*longest(before), name])
    return set(common) - set(longest(runs))


def longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])  # noqa: PLW0108  len alone has no type that fits


def moved_across(before: Questionnaire, after: Questionnaire) -> set[str]:
    """From one page to another; where there are more or fewer pages, the pages tell it."""
    if len(before.pages) != len(after.pages):
        return set()
    names = ({element.name for element in page.elements} for page in before.pages)
    return {
        element.name
        for kept, page in zip(names, after.pages, strict=True)
        for element in page.elements
        if element.name not in kept and element.name in before.named()
    }
