"""Payment cards: the lengths each brand has (ISO/IEC 7812) and Luhn's check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .found import Found

GAP = r"(?:\s{1,2}|\s?-\s?)?"
# Not the tail of a longer grouped number, of a decimal or of a code.
RUN = re.compile(
    r"[2-6](?<![0-9A-Za-z][2-6])(?<![0-9][.,][2-6])(?<![0-9]{4}[ -][2-6])(?<![A-Za-z]{2}[0-9]{2} [2-6])"
    rf"(?:{GAP}[0-9]){{12,18}}(?![A-Za-z])"
)
BRANDS = (
    (re.compile("4"), (19, 16, 13)),
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile("3[47]"), (15,)),
    (re.compile("30[0-5]|3[689]"), (16, 14)),
    (re.compile("35(?:2[89]|[3-8])"), (19, 18, 17, 16)),
    (re.compile("6011|64[4-9]|65"), (19, 16)),
    (re.compile("62|81"), (19, 18, 17, 16)),
    (re.compile("50[123]8|5020|5612|5893|6304|6390|67[05]9|676[1-37]|6771"), (19, 18, 17, 16, 15, 14, 13)),
)
SHORTEST = 13
FIRST_GROUPS = (4, 6)  # what is written in groups of five is a reference number
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def find_cards(text: str) -> Iterator[Found]:
    place = 0
    while run := RUN.search(text, place):
        end = end_of_card(text, run)
        place = end or run.start() + 1
        if end:
            yield Found("card", run.start(), end)


def end_of_card(text: str, run: re.Match[str]) -> int | None:
    spelt = run.group()
    first = len(spelt) - len(spelt.lstrip("0123456789"))
    if first < SHORTEST and first not in FIRST_GROUPS:
        return None
    digits = [character for character in spelt if "0" <= character <= "9"]
    ends = [run.start() + place + 1 for place, character in enumerate(spelt) if "0" <= character <= "9"]
    lengths = next((lengths for brand, lengths in BRANDS if brand.match("".join(digits[:6]))), ())
    for length in lengths:
        if length > len(digits) or (first < length and first not in FIRST_GROUPS):
            continue
        end = ends[length - 1]
        if is_free_after(text, end) and luhn(digits[:length]):
            return end
    return None


def is_free_after(text: str, end: int) -> bool:
    following = text[end : end + 2]
    if not following:
        return True
    if following[0].isalnum():
        return False
    return not (following[0] in ".," and following[1:].isdigit())


def luhn(digits: list[str]) -> bool:
    plain = sum(map(int, digits[-1::-2]))
    return (plain + sum(DOUBLED[int(digit)] for digit in digits[-2::-2])) % 10 == 0
