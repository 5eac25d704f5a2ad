"""Texts made alike before they are compared."""

from __future__ import annotations

import unicodedata

# Putting marks in order takes the square of a run of them, so a text is composed a piece at a time.
PIECE = 512
UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)


def plain(text: str) -> str:
    """Composed small letters of usual width, without signs that cannot be seen."""
    if text.isascii():
        return text.lower()
    seen = text.translate(UNSEEN)
    pieces = (seen[start : start + PIECE] for start in range(0, len(seen), PIECE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces).lower()
