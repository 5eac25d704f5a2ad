"""One text read for several things at once: language, tone, themes and personal data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from .reading import CommentReading, read_comment, read_in
from .redacting import Found, find
from .sentiment import label_of
from .themes import Theme, themes_in

Task = Literal["language", "sentiment", "themes", "pii"]
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
    """What was asked for; the rest is None."""

    reading: CommentReading | None
    themes: tuple[ThemeReading, ...] | None
    personal: tuple[Found, ...] | None


def analyse(text: str, *, language: str = "auto", tasks: Collection[Task] = TASKS) -> Analysis:
    """`language` is "auto", or the one the text is in; what has no rules for it is empty."""
    reading = None
    if {"language", "sentiment", "themes"}.intersection(tasks):
        reading = read_comment(text, None) if language == "auto" else read_in(text, language)
    return Analysis(
        reading=reading,
        themes=tuple(themes_of(text, reading)) if reading and "themes" in tasks else None,
        personal=find(text) if "pii" in tasks else None,
    )


def themes_of(text: str, reading: CommentReading) -> list[ThemeReading]:
    whole = reading.sentiment or 0.0
    return [
        ThemeReading(theme, tone_of(theme, text, reading.language, otherwise=whole))
        for theme in themes_in(text, reading.language)
    ]


def tone_of(theme: Theme, text: str, language: str, *, otherwise: float) -> float:
    own = read_in("\n".join(text[start:end] for start, end in theme.clauses), language)
    is_said = own.sentiment is not None and own.confidence >= SURE_CLAUSE
    return own.sentiment if is_said and own.sentiment is not None else otherwise
