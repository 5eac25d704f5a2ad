from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .chunks import chunks_in
from .normalising import plain
from .quoting import own_words

# Some write a page without a full stop; what stands further apart than this does not belong together.
LONGEST_CLAUSE = 60
# No word of a language is longer, and none of a list is looked for in such.
LONGEST_WORD = 64
# Digits of a day or a place in a row: "12. päivä".
LONGEST_ORDINAL = 2

WORD = re.compile(
    r"[^\W_]++(?:['’\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]++[^\W_]++)*+[\u0300-\u036f]*+"
)
SIGN = re.compile(r"[.!?…;:,–—]+")
EDGES = " \t\r\n\x0b\x0c\x85\u2028\u2029.!?…;:,–—-"
ADDRESS = re.compile(
    r"[\w-]++(?:\.[\w-]++)*\.(?:fi|com|net|org|eu|se|io|info|gov|uk|co|de|ee)(?:/|$|[^\w])", re.IGNORECASE
)

# After these a full stop ends no sentence.
SHORT = frozenset(
    [
        "esim",
        "mm",
        "ym",
        "yms",
        "jne",
        "ns",
        "nk",
        "n",
        "klo",
        "kpl",
        "puh",
        "os",
        "tms",
        "ts",
        "eli",
        "ko",
        "ao",
        "em",
        "ed",
        "vrt",
        "ks",
        "alk",
        "noin",
        "ent",
        "eur",
        "min",
        "max",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nr",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "approx",
        "dept",
        "inc",
        "ltd",
        "co",
        "tel",
        "hr",
        "hrs",
        "oy",
        "oyj",
        "st.",
    ]
)
JOINING = {
    "mutta", "mut", "vaan", "koska", "että", "vaikka", "vaikkakin", "joten", "jotta", "kunnes",
    "but", "because", "although", "though", "whereas", "however",
}  # fmt: skip
# Two words, of which the first alone joins within a clause too.
JOINING_PAIRS = {
    ("ja", "kun"), ("ja", "vaikka"), ("ja", "että"), ("ja", "koska"), ("eikä", "kun"), ("paitsi", "että"),
    ("and", "when"), ("and", "then"), ("and", "because"), ("even", "though"), ("except", "that"),
}  # fmt: skip
LONE_SIGNS = {"-", "--", "–", "—", "·", "•", "|", "/", "*"}
# "ei vaan toimi" says "just", not "but".
NEGATIONS = {"en", "et", "ei", "emme", "ette", "eivät", "eikä", "niin", "ihan", "sekä"}


class Word(NamedTuple):
    start: int
    end: int
    form: str


class Chunk(NamedTuple):
    """What stands between two spaces: the word it is compared as, whether that joins clauses, after which of its
    letters a clause ends, and its words.
    """

    word: str
    joins: bool
    breaks: tuple[int, ...]
    words: tuple[Word, ...]


class Clause(NamedTuple):
    """`text[start:end]`, without the signs at its edges."""

    start: int
    end: int
    words: tuple[Word, ...]


@lru_cache(maxsize=65_536)
def _form(written: str) -> str:
    return plain(written).replace("’", "'")


def form_of(written: str) -> str:
    """As words are compared: composed small letters. One too long for a word compares with none: ""."""
    return _form(written) if len(written) <= LONGEST_WORD else ""


def _is_address(chunk: str) -> bool:
    if "." not in chunk and "@" not in chunk:
        return False
    if "://" in chunk or "@" in chunk.strip("@") or chunk[:4].lower() == "www.":
        return True
    return len(chunk) <= 4 * LONGEST_WORD and ADDRESS.match(chunk.lstrip("(\"'")) is not None


def _breaks_after(chunk: str, start: int, end: int) -> bool:
    """Whether the signs chunk[start:end] end a clause."""
    before, after = chunk[start - 1 : start], chunk[end : end + 1]
    signs = chunk[start:end]
    if not after or not (after.isalnum() or after in "-−"):
        short = len(signs) == 1 and signs == "." and start <= LONGEST_WORD
        # "12. päivä" counts; "esim. laskut" is short for something.
        return not (
            short
            and (
                chunk[:start].lower().strip("(\"'") in SHORT
                or (before.isdigit() and start <= LONGEST_ORDINAL)
            )
        )
    if not before or len(signs) > 1 or signs in "!?…;":
        return True
    if before.isdigit() or after.isdigit() or after in "-−":
        return False
    # "DHL:n", "e.g", but "Huono.Todella" and "hidas,kallis" were only written in haste.
    return signs != ":" and (
        signs != "." or (after.isupper() and before.islower() and start > LONGEST_ORDINAL)
    )


def _inner_breaks(chunk: str) -> Iterator[int]:
    if _is_address(chunk):
        if chunk[-1] in ".,;:!?":
            yield len(chunk)
        return
    for sign in SIGN.finditer(chunk):
        if _breaks_after(chunk, sign.start(), sign.end()):
            yield sign.end()


def _told(chunk: str) -> Chunk:
    word = chunk.lower().strip(".,;:!?\"'()…") if len(chunk) <= LONGEST_WORD else ""
    words = tuple(Word(*found.span(), form_of(found.group())) for found in WORD.finditer(chunk))
    return Chunk(word, word in JOINING, () if chunk.isalnum() else tuple(_inner_breaks(chunk)), words)


# What stands between two spaces mostly comes again.
_kept_chunk = lru_cache(maxsize=32_768)(_told)


def _cuts_and_words(text: str) -> tuple[list[int], list[Word]]:
    """Where a new clause may begin, rising, and all words of the text."""
    cuts, every = [0], []
    previous, previous_at = "", 0
    for at, chunk in chunks_in(text):
        if chunk in LONE_SIGNS:
            following = text[at + len(chunk) : at + len(chunk) + 2].strip()
            if not (previous[-1:].isdigit() and following[:1].isdigit()):
                cuts.append(at)
                previous = ""
            continue
        if chunk.isspace():
            cuts.append(at)
            previous = ""
            continue
        word, joins, breaks, words = _kept_chunk(chunk) if len(chunk) <= LONGEST_WORD else _told(chunk)
        if (previous, word) in JOINING_PAIRS:
            # Its first word may stand before the last cut: then that is the beginning.
            cuts.append(max(previous_at, cuts[-1]))
        elif joins and not (word in {"vaan", "että"} and previous in NEGATIONS):
            cuts.append(at)
        previous, previous_at = word, at
        cuts += [at + one for one in breaks]
        every += [Word(at + start, at + end, form) for start, end, form in words]
    return [*cuts, len(text)], every


def _pieces(words: list[Word]) -> Iterator[list[Word]]:
    for start in range(0, max(1, len(words)), LONGEST_CLAUSE):
        yield words[start : start + LONGEST_CLAUSE]


def _clauses_between(text: str, start: int, end: int, words: list[Word]) -> Iterator[Clause]:
    shown = text[start:end].rstrip(EDGES)
    end = start + len(shown)
    start = end - len(shown.lstrip(EDGES))
    if start == end:
        return
    pieces = list(_pieces(words))
    for number, piece in enumerate(pieces):
        first = start if number == 0 else piece[0].start
        last = end if number == len(pieces) - 1 else piece[-1].end
        yield Clause(first, last, tuple(piece))


# Themes, flags and phrases read the clauses of one text one after the other.
@lru_cache(maxsize=4)
def clauses_in(text: str) -> tuple[Clause, ...]:
    """Of what the writer says, not of what is quoted."""
    text = own_words(text)
    cuts, words = _cuts_and_words(text)
    clauses: list[Clause] = []
    place = 0
    for start, end in pairwise(cuts):
        first = place
        while place < len(words) and words[place].start < end:
            place += 1
        if start < end:
            clauses += _clauses_between(text, start, end, words[first:place])
    return tuple(clauses)
