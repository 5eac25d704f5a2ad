from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# start and end in the text, counted in characters, and the word's own sign: -1 bad, 1 good
Span = tuple[int, int, int]


@dataclass(frozen=True)
class Reading:
    """What one analyser found in one text.

    `confidence` is 0 to 1, 0 when nothing was found. `evidence` holds the words that decided.
    """

    task: str
    value: float | str
    confidence: float
    evidence: tuple[Span, ...]
    provider: str
    version: str


@dataclass(frozen=True)
class Analyser:
    """`read(text, language)` answers None when the analyser has nothing to say about such a text."""

    key: str
    task: str
    languages: tuple[str, ...]
    read: Callable[[str, str], Reading | None]
