"""Topics that a person asks for: words, "phrases", beginnings (lasku*), AND, OR and NOT, or JA, TAI and EI.

Words side by side must all be there; NOT binds closest, then AND, then OR. Words meet by their stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from kohtaamo.language.search.words import words_in
from kohtaamo.language.stems import STEMMERS

from .roots import root

LONGEST = 500
MOST_WORDS = 50
DEEPEST = 20
SHORTEST_BEGINNING = 3
LONGEST_TEXT = 10_000

Problem = Literal[
    "empty", "too_long", "too_many_words", "too_deep", "open_quote", "open_parenthesis", "stray_parenthesis",
    "nothing_before", "nothing_after", "empty_phrase", "short_beginning", "stray_star", "no_letters", "only_not",
]  # fmt: skip
AND = frozenset({"AND", "JA"})
OR = frozenset({"OR", "TAI"})
NOT = frozenset({"NOT", "EI"})
# As telephones and word processors write them; each is one letter, so places stay.
QUOTES = dict.fromkeys(map(ord, "“”„»«"), '"')
PIECE = re.compile(r'\s*(?:([()])|"([^"]*)("?)|([^\s()"]+))')


class QueryError(ValueError):
    """`position` is that of the first letter in the query of what went wrong; `part` is what stands there."""

    def __init__(self, problem: Problem, position: int, part: str = "") -> None:
        super().__init__(f"{problem} at {position}: {part}")
        self.problem, self.position, self.part = problem, position, part


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its stems; of a beginning only `form`, and `stems` are none."""

    form: str
    stems: frozenset[str]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words right after each other."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Not:
    inner: Query


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Query, ...]


Query = Phrase | Not | Every | Either


class Piece(NamedTuple):
    kind: Literal["(", ")", "and", "or", "not", "phrase", "word"]
    text: str
    position: int


class Prepared(NamedTuple):
    """A text ready to be matched: its words in order, the stems of each."""

    forms: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    every: frozenset[str]


def parse(text: str) -> Query:
    """Raises `QueryError`. A query that only tells what must not be there is refused: it would catch everything."""
    if len(text) > LONGEST:
        raise QueryError("too_long", LONGEST)
    pieces = list(pieces_of(text))
    if not pieces:
        raise QueryError("empty", 0)
    if sum(len(piece.text.split()) for piece in pieces if piece.kind in ("phrase", "word")) > MOST_WORDS:
        raise QueryError("too_many_words", 0)
    reader = Reader(pieces, len(text))
    found = reader.either(0)
    if (left := reader.next()) is not None:
        raise QueryError("stray_parenthesis", left.position, left.text)
    if not asks_for_something(found):
        raise QueryError("only_not", 0)
    return found


def pieces_of(text: str) -> Iterator[Piece]:
    text, place = text.translate(QUOTES), 0
    while found := PIECE.match(text, place):
        parenthesis, phrase, closed, word = found.groups()
        place = found.end()
        if parenthesis:
            yield Piece("(" if parenthesis == "(" else ")", parenthesis, found.start(1))
        elif phrase is not None:
            if not closed:
                raise QueryError("open_quote", found.start(2) - 1, '"')
            yield Piece("phrase", phrase, found.start(2))
        elif word in AND:
            yield Piece("and", word, found.start(4))
        elif word in OR:
            yield Piece("or", word, found.start(4))
        elif word in NOT:
            yield Piece("not", word, found.start(4))
        else:
            yield Piece("word", word, found.start(4))


class Reader:
    """Goes through the pieces once, from the loosest tie to the closest."""

    def __init__(self, pieces: Sequence[Piece], end: int) -> None:
        self.pieces, self.end, self.place = pieces, end, 0

    def next(self) -> Piece | None:
        return self.pieces[self.place] if self.place < len(self.pieces) else None

    def either(self, depth: int) -> Query:
        parts = [self.every(depth)]
        while (piece := self.next()) and piece.kind == "or":
            self.place += 1
            self.needs_more(piece)
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def every(self, depth: int) -> Query:
        parts = [self.one(depth)]
        while (piece := self.next()) and piece.kind not in ("or", ")"):
            if piece.kind == "and":
                self.place += 1
                self.needs_more(piece)
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def needs_more(self, piece: Piece) -> None:
        following = self.next()
        if following is None or following.kind in (")", "and", "or"):
            raise QueryError("nothing_after", piece.position, piece.text)

    def one(self, depth: int) -> Query:
        piece = self.next()
        if piece is None:
            raise QueryError("empty", self.end)
        if depth > DEEPEST:
            raise QueryError("too_deep", piece.position, piece.text)
        self.place += 1
        if piece.kind == "not":
            self.needs_more(piece)
            return Not(self.one(depth + 1))
        if piece.kind == "(":
            return self.within(piece, depth)
        if piece.kind == ")":
            raise QueryError("stray_parenthesis", piece.position, piece.text)
        if piece.kind in ("and", "or"):
            raise QueryError("nothing_before", piece.position, piece.text)
        return phrase_of(piece)

    def within(self, opening: Piece, depth: int) -> Query:
        following = self.next()
        if following is None:
            raise QueryError("open_parenthesis", opening.position, opening.text)
        if following.kind == ")":
            raise QueryError("nothing_after", opening.position, opening.text)
        found = self.either(depth + 1)
        closing = self.next()
        if closing is None or closing.kind != ")":
            raise QueryError("open_parenthesis", opening.position, opening.text)
        self.place += 1
        return found


def phrase_of(piece: Piece) -> Phrase:
    """Signs within a word part it as they part the words of a text: "e-lasku" is two words in a row."""
    words = [one for part in piece.text.split() for one in words_of(part, piece)]
    if not words:
        raise QueryError(
            "empty_phrase" if piece.kind == "phrase" else "no_letters", piece.position, piece.text
        )
    return Phrase(tuple(words))


def words_of(part: str, piece: Piece) -> list[Word]:
    is_beginning = part.endswith("*")
    bare = part[:-1] if is_beginning else part
    if "*" in bare:
        raise QueryError("stray_star", piece.position + piece.text.index("*"), piece.text)
    forms = words_in(bare)
    if is_beginning and (not forms or len(forms[-1]) < SHORTEST_BEGINNING):
        raise QueryError("short_beginning", piece.position, piece.text)
    last = len(forms) - 1
    return [
        Word(form, frozenset(), is_beginning=True)
        if is_beginning and place == last
        else Word(form, marked(form))
        for place, form in enumerate(forms)
    ]


def asks_for_something(query: Query) -> bool:
    """Whether a text without any words would be left out."""
    return not holds(query, Prepared((), (), frozenset()))


def prepare(text: str, language: str = "") -> Prepared:
    """In a language of ours only its own stems count, else those of all."""
    forms = tuple(words_in(text[:LONGEST_TEXT]))
    own = f"{language}:" if language in STEMMERS else ""
    stems = tuple(
        frozenset(one for one in marked(form) if not own or one.startswith((own, "="))) for form in forms
    )
    return Prepared(forms, stems, frozenset().union(*stems))


@lru_cache(maxsize=65_536)
def marked(form: str) -> frozenset[str]:
    """The root in each language, and the form itself: a name or a Swedish word has no root of ours."""
    return frozenset([f"={form}", *(f"{language}:{root(form, language)}" for language in STEMMERS)])


def matches(query: Query, text: Prepared) -> bool:
    return holds(query, text)


def holds(query: Query, text: Prepared) -> bool:
    match query:
        case Phrase(words):
            return has_phrase(words, text)
        case Not(inner):
            return not holds(inner, text)
        case Every(parts):
            return all(holds(part, text) for part in parts)
        case Either(parts):
            return any(holds(part, text) for part in parts)


def has_phrase(words: Sequence[Word], text: Prepared) -> bool:
    if any(not word.is_beginning and word.stems.isdisjoint(text.every) for word in words):
        return False
    return any(
        all(fits(word, text, start + place) for place, word in enumerate(words))
        for start in range(len(text.forms) - len(words) + 1)
    )


def fits(word: Word, text: Prepared, place: int) -> bool:
    if word.is_beginning:
        return text.forms[place].startswith(word.form)
    return not word.stems.isdisjoint(text.stems[place])
