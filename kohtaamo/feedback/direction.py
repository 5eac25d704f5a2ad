"""Whether a scale is told the way its kind goes: a score turned round would count the unhappy as happy.

The one place that refuses a mislabelled scale; the file on the page, the command and programs all ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext, override

from .question import Question, UnfitError
from .questions import QUESTIONS

Direction = Literal["high_is_good", "low_is_good"]
# Fewer answers than these, or a smaller share of them off the scale, are slips of single rows.
FEWEST, SLIPS = 10, 0.2
BAD = re.compile(
    r"\bdis|\bun(?:satisf|happy|likely)|tyytymät|vaikea|hankal|eri mieltä|negati|kielte|huono|surkea|heikko"
    r"|difficult|\bhard\b|\bbad\b|\bpoor|terribl|epätoden|(?:much|lot of|more|high) effort"
    r"|(?:paljon|enemmän) vaiva"
)
GOOD = re.compile(
    r"satisf|happy|likely|tyytyväi|helppo|helpost|samaa mieltä|positi|myöntei|hyvä|erinomai|kiitettä"
    r"|easy|easily|\bagree|\bgood|excell|\bgreat|todennäköi|(?:little|less|low) effort|vähän vaiva"
)
NOT = re.compile(r"\b(?:not|no|never|ei|en|eivät)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody says of a scale: its direction, its ends, and what its words stand for."""

    direction: Direction | None = None
    scale: tuple[float, float] | None = None
    labels: Mapping[str, float] = field(default_factory=dict)


def check_told(kind: str, told: Told, *, name: str) -> None:
    """Raises `UnfitError` "mislabelled" with a sentence of which kind would fit."""
    question = QUESTIONS.get(kind)
    if question is None or question.scale is None:
        return
    scale = question.scale
    if told.scale is not None and sorted(told.scale) != [min(scale), max(scale)]:
        raise mislabelled(question, name, ends_in_words(told.scale), kinds_of(told.scale, told.direction))
    if question.higher_is_better is None:
        return
    direction = told.direction
    if direction is None and is_turned_round(question, told.labels):
        direction = "low_is_good" if question.higher_is_better else "high_is_good"
    if direction is not None and (direction == "high_is_good") != question.higher_is_better:
        ends = (min(scale), max(scale))
        raise mislabelled(question, name, direction_in_words(direction), kinds_of(ends, direction))


def check_numbers(kind: str, numbers: Sequence[float], *, name: str) -> None:
    """That these answers stand on the scale, but for slips; raises `UnfitError` "mislabelled".

    Only where another kind has all of them: else nobody knows what is meant, and rows are refused one by one.
    """
    question = QUESTIONS.get(kind)
    if question is None or question.scale is None or len(numbers) < FEWEST:
        return
    off = sum(number not in question.scale for number in numbers)
    holding = [one for one in scaled() if set(numbers) <= set(one.scale or ())]
    if off < SLIPS * len(numbers) or not holding:
        return
    tightest = min(len(one.scale or ()) for one in holding)
    fitting = [one for one in holding if len(one.scale or ()) == tightest]
    raise mislabelled(question, name, ends_in_words((min(numbers), max(numbers))), fitting)


def is_turned_round(question: Question, labels: Mapping[str, float]) -> bool:
    """Whether the words stand for numbers in the order opposite to the kind's own."""
    told = {words.strip().casefold(): step for words, step in labels.items()}
    own = words_of(question)
    if follows((own[words], step) for words, step in told.items() if words in own) < 0:
        return True
    sign = 1 if question.higher_is_better else -1
    return follows((sign * tone, step) for words, step in told.items() if (tone := tone_of(words))) < 0


def follows(pairs: Iterable[tuple[float, float]]) -> int:
    """How many pairs of steps stand in the same order, less those that stand in the opposite one."""
    given = list(pairs)
    return sum(
        (one[0] > other[0]) - (one[0] < other[0])
        if one[1] > other[1]
        else (other[0] > one[0]) - (other[0] < one[0])
        for number, one in enumerate(given)
        for other in given[number + 1 :]
        if one[1] != other[1]
    )


def tone_of(words: str) -> int:
    """1 of good words, -1 of bad ones, 0 of others: "ei tyytyväinen" is bad."""
    tone = -1 if BAD.search(words) else 1 if GOOD.search(words) else 0
    return -tone if NOT.search(words) else tone


def words_of(question: Question) -> dict[str, float]:
    """The steps of a scale by the words we ask them with, in every language."""
    found: dict[str, float] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.update({str(words).casefold(): step for step, words in question.choices.items()})
    return found


def scaled() -> list[Question]:
    return [one for one in QUESTIONS.values() if one.scale is not None]


def kinds_of(ends: tuple[float, float], direction: Direction | None) -> list[Question]:
    return [
        one
        for one in scaled()
        if one.scale
        and sorted(ends) == [min(one.scale), max(one.scale)]
        and (direction is None or one.higher_is_better == (direction == "high_is_good"))
    ]


def mislabelled(question: Question, name: str, told: str, fitting: Sequence[Question]) -> UnfitError:
    facts: dict[str, Any] = {
        "name": name,
        "told": told,
        "kind": str(question.label),
        "known": known_in_words(question),
        "advice": advice(fitting),
    }
    return UnfitError("mislabelled", **facts)


def advice(fitting: Sequence[Question]) -> str:
    if not fitting:
        return gettext("No kind here goes that way: turn the numbers round before you bring them.")
    return gettext("This fits: %(kinds)s.") % {"kinds": ", ".join(str(one.label) for one in fitting)}


def known_in_words(question: Question) -> str:
    scale = question.scale or (0.0,)
    ends = ends_in_words((min(scale), max(scale)))
    if question.higher_is_better is None:
        return ends
    good: Direction = "high_is_good" if question.higher_is_better else "low_is_good"
    return f"{ends}, {direction_in_words(good)}"


def direction_in_words(direction: Direction) -> str:
    return (
        gettext("a high number is good") if direction == "high_is_good" else gettext("a low number is good")
    )


def ends_in_words(ends: tuple[float, float]) -> str:
    low, high = (f"{end:g}".replace("-", "−") for end in sorted(ends))
    return gettext("from %(low)s to %(high)s") % {"low": low, "high": high}
