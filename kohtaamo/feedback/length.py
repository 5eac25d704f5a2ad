"""How long a survey takes, and what it asks of a person, as an estimate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext, ngettext

from .questionnaire import Element, Questionnaire
from .questions import QUESTIONS

Burden = Literal["light", "moderate", "heavy", "too_heavy"]
# Up to so many seconds on the longest way.
BURDENS: tuple[tuple[int, Burden], ...] = ((75, "light"), (180, "moderate"), (420, "heavy"))
# Of a table each row is answered; what its kind says is for so many.
ROWS_COUNTED = 4
WHY_SECONDS = 25
MINUTE = 60
SHORT = 90


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds of the shortest and the longest way, and how many questions and open texts the longest has."""

    shortest: int
    longest: int
    questions: int
    texts: int

    @property
    def burden(self) -> Burden:
        return next((name for most, name in BURDENS if self.longest <= most), "too_heavy")


def length_of(questionnaire: Questionnaire) -> Length:
    """What is shown on a condition counts for the longest way only."""
    shortest = longest = texts = count = 0
    for element, is_always in told(questionnaire):
        seconds = seconds_of(element)
        shortest += seconds if is_always else 0
        longest += seconds + (WHY_SECONDS if element.ask_why else 0)
        count += 1
        texts += (QUESTIONS[element.type].input == "text") + bool(element.ask_why)
    return Length(shortest, longest, count, texts)


def told(questionnaire: Questionnaire) -> Iterator[tuple[Element, bool]]:
    for page in questionnaire.pages:
        for element in page.elements:
            yield element, page.visible_if is None and element.visible_if is None


def seconds_of(element: Element) -> int:
    seconds = QUESTIONS[element.type].seconds
    return round(seconds * len(element.rows) / ROWS_COUNTED) if element.rows else seconds


def time_in_words(length: Length) -> str:
    """About 40 seconds; from a minute and a half on in minutes, from the shortest to the longest way."""
    if not length.questions:
        return ""
    if length.longest < SHORT:
        seconds = max(10, round(length.longest / 10) * 10)
        return gettext("about %(seconds)s seconds") % {"seconds": seconds}
    low, high = (max(1, round(seconds / MINUTE)) for seconds in (length.shortest, length.longest))
    if low == high:
        return ngettext("about %(minutes)s minute", "about %(minutes)s minutes", high) % {"minutes": high}
    return gettext("%(low)s–%(high)s minutes") % {"low": low, "high": high}


def burden_in_words(length: Length) -> str:
    return {
        "light": gettext("Light: most people have time for this."),
        "moderate": gettext("Moderate: fine for someone who has something to say."),
        "heavy": gettext("Heavy: expect that many stop half-way. Leave out what you will not act on."),
        "too_heavy": gettext("Too heavy for most: make two surveys of it, or ask each person a part."),
    }[length.burden]
