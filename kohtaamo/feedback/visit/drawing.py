"""Questions as they are drawn: titles in place, choices in order, what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.course import Course, ShownQuestion, in_language, text_in
from kohtaamo.feedback.question import OTHER, Question, Words
from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.kano import WITH, WITHOUT
from kohtaamo.feedback.questions.slider import limits

SHORT_SCALE = 5


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Words
    chosen: bool


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of a table, one thing to be ranked, or one half of a pair; `name` is the field's."""

    name: str
    label: Words
    options: list[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnQuestion:
    """`value` is what the field holds; `why` what was told after "Why?", None when it is not asked."""

    element: Element
    question: Question
    title: str
    description: str
    required: bool
    options: list[Option]
    rows: list[DrawnRow]
    value: Any
    other: str
    is_other: bool
    why: str | None
    limits: tuple[float, float, float]
    complaint: str

    @property
    def is_short(self) -> bool:
        return is_short(self.question)

    @property
    def start(self) -> float:
        """Where an untouched slider stands."""
        low, high, step = self.limits
        middle = low + round((high - low) / 2 / step) * step
        return self.value if isinstance(self.value, int | float) else min(middle, high)


def drawn(
    question: ShownQuestion,
    course: Course | None,
    language: str,
    given: Mapping[str, Any],
    complaint: str = "",
) -> DrawnQuestion:
    """`given` are the values to show, by name: as stored, or as they were sent when they do not fit.

    Without a course the texts keep their braces, for a browser to fill.
    """
    element = question.element
    value = given.get(element.name)
    own = own_words(value)
    return DrawnQuestion(
        element=element,
        question=QUESTIONS[element.type],
        title=text_here(course, element.title, language) or element.name,
        description=text_here(course, element.description, language),
        required=question.required,
        options=options_of(element, language, value, course),
        rows=rows_of(element, language, value),
        value="" if value is None else value,
        other=own or "",
        is_other=own is not None,
        why=given.get(element.why) or "" if question.why else None,
        limits=limits(element) if element.type == "slider" else (0, 0, 1),
        complaint=complaint,
    )


def text_here(course: Course | None, texts: Mapping[str, str], language: str) -> str:
    return text_in(course, texts, language) if course else in_language(texts, language)


def own_words(value: Any) -> str | None:
    given = value if isinstance(value, list) else [value]
    return next((str(one[OTHER]) for one in given if isinstance(one, dict) and OTHER in one), None)


def title_of(element: Element, language: str) -> str:
    return in_language(element.title, language) or element.name


def options_of(
    element: Element, language: str, value: Any = None, course: Course | None = None
) -> list[Option]:
    """What can be chosen, in the order shown; `value` is what was chosen before."""
    question = QUESTIONS[element.type]
    chosen = value if isinstance(value, list) else [value]
    if question.has_own_choices:
        texts = [text_here(course, one.text, language) for one in element.choices]
        return [
            Option(choice.value, text or choice.value, choice.value in chosen)
            for choice, text in zip(element.choices, texts, strict=True)
        ]
    steps: Mapping[float, Words] = question.choices or {step: f"{step:g}" for step in question.scale or ()}
    return [
        Option(f"{step:g}", label, any(one in (step, f"{step:g}") for one in chosen))
        for step, label in steps.items()
    ]


def rows_of(element: Element, language: str, value: Any) -> list[DrawnRow]:
    question = QUESTIONS[element.type]
    said = value if isinstance(value, dict) else {}
    if question.input == "matrix":
        return [
            DrawnRow(
                f"{element.name}.{row.value}",
                in_language(row.text, language) or row.value,
                [
                    Option(
                        one.value,
                        in_language(one.text, language) or one.value,
                        said.get(row.value) == one.value,
                    )
                    for one in element.columns
                ],
            )
            for row in element.rows
        ]
    if question.input == "pair":
        return [
            DrawnRow(f"{element.name}.{half}", half, options_of(element, language, said.get(half)))
            for half in (WITH, WITHOUT)
        ]
    return places_of(element, language, value) if question.input == "ranking" else []


def places_of(element: Element, language: str, value: Any) -> list[DrawnRow]:
    """Each thing to be ranked, with the places it may take."""
    order = value if isinstance(value, list) else []
    count = element.at_most if isinstance(element.at_most, int) else len(element.choices)
    return [
        DrawnRow(
            f"{element.name}.{choice.value}",
            in_language(choice.text, language) or choice.value,
            [
                Option(str(place), str(place), order[place - 1 : place] == [choice.value])
                for place in range(1, min(count, len(element.choices)) + 1)
            ],
        )
        for choice in element.choices
    ]


def is_short(question: Question) -> bool:
    return len(question.scale or ()) == SHORT_SCALE


def seconds_left(elements: tuple[Element, ...], step: int) -> int:
    """How long the rest takes from this step on (steps count from 1), to the nearest ten seconds."""
    rest = sum(QUESTIONS[element.type].seconds for element in elements[step - 1 :])
    return max(10, round(rest / 10) * 10)
