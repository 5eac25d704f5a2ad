from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from kohtaamo.feedback.question import CHOICE_LENGTH
from kohtaamo.feedback.questionnaire import WHY, Questionnaire, read_questionnaire

TEXTS = frozenset({"title", "description", "text", "thanks"})
NUMBERED = re.compile(r"_\d+$")


def fresh_name(key: str, taken: Collection[str], asked: Mapping[str, str], kind: str = "") -> str:
    """A name not in use, and never one that was published for another type: its answers would mix."""
    stem, number = NUMBERED.sub("", key)[:50], 1
    while True:
        name = stem if number == 1 else f"{stem}_{number}"
        if name not in taken and asked.get(name, kind or key) == (kind or key):
            return name
        number += 1


def fresh_value(text: str, used: Collection[str]) -> str:
    value, number = text[:CHOICE_LENGTH], 2
    while value in used:
        value, number = f"{text[: CHOICE_LENGTH - 5]} {number}", number + 1
    return value


def renamed(before: Questionnaire, old: str, new: str) -> Questionnaire:
    """A question under another name, in rules and in texts that name it too."""
    names = {old: new, f"{old}{WHY}": f"{new}{WHY}"}
    stored = before.stored()
    for page in stored["pages"]:
        for element in page["elements"]:
            if element["name"] == old:
                element["name"] = new
    return read_questionnaire(with_names(stored, names))


def with_names(raw: Any, names: Mapping[str, str]) -> Any:
    if isinstance(raw, list):
        return [with_names(one, names) for one in raw]
    if not isinstance(raw, dict):
        return raw
    return {
        key: called(value, names)
        if key in {"var", "missing"}
        else {language: piped(text, names) for language, text in value.items()}
        if key in TEXTS
        else with_names(value, names)
        for key, value in raw.items()
    }


def called(operand: Any, names: Mapping[str, str]) -> Any:
    if isinstance(operand, list):
        return [called(one, names) for one in operand]
    if not isinstance(operand, str):
        return with_names(operand, names)
    base, dot, part = operand.partition(".")
    return f"{names.get(base, base)}{dot}{part}"


def piped(text: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        text = re.sub(rf"(?<!\{{)\{{{re.escape(old)}(?=[.}}])", f"{{{new}", text)
    return text
