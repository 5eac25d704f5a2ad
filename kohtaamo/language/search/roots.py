"""What a word keeps through its forms, to look for inside texts; and what a misspelt one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from .words import LONGEST_WORD, stems_of

SHORTEST = 4
PIECE = 4
LIKE_ENOUGH = 0.75
# Ends that a stem has in some forms only: sovellu(s), sovellu(ks)essa; kirjautu(min)en; ystäväll(in)en; nope(ast)i.
CHANGING_ENDS = re.compile(
    r"(?:(?<=[uyoö])k?s|(?<=[aäeiouyö])m(?:in?|is)?|i[mns]|[aä]st?|(?<=[kpt])[aä]|(?<=[a-z])[iy])$"
)
# Strong and weak grade of one word, as in hinta : hinnat and kenkä : kengät.
GRADES = (("nt", "nn"), ("nk", "ng"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"))


def roots_of(word: str) -> tuple[str, ...]:
    """Beginnings of which some form of the word has one; the word itself where it has no forms."""
    word = word.lower()
    if not word.isalpha() or not SHORTEST <= len(word) <= LONGEST_WORD:
        return (word,)
    stems = (stem.partition(":")[2] for stem in stems_of([word])[0])
    root = min((one for one in stems if word.startswith(one)), key=len, default=word)
    shorter = CHANGING_ENDS.sub("", root)
    if len(shorter) >= SHORTEST:
        root = shorter
    if len(root) < SHORTEST:
        root = word[:SHORTEST]
    return (root, *other_grades(root))


def other_grades(root: str) -> tuple[str, ...]:
    for pair in GRADES:
        for one, other in (pair, pair[::-1]):
            if root.endswith(one) and len(root) > SHORTEST - 1:
                return (root[: -len(one)] + other,)
    return ()


def pieces_of(word: str) -> list[str]:
    """Its letters in pieces that do not overlap: a wrong, missing or added letter breaks one of them at most."""
    whole = [word[start : start + PIECE] for start in range(0, len(word) - PIECE + 1, PIECE)]
    if len(whole) > 1:
        return whole
    half = max(2, len(word) // 2)
    return [word[:half], word[half:]] if len(word) > half else [word]


def nearest(word: str, known: Iterable[str]) -> str:
    """The word most like a misspelt one; nothing where none is near."""
    word = word.lower()
    matcher = SequenceMatcher(b=word, autojunk=False)
    best, likeness = "", LIKE_ENOUGH
    for one in sorted(set(known)):
        matcher.set_seq1(beginning(one, word))
        if matcher.real_quick_ratio() >= likeness and matcher.quick_ratio() >= likeness:
            found = matcher.ratio()
            if found > likeness or (found == likeness and not best):
                best, likeness = one, found
    return best


def beginning(one: str, word: str) -> str:
    """A longer form or compound is measured by its beginning."""
    return one[: len(word) + 1] if len(one) > len(word) + 1 else one
