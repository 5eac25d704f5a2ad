"""One text read for several things at once. What is not asked for is neither read nor loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from .analysers import ANALYSERS
from .clauses import EDGES
from .quoting import own_words
from .reading import LONGEST, CommentReading, read_comment, read_in
from .redacting import Found, find
from .sentiment import label_of, read_sentiment
from .themes import Theme, themes_in

if TYPE_CHECKING:
    from .flags import Flag
    from .phrases import KeyPhrase
    from .themes.rules import Span

Task = Literal["language", "sentiment", "themes", "emotions", "pii", "keyphrases", "flags"]
TASKS: tuple[Task, ...] = get_args(Task)
# A theme's own clauses say less surely than this: then the whole text's tone is the theme's.
SURE_CLAUSE = 0.3


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """`tone` is -1 to 1, of the clauses that speak of the theme, or of the whole text where they do not say."""

    theme: Theme
    tone: float

    @property
    def label(self) -> str:
        return label_of(self.tone)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was asked for; the rest is None. `language` is told whenever something needs it."""

    language: str | None
    reading: CommentReading | None
    themes: tuple[ThemeReading, ...] | None
    emotions: tuple[tuple[str, float], ...] | None
    personal: tuple[Found, ...] | None
    phrases: tuple[KeyPhrase, ...] | None
    flags: tuple[Flag, ...] | None


def analyse(text: str, *, language: str = "auto", tasks: Collection[Task] = TASKS) -> Analysis:
    """`language` is "auto", or the one the text is in; what has no rules for it is empty."""
    reading = None
    if {"sentiment", "themes"}.intersection(tasks):
        reading = read_comment(text, None) if language == "auto" else read_in(text, language)
    known = reading.language if reading else None
    if known is None and set(tasks) != {"pii"}:
        known = language_of(text) if language == "auto" else language
    personal = find(text) if "pii" in tasks else None
    return Analysis(
        language=known,
        reading=reading if "sentiment" in tasks else None,
        themes=tuple(themes_of(text, reading)) if reading and "themes" in tasks else None,
        emotions=felt(text, known) if known and "emotions" in tasks else None,
        personal=personal,
        phrases=phrases_of(text, known, personal) if known and "keyphrases" in tasks else None,
        flags=flags_of(text, known) if known and "flags" in tasks else None,
    )


def language_of(text: str) -> str:
    found = ANALYSERS["language_id"].read(text[:LONGEST], "und")
    return str(found.value) if found else "und"


def felt(text: str, language: str) -> tuple[tuple[str, float], ...]:
    from .emotions import emotions_of  # noqa: PLC0415  start-up time: models of two languages

    return emotions_of(own_words(text[:LONGEST]), language)


def phrases_of(text: str, language: str, personal: tuple[Found, ...] | None) -> tuple[KeyPhrase, ...]:
    from .phrases import keyphrases  # noqa: PLC0415  start-up time: its lists are many words

    return keyphrases(text, language, personal=personal)


def flags_of(text: str, language: str) -> tuple[Flag, ...]:
    from .flags import flags_in  # noqa: PLC0415  start-up time: three languages of rules

    return flags_in(text, language)


def themes_of(text: str, reading: CommentReading) -> list[ThemeReading]:
    whole = reading.sentiment or 0.0
    found = themes_in(text, reading.language)
    tones = {
        clauses: tone_of(clauses, text, reading.language, otherwise=whole)
        for clauses in {theme.clauses for theme in found}
    }
    return [ThemeReading(theme, tones[theme.clauses]) for theme in found]


def tone_of(clauses: tuple[Span, ...], text: str, language: str, *, otherwise: float) -> float:
    """Of the words of the lists in a theme's own clauses: a model of whole texts says no more of so few words."""
    spoken = "\n".join(text[start:end] for start, end in clauses)
    if len(spoken) >= len(text.strip(EDGES)):
        return otherwise
    own = read_sentiment(spoken, language)
    return float(own.value) if own.confidence >= SURE_CLAUSE else otherwise
