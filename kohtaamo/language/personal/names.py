"""Names of people, as well as lists and turns of speech can: never certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .found import Found
from .name_words import NOT_AFTER_A_NAME, SPEAKING, first_name, is_place, is_surname, is_title, stands_alone

UPPER = "A-ZÅÄÖÉÜØÆŠŽ"
CAPITAL = rf"[{UPPER}][\w'’]{{1,30}}(?:-[{UPPER}][\w'’]{{1,30}})?"
TOKEN = re.compile(
    rf"[{UPPER}](?<![\w@#/&.-][{UPPER}])(?:(\.[ -]?(?:[{UPPER}]\.[ -]?){{0,2}})(?=[{UPPER}][^\W\d_])"
    rf"|[\w'’]{{1,30}}(?:-[\w'’]{{1,30}}){{0,2}}(?![\w@]))"
)
PARTICLES = {" ", " von ", " af ", " de ", " van ", " da ", " al-", " bin "}
MOST_WORDS = 4
# Where all is in capital letters, what follows a name is mostly none.
MOST_SHOUTED = 2
REACH = 32
STARTS = frozenset(".!?:;\n\r…•*–—|>-\0")
PASSED_OVER = " \t\"”“»«'’()"
GREETING = re.compile(
    rf"(?:[Tt]erveisin|[Tt]erv\.|[Yy]st\.? ?terv\.?|\b[Tt]\.|\b[Tt]:|[Rr]egards|[Ss]incerely|\bBR|[Nn]imeni on"
    rf"|[Nn]imi(?: on)?:|[Mm]y name is|[Nn]ame:)[,:]?\s{{1,3}}({CAPITAL}(?: [A-ZÅÄÖ]\.)?(?: {CAPITAL}){{0,2}})"
)
MAY_GREET = re.compile(r"(?:terv| t[.:]|regards|sincerely| br|nim[ie]|name)")
MAY_BE_I = re.compile(r" olen |nimeni on|tässä | i am |i'm |my name is")
GOING_ON = frozenset(("mutta", "asun", "olen", "joka", "sekä", "kun", "niin", "että"))
I_AM = re.compile(
    r"\b(?:olen|nimeni on|tässä|i am|i'm|my name is)\s((?:[^\W\d_]|-){2,30})(?:\s((?:[^\W\d_]|-){2,30}))?",
    re.IGNORECASE,
)


class Capital(NamedTuple):
    start: int
    end: int
    word: str
    is_initials: bool


def find_names(text: str) -> Iterator[Found]:
    small = f"\n{text.lower()}".replace("\n", " ")
    # far cheaper than the patterns, which most texts need not
    if MAY_GREET.search(small):
        for match in GREETING.finditer(text):
            yield unsure(match.start(1), match.end(1))
    yield from capital_names(text)
    if not MAY_BE_I.search(small):
        return
    for match in I_AM.finditer(text):
        if first_name(match.group(1)):
            yield unsure(match.start(1), match.end(2 if has_surname(match) else 1))


def capital_names(text: str) -> Iterator[Found]:
    """A surname once told with a first name is one wherever it stands in the text."""
    left: list[Capital] = []
    surnames: set[str] = set()
    for run in runs(text):
        place = 0
        while place < len(run):
            end = name_end(text, run, place)
            if end > place:
                yield unsure(run[place].start, run[end - 1].end)
                if end > place + 1:
                    surnames.add(run[end - 1].word)
            else:
                left.append(run[place])
            place = max(end, place + 1)
    if surnames:
        yield from (unsure(one.start, one.end) for one in left if one.word in surnames)


def runs(text: str) -> Iterator[list[Capital]]:
    """Words with a capital letter, side by side."""
    run: list[Capital] = []
    for match in TOKEN.finditer(text):
        if run and text[run[-1].end : match.start()] not in PARTICLES and not run[-1].is_initials:
            yield run
            run = []
        run.append(Capital(match.start(), match.end(), match.group(), match.group(1) is not None))
    if run:
        yield run


def name_end(text: str, run: list[Capital], place: int) -> int:
    """The place after the name that begins at `place`; `place` itself where none does."""
    one = run[place]
    last = last_of(run, place)
    ends_in_surname = last > place + 1 and is_surname(run[last - 1].word)
    if one.is_initials:
        return last if ends_in_surname else place
    begins = one.word.isupper() or (place == 0 and begins_sentence(text, one.start))
    kind = first_name(one.word)
    if ends_in_surname and (
        kind or (not begins and is_surname(run[place + 1].word) and may_be_first(one.word))
    ):
        return last
    if kind == "sure" or (kind == "word" and not begins):
        return last
    if is_surname(one.word) and (not begins or stands_alone(one.word)):
        return place + 1
    speaks_alone = not begins and len(run) == 1 and speaks(text, one.end)
    return last if (speaks_alone or is_titled(text, run, place)) and may_be_first(one.word) else place


def speaks(text: str, end: int) -> bool:
    """Whether what stands before `end` does what people do: "Grisay sanoi"."""
    return (
        text[end : end + 1] == " "
        and text[end + 1 : end + REACH].partition(" ")[0].rstrip(".,:;") in SPEAKING
    )


def last_of(run: list[Capital], place: int) -> int:
    most = MOST_SHOUTED if run[place].word.isupper() and not run[place].is_initials else MOST_WORDS
    last = place + 1
    while last < min(len(run), place + most) and run[last].word.lower() not in NOT_AFTER_A_NAME:
        last += 1
    return last


def may_be_first(word: str) -> bool:
    return not (is_title(word) or is_place(word) or word.lower().replace("’", "'") in NOT_AFTER_A_NAME)


def is_titled(text: str, run: list[Capital], place: int) -> bool:
    if place and is_title(run[place - 1].word):
        return True
    start = run[place].start
    return is_title(text[max(0, start - REACH) : start].rstrip(" ").rpartition(" ")[2])


def begins_sentence(text: str, start: int) -> bool:
    place = start - 1
    while place >= 0 and text[place] in PASSED_OVER:
        place -= 1
    return place < 0 or text[place] in STARTS


def has_surname(match: re.Match[str]) -> bool:
    """After `nimeni on matti` a small word is the surname too, where it is none of those that go on."""
    word = match.group(2) or ""
    small = match.group(1).islower() and "nim" in match.group(0).lower()[: match.start(1) - match.start()]
    return word[:1].isupper() or (small and len(word) > len("ja") and word not in GOING_ON)


def unsure(start: int, end: int) -> Found:
    return Found("name", start, end, is_certain=False)
