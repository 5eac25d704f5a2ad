"""Names of people, as well as lists and turns of speech can: never certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .found import Found

FIRST_NAMES = frozenset((Path(__file__).parent / "first_names.txt").read_text(encoding="utf-8").split())
CAPITAL = r"[A-ZÅÄÖ][\w'’]{1,30}(?:-[A-ZÅÄÖ][\w'’]{1,30})?"
START = r"[A-ZÅÄÖ](?<![\w.@-][A-ZÅÄÖ])[\w'’]{1,30}(?:-[A-ZÅÄÖ][\w'’]{1,30})?"
PAIR = re.compile(rf"({START})((?: [A-ZÅÄÖ]\.| {CAPITAL}){{0,1}}(?: {CAPITAL}))")
GREETING = re.compile(
    rf"(?:[Tt]erveisin|[Tt]erv\.|[Yy]st\.? ?terv\.?|\b[Tt]\.|\b[Tt]:|[Rr]egards|[Ss]incerely|\bBR|[Nn]imeni on"
    rf"|[Nn]imi(?: on)?:|[Mm]y name is|[Nn]ame:)[,:]?\s{{1,3}}({CAPITAL}(?: [A-ZÅÄÖ]\.)?(?: {CAPITAL}){{0,2}})"
)
GREETING_WORDS = ("terv", " t.", " t:", "regards", "sincerely", " br", "nimi", "nimeni", "name")
I_AM_WORDS = (" olen ", "nimeni on", "tässä ", " i am ", "i'm ", "my name is")
GOING_ON = frozenset(("mutta", "asun", "olen", "joka", "sekä", "kun", "niin", "että"))
I_AM = re.compile(
    r"\b(?:olen|nimeni on|tässä|i am|i'm|my name is)\s((?:[^\W\d_]|-){2,30})(?:\s((?:[^\W\d_]|-){2,30}))?",
    re.IGNORECASE,
)


def find_names(text: str) -> Iterator[Found]:
    small = f"\n{text.lower()}".replace("\n", " ")
    if any(
        word in small for word in GREETING_WORDS
    ):  # far cheaper than the pattern, which most texts need not
        for match in GREETING.finditer(text):
            yield unsure(match.start(1), match.end(1))
    place = 0
    while pair := PAIR.search(
        text, place
    ):  # `Kiitos Pekka Virtaselle`: the name may begin at the second word
        named = is_first_name(pair.group(1))
        place = pair.end() if named else pair.end(1)
        if named:
            yield unsure(pair.start(), pair.end())
    if not any(word in small for word in I_AM_WORDS):
        return
    for match in I_AM.finditer(text):
        if is_first_name(match.group(1)):
            yield unsure(match.start(1), match.end(2 if has_surname(match) else 1))


def is_first_name(word: str) -> bool:
    return word.lower().split("-")[0] in FIRST_NAMES


def has_surname(match: re.Match[str]) -> bool:
    """After `nimeni on matti` a small word is the surname too, where it is none of those that go on."""
    word = match.group(2) or ""
    small = match.group(1).islower() and "nim" in match.group(0).lower()[: match.start(1) - match.start()]
    return word[:1].isupper() or (small and len(word) > len("ja") and word not in GOING_ON)


def unsure(start: int, end: int) -> Found:
    return Found("name", start, end, is_certain=False)
