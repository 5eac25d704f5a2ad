"""Tone of XED's subtitle lines, as the product reads it, beside the word lists, a linear model and guessing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kohtaamo.language import linear
from kohtaamo.language.reading import SENTIMENT_LANGUAGES, SURE_TONE, read_in
from kohtaamo.language.sentiment import label_of, read_sentiment

from .retrieval import rows_of
from .scores import Pair

LABELS = {"pos": "positive", "neg": "negative", "neu": "neutral"}
NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """`label` of three; `side` of two, where nothing else may be said; `confidence` 0 to 1."""

    label: str
    side: str
    confidence: float


Reader = Callable[[str], Told]


def xed_lines(path: Path) -> list[Line]:
    """Lines whose emotions all speak for one of the three; of the others nothing is said."""
    return [Line(row["text"], LABELS[row["polarity"]]) for row in rows_of(path) if row["polarity"] in LABELS]


def product(language: str) -> Reader:
    def read(text: str) -> Told:
        found = read_in(text, language)
        return Told(found.sentiment_label or NEUTRAL, side_of(found.sentiment or 0.0), found.confidence)

    return read


def word_lists(language: str) -> Reader:
    def read(text: str) -> Told:
        found = read_sentiment(text, language)
        return Told(label_of(float(found.value)), side_of(float(found.value)), found.confidence)

    return read


def linear_alone(lines: Sequence[Line], language: str) -> Reader:
    """Trained on these lines here and now: of three classes, and of two without the neutral lines."""
    opinions = [line for line in lines if line.label != NEUTRAL]
    of_three, of_two = (
        linear.train([line.text for line in some], [line.label for line in some], language=language)
        for some in (lines, opinions)
    )

    def read(text: str) -> Told:
        shares = of_three.read(text)
        label = max(shares, key=shares.__getitem__)
        sides = of_two.read(text)
        return Told(label, max(sides, key=sides.__getitem__), shares[label])

    return read


def most_common(lines: Iterable[Line]) -> Reader:
    """Says of every line what most lines are."""
    label = Counter(line.label for line in lines).most_common(1)[0][0]
    return lambda _text: Told(label, "negative" if label == NEUTRAL else label, 0.0)


def side_of(value: float) -> str:
    """Nothing found counts as the more common class of the two."""
    return "positive" if value > 0 else "negative"


def three_classes(lines: Sequence[Line], told: Sequence[Told]) -> list[Pair]:
    return [(line.label, one.label) for line, one in zip(lines, told, strict=True)]


def two_classes(lines: Sequence[Line], told: Sequence[Told]) -> list[Pair]:
    return [(line.label, one.side) for line, one in zip(lines, told, strict=True) if line.label != NEUTRAL]


def left_alone(told: Sequence[Told]) -> int:
    """Neither called good or bad on pages nor counted as such."""
    return sum(one.label == NEUTRAL or one.confidence < SURE_TONE for one in told)


def sure_ones(lines: Sequence[Line], told: Sequence[Told]) -> list[Pair]:
    """Those which pages call good or bad and figures count."""
    pairs = zip(lines, told, strict=True)
    return [(line.label, one.label) for line, one in pairs if one.confidence >= SURE_TONE]


def is_read(language: str) -> bool:
    return language in SENTIMENT_LANGUAGES
