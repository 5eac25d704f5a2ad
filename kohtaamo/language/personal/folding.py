"""Text as the finders read it: one spelling of digits, spaces and dashes, and nothing invisible."""

from __future__ import annotations

import re

ASCII_TWINS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
ZEROS = (0x0660, 0x06F0, 0x0966, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
DIGITS = {zero + digit: 0x30 + digit for zero in ZEROS for digit in range(10)}
SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], 0x20)
DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63], 0x2D)
FOLDS = {**ASCII_TWINS, **DIGITS, **SPACES, **DASHES}
# Soft hyphens, zero-width and direction marks, variation selectors, keycaps, and the dots of a split ä or å.
UNSEEN = "\u00ad\u0308\u030a\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20e3\ufe0e\ufe0f\ufeff"
INVISIBLE = re.compile(f"[{UNSEEN}]")
ODD = re.compile("[" + UNSEEN + "".join(map(re.escape, map(chr, FOLDS))) + "]")


def folded(text: str) -> tuple[str, list[int] | None]:
    """The text to search, and where each of its characters stands in the original (None: where it stands)."""
    if text.isascii():
        return text, None
    if not ODD.search(text):
        return text, None
    text = text.translate(FOLDS)
    hidden = {match.start() for match in INVISIBLE.finditer(text)}
    if not hidden:
        return text, None
    return INVISIBLE.sub("", text), [place for place in range(len(text)) if place not in hidden]
