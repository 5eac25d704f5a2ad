"""A report is made of chapters. Higher packages offer theirs, without insight knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kohtaamo.insight.metric import Text
from kohtaamo.kit.periods import Period

from .lineage import Stand

Form = Literal["sentence", "number", "trend", "place", "tones", "quote", "verdict"]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence or a picture. `words` is called once in each language; figures are the same in all."""

    form: Form
    words: Callable[[], str]
    stands_on: tuple[Stand, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a report is to tell of."""

    period: Period
    size: Literal["month", "quarter"]
    with_quotes: bool = False


Tell = Callable[[Brief], Sequence[Told]]


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    title: Text
    order: int
    tell: Tell


_chapters: dict[str, Chapter] = {}


def tells(key: str, title: Text, *, order: int) -> Callable[[Tell], Tell]:
    """Offer a chapter; lower orders stand first. It is left out of a report to which it tells nothing."""

    def register(tell: Tell) -> Tell:
        _chapters[key] = Chapter(key, title, order, tell)
        return tell

    return register


def chapters() -> list[Chapter]:
    return sorted(_chapters.values(), key=lambda chapter: chapter.order)
