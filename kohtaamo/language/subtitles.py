"""Lines of subtitle collections as they would be written: their tokens are set apart by spaces."""

from __future__ import annotations

import re

NAME = re.compile(r"\[[A-Z]+\]")
BEFORE_SIGN = re.compile(r"\s+([.,!?;:%)…])")
DOTS = re.compile(r"\.(?: ?\.)+")
HYPHEN = re.compile(r"(?<=\w) - (?=\w)")


def as_written(line: str) -> str:
    """Without names taken out ("[PERSON]") and the dash of a speaker: else a model learns how the
    collection was made ("murder ." is never neutral in it) instead of what is said.
    """
    shown = BEFORE_SIGN.sub(r"\1", NAME.sub(" ", line))
    shown = HYPHEN.sub("-", DOTS.sub("…", shown))
    return " ".join(shown.split()).lstrip("- ")
