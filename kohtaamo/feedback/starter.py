"""A ready set of questions, and a question with its usual wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .question import Words
from .questionnaire import Choice, Element, Language, Questionnaire, Row, read_questionnaire
from .questions import QUESTIONS

Raw = dict[str, Any]
Texts = dict[str, str]
OF_LANGUAGES = frozenset({"title", "description", "text"})
CHOICE_WORDS: dict[Language, str] = {"fi": "Vaihtoehto %d", "en": "Choice %d"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """`pages` as they are stored, with texts in every language a survey may have; `place` among the others."""

    key: str
    label: Words
    about: Words
    place: int
    pages: Sequence[Raw]


def texts(finnish: str, english: str) -> Texts:
    return {"fi": finnish, "en": english}


def asked(kind: str, name: str, finnish: str, english: str, **more: Any) -> Raw:
    return {"name": name, "type": kind, "title": texts(finnish, english), **more}


def usual(kind: str, **more: Any) -> Raw:
    """A question of the kind under its own name, with its usual wording."""
    return {"name": kind, "type": kind, "title": dict(QUESTIONS[kind].title), **more}


def page(*elements: Raw, **more: Any) -> Raw:
    return {"elements": list(elements), **more}


def questionnaire_of(starter: Starter, languages: Sequence[Language]) -> Questionnaire:
    pages = [in_languages(page, languages) for page in starter.pages]
    return read_questionnaire({"languages": list(languages), "pages": pages})


def in_languages(raw: Any, languages: Sequence[Language]) -> Any:
    """The same with texts in these languages only."""
    if isinstance(raw, list):
        return [in_languages(one, languages) for one in raw]
    if not isinstance(raw, dict):
        return raw
    return {
        key: {language: value[language] for language in languages if language in value}
        if key in OF_LANGUAGES
        else in_languages(value, languages)
        for key, value in raw.items()
    }


def new_element(key: str, name: str, languages: Sequence[Language]) -> Element:
    """A question of this type with its usual wording."""
    question = QUESTIONS[key]
    title: dict[Language, str] = {language: question.title[language] for language in languages}
    words = [{language: CHOICE_WORDS[language] % n for language in languages} for n in (1, 2)]
    choices = [Choice(value=str(n), text=text) for n, text in enumerate(words, start=1)]
    lines = [Row(value=str(n), text=text) for n, text in enumerate(words, start=1)]
    return Element(
        name=name,
        type=key,
        title=title,
        choices=choices if question.has_own_choices else [],
        rows=lines if "rows" in question.takes else [],
        columns=lines if "columns" in question.takes else [],
    )
