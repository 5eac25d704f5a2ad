"""What all forms we write need: the choices our own kinds have, and conditions as flat comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation

from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.rules.condition import (
    Always,
    Between,
    BeyondConditionError,
    Compared,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    OneOf,
    Told,
    condition_of,
)

Texts = dict[str, str]
# how a relation is written in the languages of conditions
SIGNS = {"is": "=", "less": "<", "at_most": "<=", "more": ">", "at_least": ">="}
__all__ = [
    "SIGNS",
    "Always",
    "Between",
    "Compared",
    "Condition",
    "Contains",
    "Joined",
    "Missing",
    "Not",
    "OneOf",
    "Option",
    "Told",
    "condition",
    "options_of",
    "unpiped",
]


@dataclass(frozen=True, slots=True)
class Option:
    value: Any
    text: Texts


def options_of(element: Element, languages: list[str]) -> list[Option]:
    """Own choices of the survey, or those of the kind in the words people see."""
    if element.choices:
        return [Option(one.value, dict(one.text)) for one in element.choices]
    found: dict[float, Texts] = {number: {} for number in QUESTIONS[element.type].choices}
    for language in languages:
        with translation.override(language):
            for number, label in QUESTIONS[element.type].choices.items():
                found[number][language] = str(label)
    return [Option(int(number), text) for number, text in found.items()]


def condition(rule: Any) -> Condition | None:
    """None for a rule that says more than comparisons of names with values."""
    try:
        return condition_of(rule)
    except BeyondConditionError:
        return None


def unpiped(text: str) -> str:
    """A doubled brace is a plain one."""
    return text.replace("{{", "{")
