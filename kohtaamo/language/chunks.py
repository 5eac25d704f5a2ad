"""What stands between two spaces in a text: the words with the signs that hang on them."""

from __future__ import annotations

import re
from functools import lru_cache

CHUNK = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+|\S+")


# Tone, themes, flags and phrases read one text one after the other.
@lru_cache(maxsize=4)
def chunks_in(text: str) -> tuple[tuple[int, str], ...]:
    """Each with its place; the ends of lines that others follow are told too."""
    if len(text.splitlines()) > 1:
        return tuple((found.start(), found.group()) for found in CHUNK.finditer(text))
    # Far quicker than the pattern, and most comments are one line.
    chunks, at = [], 0
    for chunk in text.split():
        at = text.index(chunk, at)
        chunks.append((at, chunk))
        at += len(chunk)
    return tuple(chunks)
