from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """What one analyser found in one text.

    `confidence` is 0 to 1, 0 when nothing was found. `evidence` holds the (start, end) places in the text,
    counted in characters, of the words that decided.
    """

    task: str
    value: float | str
    confidence: float
    evidence: tuple[tuple[int, int], ...]
    provider: str
    version: str


@dataclass(frozen=True)
class Analyser:
    """`read(text, language)` answers None when the analyser has nothing to say about such a text."""

    key: str
    task: str
    languages: tuple[str, ...]
    read: Callable[[str, str], Reading | None]
