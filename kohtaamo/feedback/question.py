"""What can be asked, and how a raw answer becomes a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

Words = str | Promise
Value = bool | int | float | str | list[Any] | dict[str, Any]
Input = Literal[
    "keys",
    "options",
    "many",
    "text",
    "number",
    "slider",
    "date",
    "matrix",
    "ranking",
    "file",
    "consent",
    "pair",
]

TEXT_LENGTH = 20_000
CHOICE_LENGTH = 300
CHOICES = 100
VALUE_SHOWN = 60
NUMERIC = (int, float, str)


# Stored in place of a choice: the person's own words; and how they are counted and sent, all together.
OTHER = "other"
OWN_WORDS = "{other}"
# Between the parts of what is counted of a table or a ranking.
WITHIN = "\x1f"


class Stated(Protocol):
    """A choice, a row or a column."""

    @property
    def value(self) -> str: ...


class Asked(Protocol):
    """What the author of a survey laid down for one question; `Element` of a questionnaire is one."""

    @property
    def choices(self) -> Sequence[Stated]: ...
    @property
    def other(self) -> bool: ...
    @property
    def rows(self) -> Sequence[Stated]: ...
    @property
    def columns(self) -> Sequence[Stated]: ...
    @property
    def at_least(self) -> int | float | str | None: ...
    @property
    def at_most(self) -> int | float | str | None: ...
    @property
    def step(self) -> float | None: ...
    @property
    def pattern(self) -> str: ...
    @property
    def longest(self) -> int | None: ...
    @property
    def accept(self) -> Sequence[str]: ...


class UnfitError(ValueError):
    """Something cannot be taken as it is. The code is stable; its sentence stands in `feedback.reasons`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def admit(_value: Any, _element: Asked) -> None:
    """Nothing depends on what the author laid down."""


def each_one(value: Any) -> list[Any]:
    """Of several choices each counts; own words are not told apart."""
    given = value if isinstance(value, list) else [value]
    return [OWN_WORDS if isinstance(one, dict) else one for one in given]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A way to ask. Stored values are numbers on `scale`, texts, or what the kind's own file says.

    `choices` are the steps of the scale in the order they are shown, from the first to the last;
    `ends` are the words under the ends of a row of numbers; `title` is the usual wording by language.
    `takes`: what its author may lay down, by the names of `Element`; `check` holds a parsed value to it.
    `counted`: what of a value is counted, as texts or numbers.
    `protects_people`: our own people are asked, so nobody's answer is ever shown by itself.
    """

    key: str
    label: Words
    parse: Callable[[Any], Value]
    input: Input
    takes: frozenset[str] = frozenset({"ask_why"})
    check: Callable[[Any, Asked], None] = admit
    counted: Callable[[Any], list[Any]] = each_one
    scale: tuple[float, ...] | None = None
    choices: Mapping[float, Words] = field(default_factory=dict)
    ends: tuple[Words, Words] | None = None
    higher_is_better: bool | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 8
    protects_people: bool = False

    @property
    def has_own_choices(self) -> bool:
        """Whether the author of the survey writes the choices."""
        return "choices" in self.takes


def step_of(*scale: int) -> Callable[[Any], int]:
    """A parser of whole steps: takes 4, 4.0 and "4", refuses anything off the scale."""
    facts = {"low": min(scale), "high": max(scale)}
    steps = frozenset(scale)

    def parse(raw: Any) -> int:
        if type(raw) is int and raw in steps:  # nearly always; and never a bool
            return int(raw)
        if isinstance(raw, bool) or not isinstance(raw, NUMERIC):
            raise UnfitError("not_a_number", **facts)
        try:
            number = float(raw)
        except (ValueError, OverflowError):
            raise UnfitError("not_a_number", **facts) from None
        if not math.isfinite(number) or number not in scale:
            raise UnfitError("off_scale", **facts)
        return int(number)

    return parse


def parse_text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise UnfitError("not_a_text")
    text = storable(raw)
    if len(text) > TEXT_LENGTH:
        raise UnfitError("text_too_long", length=len(text), most=TEXT_LENGTH)
    return text


def parse_choice(raw: Any) -> str | dict[str, str]:
    """The value of a choice, or {"other": own words}."""
    if isinstance(raw, str):
        return parse_short(raw)
    if isinstance(raw, dict) and list(raw) == [OTHER]:
        return {OTHER: parse_short(raw[OTHER])}
    raise UnfitError("not_a_text")


def parse_choices(raw: Any) -> list[str | dict[str, str]]:
    """A list of choices, each once, in the order given; one alone is a list of one. Own words stand last."""
    given = [raw] if isinstance(raw, str | dict) else raw
    if not isinstance(given, list | tuple):
        raise UnfitError("not_a_list")
    if len(given) > CHOICES:
        raise UnfitError("too_many_choices", most=CHOICES)
    parsed = [parse_choice(one) for one in given]
    own = [one for one in parsed if isinstance(one, dict)]
    if len(own) > 1:
        raise UnfitError("own_words_twice")
    return [*dict.fromkeys(one for one in parsed if isinstance(one, str) and one), *own]


def parse_short(raw: Any) -> str:
    if not isinstance(raw, str):
        raise UnfitError("not_a_text")
    text = storable(raw).strip()
    if len(text) > CHOICE_LENGTH:
        raise UnfitError("text_too_long", length=len(text), most=CHOICE_LENGTH)
    return text


def check_choice(value: Any, element: Asked) -> None:
    check_offered([value], element)


def check_choices(value: Any, element: Asked) -> None:
    check_offered(value, element)
    check_count(len(value), element, few="too_few_chosen", many="too_many_chosen")


def check_offered(values: Sequence[Any], element: Asked) -> None:
    for one in values:
        if isinstance(one, dict):
            if not element.other:
                raise UnfitError("own_words_not_asked")
        elif not any(choice.value == one for choice in element.choices):
            raise UnfitError("unknown_choice", value=one[:VALUE_SHOWN])


def check_count(count: int, element: Asked, *, few: str, many: str) -> None:
    least, most = element.at_least, element.at_most
    if isinstance(least, int | float) and count < least:
        raise UnfitError(few, least=least)
    if isinstance(most, int | float) and count > most:
        raise UnfitError(many, most=most)


def storable(text: str) -> str:
    """The text as both databases can keep it: without NUL and without halves of characters."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()
