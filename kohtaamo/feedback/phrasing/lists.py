from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class WordLists:
    """What is looked for in one language. Where words bend at their ends, a long one stands for all that begin so."""

    bends: bool
    most_words: int
    joiners: tuple[str, ...]
    pairs: tuple[str, ...]
    leading: tuple[str, ...]
    negations: tuple[str, ...]
    jargon: tuple[str, ...]
    way_out: tuple[str, ...]


@cache
def word_lists(language: str) -> WordLists:
    raw = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))
    lists: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()
    }
    return WordLists(**lists)
