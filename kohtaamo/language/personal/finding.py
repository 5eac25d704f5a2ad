from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .address import find_addresses, find_towns
from .card import find_cards
from .documents import find_passports, find_plates
from .email import find_emails, find_spelt_emails
from .folding import folded
from .found import Found
from .hetu import find_hetus
from .iban import find_ibans
from .names import find_names
from .phone import find_phones

Finder = Callable[[str], Iterator[Found]]
DIGIT = re.compile("[0-9]")
FEWEST_IN_HETU = 9
FEWEST_IN_PHONE = 7
FEWEST_IN_POSTCODE = 5
TOUCHING = re.compile(r"[\w@#+%'-]")
NEAR = re.compile("[0-9+(]")  # another number, a sign between
HIDDEN = "\0"  # neither a letter, a digit nor a space: nothing begins, goes through or ends in it
REACH = 330  # longer than any identifier with what it needs beside it


def find(text: str) -> tuple[Found, ...]:
    """What names a person, in the order of the text; nothing overlaps.

    Offsets are of `text` as it was given, whatever its digits, spaces and invisible characters.
    """
    plain, places = folded(text)
    found = scanned(plain)
    if found:
        found = sorted([*found, *uncovered(plain, found)], key=lambda one: one.start)
    if places is None:
        return tuple(found)
    return tuple(Found(one.kind, places[one.start], places[one.end - 1] + 1, one.is_certain) for one in found)


def scanned(text: str) -> list[Found]:
    """Each finder sees what those before it left: what has a check digit comes before what only looks so."""
    found: list[Found] = []
    for finders in finders_for(text):
        new = apart([one for finder in finders for one in finder(text)])
        text = hidden(text, new)
        found += new
    return found


def finders_for(text: str) -> Iterator[tuple[Finder, ...]]:
    """Those that can find something in a text with so many digits; each costs a walk through it."""
    if "@" in text:
        yield (find_emails,)
    if any(sign in text for sign in "([{") or any(
        word in text for word in (" at ", " ät ", " miukumauku ", " AT ", "@ ")
    ):
        yield (find_spelt_emails,)
    digits = len(DIGIT.findall(text))
    if digits >= FEWEST_IN_HETU:
        yield (find_hetus, find_ibans, find_cards)
    if digits >= FEWEST_IN_PHONE:
        yield (find_phones,)
    if digits:
        yield (find_addresses,)
        yield (find_towns, find_plates, find_passports) if digits >= FEWEST_IN_POSTCODE else (find_plates,)
    yield (find_names,)


def apart(found: list[Found]) -> list[Found]:
    """Of two that overlap the longer stays."""
    if len(found) < 2:  # noqa: PLR2004  nothing to overlap
        return found
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def hidden(text: str, found: Iterable[Found]) -> str:
    pieces, place = [], 0
    for one in found:
        pieces += [text[place : one.start], HIDDEN * (one.end - one.start)]
        place = one.end
    return "".join([*pieces, text[place:]]) if pieces else text


def uncovered(text: str, found: list[Found]) -> list[Found]:
    """What stood glued to another identifier, and is one once that is taken away."""
    fresh = [one for one in found if is_glued(text, one)]
    if not fresh:
        return []
    letters = list(text)
    hide(letters, found)
    more: list[Found] = []
    while fresh:
        new = [one for window in windows(fresh, len(text)) for one in beside_hidden(letters, *window)]
        hide(letters, new)
        more += new
        fresh = new
    return more


def is_glued(text: str, one: Found) -> bool:
    before, after = text[max(0, one.start - 2) : one.start], text[one.end : one.end + 2]
    return bool(TOUCHING.search(before[-1:] + after[:1]) or NEAR.search(before + after))


def hide(letters: list[str], found: Iterable[Found]) -> None:
    for one in found:
        letters[one.start : one.end] = HIDDEN * (one.end - one.start)


def windows(found: list[Found], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda one: one.start):
        start, end = max(0, one.start - REACH), min(length, one.end + REACH)
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def beside_hidden(letters: list[str], start: int, end: int) -> Iterator[Found]:
    window = "".join(letters[start:end])
    for one in scanned(window):
        if HIDDEN in window[max(0, one.start - 2) : one.start] + window[one.end : one.end + 2]:
            yield Found(one.kind, one.start + start, one.end + start, one.is_certain)
