"""Texts with what was answered in its place, and values as words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kohtaamo.feedback.question import OTHER
from kohtaamo.feedback.questionnaire import Choice, Element, Row
from kohtaamo.feedback.questionnaire.piping import fill
from kohtaamo.feedback.questions import QUESTIONS

from .walking import Course


def text_in(course: Course, texts: Mapping[str, str], language: str) -> str:
    """In the language, with values in their places. It is text: who shows it as HTML escapes all of it."""
    return fill(in_language(texts, language), lambda name: words_named(course, name, language))


def in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next((text for text in texts.values() if text.strip()), "")


def words_named(course: Course, name: str, language: str) -> str:
    """Of an answer, something hidden or calculated; "rooms.kitchen" is a part of it. Unknown is nothing."""
    base, _, part = name.partition(".")
    element = course.questionnaire.named().get(base)
    value = course.values.get(base, course.hidden.get(base, course.calculated.get(base)))
    if part:
        value = value.get(part) if isinstance(value, dict) else None
        if element is not None and element.columns:
            return text_of(element.columns, value, language)
        element = None
    if element is None:
        return plain(value, language)
    return words_of(element, value, language)


def words_of(element: Element, value: Any, language: str) -> str:
    """A value as a person reads it; nothing for what has no short words."""
    if value is None:
        return ""
    question = QUESTIONS[element.type]
    if isinstance(value, list):
        return ", ".join(filter(None, (words_of_one(element, one, language) for one in value)))
    if question.choices and isinstance(value, bool | int | float):
        return str(question.choices.get(value, plain(value, language)))
    if question.input == "date":
        return day_in(str(value), language)
    return words_of_one(element, value, language)


def words_of_one(element: Element, value: Any, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get(OTHER) or value.get("name") or "")
    if isinstance(value, str) and element.choices:
        return text_of(element.choices, value, language)
    return plain(value, language)


def text_of(offered: list[Choice] | list[Row], value: Any, language: str) -> str:
    """The text of a choice; the value itself when it is no longer offered."""
    found = next((one for one in offered if one.value == value), None)
    return (in_language(found.text, language) if found else "") or str(value or "")


def plain(value: Any, language: str) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        number = f"{value:.15g}".replace("-", "−")
        return number.replace(".", ",") if language == "fi" else number
    return value if isinstance(value, str) else ""


def day_in(value: str, language: str) -> str:
    if language != "fi":
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day}.{day.month}.{day.year}"
