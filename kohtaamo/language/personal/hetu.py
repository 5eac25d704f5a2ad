"""The Finnish personal identity code, as the Digital and Population Data Services Agency describes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .found import Found

CODE = re.compile(
    r"([0-9](?<![0-9][0-9])[0-9])([0-9]{2})([0-9]{2})(\s?[-+]\s?|[A-FU-Ya-fu-y])([0-9]{3})([0-9A-Ya-y])"
    r"(?:(?![0-9A-Za-z])|(?=[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]))"  # or another one glued to it
)
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FIRST_INDIVIDUAL = 2  # up to 899 for those born here, from 900 for temporary codes


def find_hetus(text: str) -> Iterator[Found]:
    for match in CODE.finditer(text):
        if is_valid(match):
            yield Found("hetu", match.start(), match.end())


def is_valid(match: re.Match[str]) -> bool:
    day, month, year, mark, individual, check = match.groups()
    if int(individual) < FIRST_INDIVIDUAL:
        return False
    if CHECKS[int(day + month + year + individual) % 31] != check.upper():
        return False
    try:
        date(CENTURIES[mark.strip().upper()] + int(year), int(month), int(day))
    except ValueError:
        return False
    return True
