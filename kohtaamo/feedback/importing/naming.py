"""What the survey of a file is called, and in which of our languages its words are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .guess import touchpoint_name

FINNISH = re.compile(
    r"\b(?:ja|on|ei|et|oletko|kuinka|miten|mikä|mitä|miksi|olet|sinun|asteikolla|kyllä|voit|saitko|tai)\b"
)
ENOUGH = 0.02


def survey_name(file_name: str) -> str:
    return touchpoint_name(file_name)


def language_of(texts: Iterable[str]) -> str:
    """Finnish where its small words occur; all else is kept as English."""
    words = " ".join(texts).casefold()
    return "fi" if len(FINNISH.findall(words)) > ENOUGH * len(words.split()) else "en"


def shared_start(texts: Sequence[str]) -> str:
    """The letters that all of them begin with."""
    low, high = min(texts), max(texts)
    same = next((at for at, letter in enumerate(low) if high[at : at + 1] != letter), len(low))
    return low[:same]
