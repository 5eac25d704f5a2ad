"""A rule said in a sentence: "when NPS is at most 6", "kun NPS on enintään 6".

Only rules that are conditions of a few parts; the others are better shown as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kohtaamo.kit.text import Language, show_date, show_number, show_range

from .condition import (
    Always,
    Between,
    BeyondConditionError,
    Compared,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    OneOf,
    Relation,
    Scalar,
    Told,
    condition_of,
)
from .speech import SPEECHES, Pair, Speech
from .values import is_number

MOST_PARTS = 6
Labels = Mapping[str, str]
# By the name, the words of its values: those of a question's choices.
ValueLabels = Mapping[str, Mapping[Any, str]]


def in_words(
    rule: object, language: Language, *, labels: Labels | None = None, values: ValueLabels | None = None
) -> str | None:
    """None for a rule that is not easily said; "always" or "never" for one that asks nothing."""
    try:
        condition = condition_of(rule)
    except BeyondConditionError:
        return None
    return Speaker(SPEECHES[language], labels or {}, values or {}).sentence(condition)


class UnsayableError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Speaker:
    speech: Speech
    labels: Labels
    values: ValueLabels

    def sentence(self, condition: Condition) -> str | None:
        if isinstance(condition, Always):
            return chosen(self.speech.always, condition.holds)
        if parts_of(condition) > MOST_PARTS:
            return None
        try:
            return self.speech.when.format(self.clause(condition, holds=True))
        except UnsayableError:
            return None

    def clause(self, condition: Condition, *, holds: bool, inside: bool = False) -> str:
        if isinstance(condition, Not):
            return self.clause(condition.part, holds=not holds, inside=inside)
        if isinstance(condition, Joined):
            every = condition.every == holds
            parts = [self.clause(part, holds=holds, inside=True) for part in condition.parts]
            said = f" {self.speech.all_of if every else self.speech.any_of} ".join(parts)
            return f"({said})" if inside else said
        if isinstance(condition, Always):
            raise UnsayableError
        return self.about(condition, self.labels.get(condition.name, condition.name), holds=holds)

    def about(
        self, condition: Compared | Between | OneOf | Contains | Told | Missing, label: str, *, holds: bool
    ) -> str:
        speech = self.speech
        if isinstance(condition, Missing):
            return chosen(speech.missing, holds).format(label)
        if isinstance(condition, Told):
            return chosen(speech.given, holds).format(label)
        if isinstance(condition, Contains):
            return chosen(speech.contains, holds).format(label, self.value(condition.name, condition.text))
        if isinstance(condition, Compared) and condition.relation == "is" and condition.value is None:
            return chosen(speech.missing, holds).format(label)
        return chosen(speech.is_so, holds).format(label, self.complement(condition, holds=holds))

    def complement(self, condition: Compared | Between | OneOf, *, holds: bool) -> str:
        """What comes after "is"."""
        if isinstance(condition, OneOf):
            last = self.speech.any_of if holds else self.speech.none_of
            return listed([self.value(condition.name, value) for value in condition.values], last)
        if isinstance(condition, Between):
            return self.range(condition)
        if condition.relation == "is":
            return self.value(condition.name, condition.value)
        return self.order(condition.relation, condition.value)

    def range(self, condition: Between) -> str:
        low, high = condition.low, condition.high
        if not condition.ends:
            parts = (self.order("more", low), self.order("less", high))
            return f" {self.speech.all_of} ".join(parts)
        if isinstance(low, str | None) or isinstance(high, str | None):
            return f" {self.speech.all_of} ".join((self.order("at_least", low), self.order("at_most", high)))
        return show_range(low, high, self.speech.language, max(map(decimals, (low, high))))

    def order(self, relation: Relation, value: Scalar) -> str:
        if isinstance(value, int | float) and is_number(value):
            return self.speech.numbers[relation].format(self.number(value))
        day = day_in(value)
        if day is None:
            raise UnsayableError
        return self.speech.days[relation].format(show_date(day, self.speech.language))

    def value(self, name: str, value: Scalar) -> str:
        if isinstance(value, bool):  # before the labels, where true would be found under 1
            return chosen(self.speech.yes, value)
        if (label := self.values.get(name, {}).get(value)) is not None:
            return label
        if value is None:
            raise UnsayableError
        if not isinstance(value, str):
            return self.number(value)
        day = day_in(value)
        if day is not None:
            return show_date(day, self.speech.language)
        return self.speech.quoted.format(value) if value else self.speech.empty

    def number(self, value: float) -> str:
        return show_number(value, self.speech.language, decimals(value))


def chosen(pair: Pair, holds: bool) -> str:
    return pair[0] if holds else pair[1]


def parts_of(condition: Condition) -> int:
    if isinstance(condition, Joined):
        return sum(map(parts_of, condition.parts))
    return parts_of(condition.part) if isinstance(condition, Not) else 1


def decimals(value: float) -> int:
    """As many as the number has, so that a limit is said as it is."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def day_in(value: Scalar) -> date | None:
    try:
        return (
            date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-22") else None
        )
    except ValueError:
        return None


def listed(words: list[str], last: str) -> str:
    if not words:
        raise UnsayableError
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
