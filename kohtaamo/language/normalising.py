"""Texts made alike before they are compared."""

from __future__ import annotations

import re
import unicodedata

# Putting marks in order takes the square of a run of them, so a text is composed a piece at a time.
PIECE = 512
UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)

APART = re.compile(r" ([.,!?;…]+)(?!\S)")


def plain(text: str) -> str:
    """Composed small letters of usual width, without signs that cannot be seen."""
    if text.isascii():
        return text.lower()
    seen = text.translate(UNSEEN)
    pieces = (seen[start : start + PIECE] for start in range(0, len(seen), PIECE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces).lower()


def closed_up(text: str) -> str:
    """Signs beside their words and no dash at the beginning, as in the lines from which the models learnt.

    "Kiitos !" says what "Kiitos!" does.
    """
    # Most texts have none, and looking for each is quicker than the pattern.
    if " ." in text or " ," in text or " !" in text or " ?" in text or " ;" in text or " …" in text:
        text = APART.sub(r"\1", text)
    return text.lstrip("- ")
