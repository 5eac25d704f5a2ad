"""Ready sets of questions a survey may begin with."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .question import Words
from .questionnaire import Choice, Element, Language, Page, Questionnaire, Row
from .questions import QUESTIONS


@dataclass(frozen=True, slots=True)
class Starter:
    key: str
    label: Words
    about: Words
    types: tuple[str, ...]


STARTERS = {
    starter.key: starter
    for starter in (
        Starter(
            "encounter",
            _("After an encounter"),
            _("Effort, satisfaction, expectations and open text. About a minute."),
            ("effort", "csat", "expectation", "open_text"),
        ),
        Starter(
            "nps", _("Would recommend (NPS)"), _("One number and the reason for it."), ("nps", "open_text")
        ),
        Starter(
            "effort", _("Effort"), _("How much trouble it was, and what caused it."), ("effort", "open_text")
        ),
        Starter(
            "satisfaction",
            _("Satisfaction"),
            _("One to five, and open text."),
            ("csat", "open_text"),
        ),
        Starter(
            "employees",
            _("For employees (eNPS)"),
            _("Would you recommend us as a place to work, and why."),
            ("enps", "open_text"),
        ),
        Starter("empty", _("Empty"), _("You choose the questions yourself."), ()),
    )
}


def questionnaire_of(starter: Starter, languages: list[Language]) -> Questionnaire:
    elements = [new_element(key, key, languages) for key in starter.types]
    # A number at the start is what the survey is for: it needs an answer, the rest is up to the person.
    needed = [element.model_copy(update={"required": n == 0}) for n, element in enumerate(elements)]
    return of_elements(needed, languages)


def new_element(key: str, name: str, languages: list[Language]) -> Element:
    """A question of this type with its usual wording."""
    question = QUESTIONS[key]
    title: dict[Language, str] = {language: question.title[language] for language in languages}
    texts = [{language: CHOICE_WORDS[language] % n for language in languages} for n in (1, 2)]
    choices = [Choice(value=str(n), text=text) for n, text in enumerate(texts, start=1)]
    lines = [Row(value=str(n), text=text) for n, text in enumerate(texts, start=1)]
    return Element(
        name=name,
        type=key,
        title=title,
        choices=choices if question.has_own_choices else [],
        rows=lines if "rows" in question.takes else [],
        columns=lines if "columns" in question.takes else [],
    )


CHOICE_WORDS: dict[Language, str] = {"fi": "Vaihtoehto %d", "en": "Choice %d"}


def of_elements(elements: list[Element], languages: list[Language]) -> Questionnaire:
    """One question a page."""
    return Questionnaire(languages=languages, pages=[Page(elements=[element]) for element in elements])
