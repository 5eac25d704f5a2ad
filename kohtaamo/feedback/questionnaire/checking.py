"""A draft may be unfinished, what is asked may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.file import FILES
from kohtaamo.feedback.questions.slider import limits as slider_limits
from kohtaamo.kit.rules import holds, names_in

from .parts import Element, Rule
from .patterns import PATTERN_TEXT_LENGTH, example_of
from .piping import names_piped
from .placeholders import check_placeholders
from .reach import check_rules
from .whole import Questionnaire

FEWEST_CHOICES = 2


def check_for_publication(questionnaire: Questionnaire) -> None:
    """`UnfitError` with the first lack. What passes has no dead end, whatever is answered."""
    if not any(True for _ in questionnaire.elements()):
        raise UnfitError("no_questions")
    for number, element in enumerate(questionnaire.elements(), start=1):
        check_texts(element, number, questionnaire.languages)
        check_limits(element, number)
        check_answerable(element, number)
    check_placeholders(questionnaire)
    check_rules(questionnaire)


def check_texts(element: Element, number: int, languages: list[str]) -> None:
    takes = QUESTIONS[element.type].takes
    texts = [choice.text for choice in element.choices]
    texts += [row.text for row in (*element.rows, *element.columns)]
    for language in languages:
        if not element.title.get(language, "").strip():
            raise UnfitError("title_missing", number=number, language=language)
        if any(not text.get(language, "").strip() for text in texts):
            raise UnfitError("choice_text_missing", number=number, language=language)
    own_words = 1 if element.other else 0
    if "choices" in takes and len(element.choices) + own_words < FEWEST_CHOICES:
        raise UnfitError("choices_missing", number=number)
    if "rows" in takes and (not element.rows or len(element.columns) < FEWEST_CHOICES):
        raise UnfitError("rows_missing", number=number)


def check_limits(element: Element, number: int) -> None:
    low: float | str | None = element.at_least
    high: float | str | None = element.at_most
    if element.type == "slider":
        low, high, _ = slider_limits(element)
    for day in (low, high):
        if isinstance(day, str) and not is_day(day):
            raise UnfitError("limit_no_day", number=number, day=day)
    offered = most_that_can_be_given(element)
    if low is not None and (is_after(low, high) or is_after(low, offered)):
        raise UnfitError("limits_crossed", number=number)


def is_day(text: str) -> bool:
    try:
        return bool(QUESTIONS["date"].parse(text))
    except UnfitError:
        return False


def is_after(low: float | str, high: float | str | None) -> bool:
    if isinstance(low, str) or isinstance(high, str):
        return high is not None and str(low) > str(high)
    return high is not None and low > high


def most_that_can_be_given(element: Element) -> int | None:
    if element.type == "file":
        return FILES
    return len(element.choices) + element.other if "choices" in QUESTIONS[element.type].takes else None


def check_answerable(element: Element, number: int) -> None:
    """A pattern that nothing fits, or choices none of which is ever shown."""
    if element.pattern:
        example = example_of(element.pattern)
        if example is None or len(example) > min(element.longest or PATTERN_TEXT_LENGTH, PATTERN_TEXT_LENGTH):
            raise UnfitError("pattern_unanswerable", number=number)
    is_needed = element.required or element.required_if is not None
    are_all_hidden = bool(element.choices) and all(is_never(choice.visible_if) for choice in element.choices)
    if is_needed and are_all_hidden and not element.other:
        raise UnfitError("never_answerable", number=number)


def is_never(rule: Rule | None) -> bool:
    """It asks nothing and does not hold."""
    return rule is not None and not names_in(rule) and not holds(rule, {})


@dataclass(frozen=True, slots=True)
class Warned:
    """Not a lack, but worth a look: the code has its sentence in `feedback.reasons`."""

    code: str
    facts: dict[str, Any]


def warnings_of(questionnaire: Questionnaire) -> list[Warned]:
    found = []
    names = {name.partition(".")[0] for name in questionnaire.names()}
    for number, page in enumerate(questionnaire.pages, start=1):
        if is_never(page.visible_if) or (
            page.elements and all(is_never(element.visible_if) for element in page.elements)
        ):
            found.append(Warned("page_never_seen", {"number": number}))
    for number, element in enumerate(questionnaire.elements(), start=1):
        unknown = sorted(piped_in(element) - names)
        found += [Warned("text_names_unknown", {"number": number, "name": name}) for name in unknown]
    return found


def piped_in(element: Element) -> set[str]:
    texts = [*element.title.values(), *element.description.values()]
    texts += [text for choice in element.choices for text in choice.text.values()]
    return {name for text in texts for name in names_piped(text)}
