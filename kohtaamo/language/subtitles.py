"""Lines of subtitle collections as they would be written: their tokens are set apart by spaces."""

from __future__ import annotations

import re

NAME = re.compile(r"\[[A-Z]+\]")
# "Thanks , [PERSON] ." without its name.
LEFT_OF_A_NAME = re.compile(r"^[\s,]+|,(?=\s*[,.!?;:…])")
BEFORE_SIGN = re.compile(r"\s+([.,!?;:%)…])")
DOTS = re.compile(r"\.(?: ?\.)+")
HYPHEN = re.compile(r"(?<=\w) - (?=\w)")


def as_written(line: str) -> str:
    """Without names taken out ("[PERSON]"), their commas and the dash of a speaker: else a model learns how the
    collection was made ("murder ." and "Thanks,." are never neutral in it) instead of what is said.
    """
    shown = LEFT_OF_A_NAME.sub("", NAME.sub(" ", line)) if "[" in line else line
    shown = BEFORE_SIGN.sub(r"\1", shown)
    shown = HYPHEN.sub("-", DOTS.sub("…", shown))
    return " ".join(shown.split()).lstrip("- ")
