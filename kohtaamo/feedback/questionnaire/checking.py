"""A draft may be unfinished, what is asked may not."""

from __future__ import annotations

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS

from .parts import Element
from .whole import Questionnaire

FEWEST_CHOICES = 2


def check_for_publication(questionnaire: Questionnaire) -> None:
    """`UnfitError` with the first lack."""
    if not any(True for _ in questionnaire.elements()):
        raise UnfitError("no_questions")
    for number, element in enumerate(questionnaire.elements(), start=1):
        check_texts(element, number, questionnaire.languages)


def check_texts(element: Element, number: int, languages: list[str]) -> None:
    takes = QUESTIONS[element.type].takes
    for language in languages:
        if not element.title.get(language, "").strip():
            raise UnfitError("title_missing", number=number, language=language)
        texts = [choice.text for choice in element.choices]
        texts += [row.text for row in (*element.rows, *element.columns)]
        for text in texts:
            if not text.get(language, "").strip():
                raise UnfitError("choice_text_missing", number=number, language=language)
    own_words = 1 if element.other else 0
    if "choices" in takes and len(element.choices) + own_words < FEWEST_CHOICES:
        raise UnfitError("choices_missing", number=number)
    if "rows" in takes and (not element.rows or len(element.columns) < FEWEST_CHOICES):
        raise UnfitError("rows_missing", number=number)
