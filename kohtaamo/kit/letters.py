"""Which letters our fonts hold. A PDF that everybody can read aloud may hold no others."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
HEXADECIMAL = 16
ALWAYS = frozenset("\n\t")


@cache
def covered() -> frozenset[str]:
    """`letters.txt` holds the first and the last code point of each stretch."""
    found: set[str] = set()
    for stretch in (FONTS / "letters.txt").read_text(encoding="ascii").splitlines():
        first, last = (int(end, HEXADECIMAL) for end in stretch.split())
        found.update(map(chr, range(first, last + 1)))
    return frozenset(found) | ALWAYS


def printable(text: str) -> str:
    """The text with a question mark for each letter that no font of ours has."""
    known = covered()
    return "".join(letter if letter in known else "?" for letter in text)
