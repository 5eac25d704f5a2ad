from __future__ import annotations

from typing import Any

from kohtaamo.feedback.definitions.definition import Definition
from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.finishing import finished
from kohtaamo.feedback.definitions.logic import Rule, Target, all_of
from kohtaamo.feedback.definitions.opened import Opened
from kohtaamo.feedback.definitions.shapes import listed, mapping, words
from kohtaamo.feedback.definitions.tongues import tongues_of

from .asking import Asking
from .conditions import Conditions
from .naming import elements_of, name_element
from .wording import Wording, languages_of

KEY = "surveyjs"
LOST_SETTINGS = (
    "triggers",
    "calculatedValues",
    "maxTimeToFinish",
    "navigateToUrl",
    "navigateToUrlOnCondition",
)
DEEPEST = 20


def knows(opened: Opened) -> bool:
    found = mapping(opened.json)
    if "languages" in found or "fields" in found:
        return False
    pages = [mapping(one) for one in listed(found.get("pages"))]
    elements = [*elements_of(found), *(one for page in pages for one in elements_of(page))]
    return bool(pages) or any("type" in mapping(one) for one in elements)


def read(opened: Opened) -> Definition:
    raw = mapping(opened.json)
    draft = Draft(tongues_of(languages_of(raw)))
    targets: dict[str, Target] = {}
    rows: dict[str, list[str]] = {}
    for element in questions_in(raw):
        draft.find(words(element.get("name")))
        name_element(draft, element, targets, rows)
    wording = Wording(draft, words(raw.get("locale")) or "en", targets)
    asking = Asking(draft, wording, Conditions(draft, targets, rows))
    pages = listed(raw.get("pages")) or [{"elements": elements_of(raw)}]
    for number, one in enumerate(pages, start=1):
        page = mapping(one)
        bring_page(asking, page, words(page.get("name")) or f"page {number}")
    for setting in LOST_SETTINGS:
        if raw.get(setting):
            draft.lose(setting, "setting", setting=setting)
    order = words(raw.get("questionsOrder") or raw.get("questionOrder"))
    for page in draft.pages if order == "random" else []:
        page["shuffle"] = True
    draft.settings["show_progress"] = raw.get("showProgressBar") not in (False, "off")
    thanks = wording.of(raw.get("completedHtml"), "completedHtml")
    draft.end_page()
    draft.thanks = thanks
    title = wording.of(raw.get("title"), "title")
    return finished(draft, form=KEY, name=title.get(draft.tongues.first, ""))


def questions_in(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """All questions in order, also those inside panels."""
    found: list[dict[str, Any]] = []
    left = [(one, 0) for one in [*elements_of(raw), *listed(raw.get("pages"))]]
    while left:
        one, depth = left.pop(0)
        element = mapping(one)
        kind = words(element.get("type"))
        inner = elements_of(element)
        if inner and kind in ("", "panel") and depth < DEEPEST:
            left = [*((part, depth + 1) for part in inner), *left]
        elif kind not in ("", "panel", "html", "image"):
            found.append(element)
    return found


def bring_page(asking: Asking, page: dict[str, Any], tag: str) -> None:
    made = asking.draft.page(
        title=asking.wording.of(page.get("title"), tag),
        description=asking.wording.of(page.get("description"), tag),
        visible_if=visibility(asking, page, tag),
        shuffle=page.get("questionsOrder") == "random" or page.get("questionOrder") == "random",
    )
    bring(asking, elements_of(page), None, 0)
    if made["title"] and not made["elements"] and not made["description"]:
        made["description"], made["title"] = made["title"], {}
    asking.draft.end_page()


def bring(asking: Asking, elements: list[Any], rule: Rule | None, depth: int) -> None:
    for one in elements:
        element = mapping(one)
        tag = words(element.get("name")) or words(element.get("type")) or "element"
        own = all_of([rule, visibility(asking, element, tag)])
        if words(element.get("type")) != "panel":
            asking.ask(element, own)
        elif depth < DEEPEST:
            for key in ("title", "description"):
                texts = asking.wording.of(element.get(key), tag)
                if texts:
                    asking.draft.text(texts)
            bring(asking, elements_of(element), own, depth + 1)


def visibility(asking: Asking, part: dict[str, Any], tag: str) -> Rule | None:
    if part.get("visible") is False and not part.get("visibleIf"):
        return False
    return asking.conditions.rule(part.get("visibleIf"), tag)
