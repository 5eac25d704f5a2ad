"""What the browser needs to walk the same course as the server: see `islands/course`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kohtaamo.feedback.course import in_language
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.questionnaire.reach import order_of, reach_of
from kohtaamo.feedback.questions import QUESTIONS

OF_OTHERS = frozenset({"languages", "thanks", "guide", "quotas", "showProgress"})
OF_AN_INTERVIEWER = frozenset({"probes", "noteSpace"})
DRAWN = frozenset({"title", "description"})


def twin_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """As it is stored, calculated values in the order they are worked out in."""
    stored = questionnaire.stored()
    values = {one["name"]: one for one in stored.get("calculated", [])}
    order = order_of(reach_of(questionnaire).sources) if values else []
    return {**stored, "calculated": [values[name] for name in order]} if values else stored


def for_browser(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """In one language, and without what only others need. The words of questions stand in their templates."""
    stored = in_one_language(twin_of(questionnaire), language)
    pages = [
        {**page, "elements": [without(element, OF_AN_INTERVIEWER | DRAWN) for element in page["elements"]]}
        for page in stored["pages"]
    ]
    return {**without(stored, OF_OTHERS), "pages": pages}


def without(whole: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: part for name, part in whole.items() if name not in names}


def in_one_language(part: Any, language: str) -> Any:
    """`title`, `description` and `text` are words by language wherever they stand, and stand in no rule."""
    if isinstance(part, list):
        return [in_one_language(one, language) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: one_way(name, value, language) for name, value in part.items()}


def one_way(name: str, value: Any, language: str) -> Any:
    if name in {"title", "description", "text"}:
        return {language: in_language(value, language)}
    return value if name in {"visibleIf", "requiredIf", "value"} else in_one_language(value, language)


def kinds_in(questionnaire: Questionnaire) -> dict[str, dict[str, Any]]:
    """By type: how it is asked, its scale, the words of its steps."""
    found = {}
    for key in sorted({element.type for element in questionnaire.elements()}):
        question = QUESTIONS[key]
        kind: dict[str, Any] = {"input": question.input, "seconds": question.seconds}
        if question.scale:
            kind["scale"] = list(question.scale)
        if question.choices:
            kind["words"] = {f"{step:g}": str(words) for step, words in question.choices.items()}
        found[key] = kind
    return found
