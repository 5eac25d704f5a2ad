"""Register plates and passports: so like product codes that only a word beside them makes them certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .found import Found

PLATE = re.compile(r"[A-ZÅÄÖa-zåäö](?<![\w-]\w)[A-ZÅÄÖa-zåäö]{1,2}[- ]?[1-9][0-9]{0,2}(?![\w-])")
PLATE_CUE = re.compile(
    r"rekis|rekkari|rek\.|rekno|kilpi|kilve|auto|ajoneuvo|moottoripyör|pysäköi|parkki|plate|registration|licen[cs]e"
    r"|vehicle|\bcar\b|parking",
    re.IGNORECASE,
)
NO_PLATE = re.compile(
    r"(?:tuot|product|malli|model|koodi|code|sku|osa|part|item|versio|huone|room|gate|portti|lento|flight)\w*[\s:.#]*$",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?:rekis|rekkari|rekno|rek\.|kilpi|plate|registration)\S*(?:[\s:]+\S+)?[\s:]*$", re.IGNORECASE
)
PASSPORT = re.compile(r"(?<![\w-])[A-Za-z]{2}\s?[0-9]{7}(?![\w-])")
PASSPORT_CUE = re.compile(r"passi|passport", re.IGNORECASE)
REACH = 40
BARRIER = r"[\0<>]"


def find_plates(text: str) -> Iterator[Found]:
    found = list(PLATE.finditer(text))
    for match in found if found and PLATE_CUE.search(text) else ():
        before = words_before(text, match.start())
        sure = "-" in match.group() and match.group().upper() == match.group()
        after = re.split(BARRIER, text[match.end() : match.end() + REACH])[0]
        named = NAMED.search(before)
        if ((sure and PLATE_CUE.search(f"{before} {after}")) or named) and not NO_PLATE.search(before):
            yield Found("plate", match.start(), match.end())


def find_passports(text: str) -> Iterator[Found]:
    if "pass" not in text.lower():
        return
    for match in PASSPORT.finditer(text):
        if PASSPORT_CUE.search(words_before(text, match.start())):
            yield Found("passport", match.start(), match.end())


def words_before(text: str, start: int) -> str:
    """Up to what is already known: another identifier, here hidden or already a placeholder."""
    return re.split(BARRIER, text[max(0, start - REACH) : start])[-1]
