from __future__ import annotations

import re
from collections.abc import Iterator

from .found import Found

LONGEST_NAME = 64  # RFC 5321, both
LONGEST_DOMAIN = 255
# Read backwards from the at sign, so that a long word without one costs nothing.
NAME_BACKWARDS = re.compile(r"[^\W_](?:[\w.%+'-]{0,63})")
DOMAIN = re.compile(r"(?:[^\W_](?:[^\W_]|-){0,62}\.){1,8}[^\W\d_]{2,24}")
OPENED, CLOSED = r"[(\[{]", r"[)\]}]"
AT = re.compile(rf"\s?{OPENED}\s?(?:at?|ät|ät-merkki|miuku(?:mauku)?|@)\s?{CLOSED}\s?", re.IGNORECASE)
BARE_AT = re.compile(r" (?:at|ät|miukumauku|@) |@ ", re.IGNORECASE)
DOT = rf"(?:\.|\s?{OPENED}\s?(?:dot|piste|\.)\s?{CLOSED}\s?)"
BARE_DOT = r"(?:\.| (?:dot|piste) )"
SPELT_DOMAIN = re.compile(rf"(?:[^\W_](?:[^\W_]|-){{0,62}}{DOT}){{1,8}}[^\W\d_]{{2,24}}", re.IGNORECASE)
BARE_DOMAIN = re.compile(rf"(?:[^\W_](?:[^\W_]|-){{0,62}}{BARE_DOT}){{1,8}}[^\W\d_]{{2,24}}", re.IGNORECASE)
CUE = re.compile(r"(?:mail|sposti|posti|osoite|osoittee|address)", re.IGNORECASE)
CUE_REACH = 30


def find_emails(text: str) -> Iterator[Found]:
    end = 0
    place = text.find("@")
    while place >= 0:
        found = address_around(text, place, place + 1, DOMAIN, end)
        if found:
            end = found.end
            yield found
        place = text.find("@", max(place + 1, end))


def find_spelt_emails(text: str) -> Iterator[Found]:
    """`matti (at) firma.fi` is certain; `matti.meikalainen at firma.fi` is told apart as not certain."""
    end = 0
    for at in AT.finditer(text):
        found = address_around(text, at.start(), at.end(), SPELT_DOMAIN, end)
        if found:
            end = found.end
            yield found
    end = 0
    for at in BARE_AT.finditer(text):
        found = address_around(text, at.start(), at.end(), BARE_DOMAIN, end)
        if found and is_clear(text, found, at):
            end = found.end
            yield Found("email", found.start, found.end, is_certain=False)


def address_around(text: str, start: int, end: int, domain: re.Pattern[str], free: int) -> Found | None:
    after = domain.match(text, end, end + LONGEST_DOMAIN)
    if not after:
        return None
    before = NAME_BACKWARDS.match(text[max(free, start - LONGEST_NAME) : start][::-1])
    if not before:
        return None
    name = before.group()[::-1].lstrip(".'%-+")
    return Found("email", start - len(name), end + without_next_sentence(after.group()))


def without_next_sentence(domain: str) -> int:
    """How much of it is the domain: in `firma.fi.Kiitos` the last word begins the next sentence."""
    head, dot, last = domain.rpartition(".")
    if dot and "." in head and head.islower() and last[:1].isupper() and last[1:].islower():
        return len(head)
    return len(domain)


def is_clear(text: str, found: Found, at: re.Match[str]) -> bool:
    """`Tavataan at cafe.fi` is no address; a name of two parts, a spelt dot or the word e-mail makes it one."""
    name, domain = text[found.start : at.start()], text[at.end() : found.end]
    if any(not letter.isalpha() for letter in name) or " " in domain:
        return True
    return bool(CUE.search(text, max(0, found.start - CUE_REACH), found.start))
