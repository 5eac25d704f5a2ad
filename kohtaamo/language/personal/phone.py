"""Telephone numbers: Finnish ones as they are written here, others by + and a country code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .found import Found
from .phone_shapes import MOST_DIGITS, is_foreign, is_national, is_strict_mobile

RUN = re.compile(r"[0-9][0-9()\s./+-]*")
LEAD = re.compile(r"\(?\+\s?\(?$|\($")
GROUP = re.compile(r"([^0-9]*)([0-9]+)")
MOST_GROUPS = 9
SHORTEST = len("09 12345") - 1
# What may stand between two groups of one number.
INNER = re.compile(r"\s{1,2}|\s?-\s?|\s?\(|\)\s?-?\s?|/|\.")
# `Tilausnumero 0401234567` is no telephone number.
OTHER_NUMBER = re.compile(
    r"(?:\b(?:ref|sku|id|ean|case|rivi|order|product|item|code|customer|version|malli|model)"
    r"|tilau[sk]|lasku|invoice|viite|reference|seuranta|tracking|lähety[sk]|tuote|tuotte|asiakasn|asiakastunnu|koodi"
    r"|serial|sarjan|versio|ticket|tiketti|tapaus|sopimu|contract|kuitti|receipt|paketti|vakuutu|policy|tunnus"
    r"|booking|varau[sk])\w{0,12}"
    r"(?:[\s:.#-]{1,3}(?:nro|numero|number|no|is|on|oli|was|code|id)){0,2}[\s:.#-]{0,3}$",
    re.IGNORECASE,
)
CUE_REACH = 40
AMOUNT = re.compile(r"\s?(?:€|%|\$|£|euro|eur\b|kpl|kg\b)", re.IGNORECASE)


class Group(NamedTuple):
    before: str
    digits: str
    start: int
    end: int


def find_phones(text: str) -> Iterator[Found]:
    for run in RUN.finditer(text):
        if run.end() - run.start() >= SHORTEST:
            yield from phones_of_run(text, groups_of(run))


def groups_of(run: re.Match[str]) -> list[Group]:
    found = [
        Group(match[1], match[2], run.start() + match.start(2), run.start() + match.end(2))
        for match in GROUP.finditer(run.group())
    ]
    lead = LEAD.search(run.string[max(0, run.start() - len("(+ (")) : run.start()])
    return [found[0]._replace(before=lead.group()), *found[1:]] if lead else found


def phones_of_run(text: str, groups: list[Group]) -> Iterator[Found]:
    place = 0
    taken = True  # what stands before is no part of an unknown number
    while place < len(groups):
        found = phone_from(text, groups, place, taken=taken) if may_begin(groups[place]) else None
        if found is None:
            place, taken = place + 1, False
            continue
        last, start = found
        yield Found("phone", start, groups[last].end)
        place, taken = last + 1, True


def may_begin(group: Group) -> bool:
    return (
        (group.digits[0] == "0" and len(group.digits) > 1)
        or "+" in group.before
        or group.digits.startswith("358")
    )


def phone_from(text: str, groups: list[Group], first: int, *, taken: bool) -> tuple[int, int] | None:
    """The last group of a number that begins at this one, and where its writing begins."""
    start = start_of(groups, first)
    if not is_free_before(text, start):
        return None
    foreign = "+" in text[start : groups[first].start]
    chosen = None
    digits, seps, sizes = "", [], []
    for place in range(first, min(first + MOST_GROUPS, len(groups))):
        group = groups[place]
        if place > first:
            if not INNER.fullmatch(group.before) or ("\n" in group.before and chosen is not None):
                break
            seps.append(group.before)
        digits += group.digits
        sizes.append(len(group.digits))
        if len(digits) > MOST_DIGITS:
            break
        spelt = text[start : group.end]
        if spelt.count("(") != spelt.count(")") or not is_free_after(text, group.end):
            continue
        valid = is_foreign(digits, sizes, seps) if foreign else is_national(digits, sizes, seps)
        strict = foreign or is_strict_mobile(digits, sizes)
        apart = taken or is_apart(groups[first], digits)
        if valid and (strict or (apart and not is_other_number(text, start, group.end))):
            chosen = place
    return None if chosen is None else (chosen, start)


def is_apart(group: Group, digits: str) -> bool:
    """From the number before it: on a line of its own, or a whole mobile number in one piece."""
    return "\n" in group.before or (group.digits == digits and digits[:2] in ("04", "05"))


def start_of(groups: list[Group], first: int) -> int:
    """With the plus sign and the bracket that belong to it: `(09) 123`, `(+358) 40`, not `(040 123)`."""
    lead = LEAD.search(groups[first].before)
    spelt = lead.group() if lead else ""
    closed = first + 1 < len(groups) and groups[first + 1].before.startswith(")")
    if spelt.startswith("(") and not closed:
        spelt = spelt[1:].lstrip()
    return groups[first].start - len(spelt)


def is_free_before(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    if not before:
        return True
    if before[-1].isalnum() or before[-1] in "_#" or (before[-1] in "/=" and is_link(text, start)):
        return False
    glued = len(before) > 1 and before[-1] in "-.,:/"
    return not (glued and (before[0].isdigit() or (before[-1] == "-" and before[0].isalnum())))


def is_link(text: str, end: int) -> bool:
    words = text[max(0, end - CUE_REACH) : end].split()
    return bool(words) and "://" in words[-1]


def is_free_after(text: str, end: int) -> bool:
    following = text[end : end + 3]
    if not following:
        return True
    if following[0].isalnum() or following[0] == "_":
        return False
    glued = following[0] in "-.,:/" and following[1:2].isdigit()
    return not glued or (following[0] in ",/" and following[1:2] == "0")


def is_other_number(text: str, start: int, end: int) -> bool:
    if AMOUNT.match(text, end):
        return True
    before = re.split(r"[\0<>]", text[max(0, start - CUE_REACH) : start])[-1]
    return bool(OTHER_NUMBER.search(before))
