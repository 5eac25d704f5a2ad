"""A made-up answer to a question, one that its kind and its author's limits take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from kohtaamo.feedback.question import OTHER, Input
from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questionnaire.patterns import example_of
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.kano import WITH, WITHOUT
from kohtaamo.feedback.questions.slider import limits

MADE_UP = "…"
# How often one adds a choice, agrees to something, or writes own words.
OFTEN, SELDOM = 0.6, 0.1
DAYS = 365
NUMBERS = 10


def invented(element: Element, chance: Random) -> Any:
    return MAKERS[QUESTIONS[element.type].input](element, chance)


def a_step(element: Element, chance: Random) -> Any:
    """One of the scale or of the author's choices."""
    question = QUESTIONS[element.type]
    if question.has_own_choices:
        return a_choice(element, chance)
    if question.scale:
        step = chance.choice(question.scale)
        return int(step) if float(step).is_integer() else step
    return bool(chance.choice(list(question.choices)))


def a_choice(element: Element, chance: Random) -> Any:
    if element.other and (not element.choices or chance.random() < SELDOM):
        return {OTHER: MADE_UP}
    return chance.choice(element.choices).value if element.choices else None


def some_choices(element: Element, chance: Random) -> list[Any]:
    values = [choice.value for choice in element.choices]
    least = element.at_least if isinstance(element.at_least, int) else 0
    most = element.at_most if isinstance(element.at_most, int) else len(values)
    wished = sum(chance.random() < OFTEN for _value in values)
    count = max(min(max(wished, least, 1), most, len(values)), 0)
    chosen = set(chance.sample(values, count))
    return [value for value in values if value in chosen]


def an_order(element: Element, chance: Random) -> list[str]:
    values = [choice.value for choice in element.choices]
    most = element.at_most if isinstance(element.at_most, int) else len(values)
    return chance.sample(values, min(most, len(values)))


def a_text(element: Element, _chance: Random) -> str | None:
    return example_of(element.pattern) if element.pattern else MADE_UP


def a_number(element: Element, chance: Random) -> int | float:
    step = element.step or 1
    low = element.at_least if isinstance(element.at_least, int | float) else 0
    high = element.at_most if isinstance(element.at_most, int | float) else low + NUMBERS * step
    return on_step(low, high, step, chance)


def a_place(element: Element, chance: Random) -> int | float:
    return on_step(*limits(element), chance)


def on_step(low: float, high: float, step: float, chance: Random) -> int | float:
    value = low + step * chance.randint(0, max(0, int((high - low) / step)))
    return int(value) if float(value).is_integer() else round(value, 9)


def a_day(element: Element, chance: Random) -> str:
    """Within the limits; without them within a year around one of them, or in 2026."""
    first = date.fromisoformat(element.at_least) if isinstance(element.at_least, str) else None
    last = date.fromisoformat(element.at_most) if isinstance(element.at_most, str) else None
    first = first or (last - timedelta(days=DAYS) if last else date(2026, 1, 1))
    last = last or first + timedelta(days=DAYS)
    return (first + timedelta(days=chance.randint(0, max(0, (last - first).days)))).isoformat()


def a_table(element: Element, chance: Random) -> dict[str, str]:
    return (
        {row.value: chance.choice(element.columns).value for row in element.rows} if element.columns else {}
    )


def a_file(_element: Element, _chance: Random) -> None:
    """Nobody makes up a file."""


def consented(_element: Element, chance: Random) -> bool:
    return chance.random() < OFTEN


def a_pair(_element: Element, chance: Random) -> dict[str, int]:
    return {WITH: chance.randint(1, 3), WITHOUT: chance.randint(2, 5)}


MAKERS: Mapping[Input, Callable[[Element, Random], Any]] = {
    "keys": a_step,
    "options": a_step,
    "many": some_choices,
    "text": a_text,
    "number": a_number,
    "slider": a_place,
    "date": a_day,
    "matrix": a_table,
    "ranking": an_order,
    "file": a_file,
    "consent": consented,
    "pair": a_pair,
}
