"""What a survey's answers say, question by question, counted exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from kohtaamo.kit.statistics import Estimate, share
from kohtaamo.kit.text import NO_BREAK_SPACE, show_range

from .models import Answer, Survey, SurveyVersion
from .queries import crowds, is_of_staff
from .question import Question, Words
from .questionnaire import Element, Questionnaire
from .questions import QUESTIONS
from .visit import options_of, title_of

COMMENTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Bar:
    label: Words
    count: int
    share: Estimate

    @property
    def width(self) -> str:
        """Of the drawn bar, as SVG wants it whatever the language."""
        return f"{self.share.value:.2%}"

    @property
    def interval(self) -> str:
        language = (get_language() or "en").split("-")[0]
        low, high = round(100 * self.share.low), round(100 * self.share.high)
        return f"{show_range(low, high, language)}{NO_BREAK_SPACE}%"


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """`bars` is empty when fewer than the organisation's least number have answered.

    `is_protected`: employees are asked; then n is how many of them are counted in crowds.
    """

    title: str
    question: Question
    n: int
    bars: tuple[Bar, ...]
    is_protected: bool = False


def results_of(survey: Survey, version: SurveyVersion, language: str, minimum: int) -> list[QuestionResult]:
    """Every question asked now, over the answers of all versions; open text is read elsewhere."""
    if is_protected := is_of_staff(version):
        minimum = 1
        counts, answered = count_crowds(survey)
    else:
        rows = Answer.objects.filter(survey=survey, is_from_staff=False).order_by()
        counts, answered = count_values(rows.values_list("content", flat=True).iterator(2000))
    results = []
    for element in Questionnaire.model_validate(version.questionnaire).elements():
        question = QUESTIONS[element.type]
        if question.input == "text":
            continue
        key = (element.name, element.type)
        n = answered[key]
        bars = bars_of(element, counts.get(key, Counter()), n, language) if n >= max(minimum, 1) else ()
        results.append(QuestionResult(title_of(element, language), question, n, bars, is_protected))
    return results


Key = tuple[str, str]


def count_values(contents: Iterable[list[dict[str, Any]]]) -> tuple[dict[Key, Counter[str]], Counter[Key]]:
    """How often each value was given, by question, and how many answered the question at all."""
    counts: dict[Key, Counter[str]] = {}
    answered: Counter[Key] = Counter()
    for content in contents:
        for given in content:
            key = (given["name"], given["kind"])
            if given["kind"] == "open_text":
                continue
            answered[key] += 1
            value = given["value"]
            counts.setdefault(key, Counter()).update(
                map(shown, value if isinstance(value, list) else [value])
            )
    return counts, answered


def count_crowds(survey: Survey) -> tuple[dict[Key, Counter[str]], Counter[Key]]:
    """The same of employees, over whole crowds."""
    counts: dict[Key, Counter[str]] = {}
    answered: Counter[Key] = Counter()
    for crowd in crowds().filter(survey=survey):
        key = (crowd.question, crowd.kind)
        answered[key] += crowd.people
        counts.setdefault(key, Counter()).update({shown(value): n for value, n in crowd.counts})
    return counts, answered


def shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def bars_of(element: Element, counts: Counter[str], n: int, language: str) -> tuple[Bar, ...]:
    labels: dict[str, Words] = {option.value: option.label for option in options_of(element, language)}
    # a choice taken off the survey keeps its answers
    labels |= {value: value for value in counts if value not in labels}
    return tuple(Bar(label, counts[value], share(counts[value], n)) for value, label in labels.items())


def values_shown(answer: Answer, language: str) -> list[tuple[Words, Words]]:
    """What one answer says, as label and value, comments left out."""
    elements: Mapping[str, Element] = {}
    if answer.version is not None:
        elements = Questionnaire.model_validate(answer.version.questionnaire).named()
    lines: list[tuple[Words, Words]] = []
    for given in answer.content:
        question = QUESTIONS.get(given["kind"])
        if question is None or question.input == "text":
            continue
        label = question.label if not question.has_own_choices else given["name"]
        element = elements.get(given["name"])
        if element is not None and question.has_own_choices:
            label = title_of(element, language)
        lines.append((label, in_words(given["value"], question, element, language)))
    return lines


def in_words(value: Any, question: Question, element: Element | None, language: str) -> Words:
    if question.has_own_choices:
        options = options_of(element, language) if element else []
        labels = {option.value: str(option.label) for option in options}
        given: list[str] = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(one, one) for one in given)
    if question.choices:
        return question.choices.get(value, shown(value))
    top = max(question.scale or (0,))
    return f"{shown(value)} / {top:g}"
