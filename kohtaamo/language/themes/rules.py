"""Rules of a theme, one a line, tab-separated: theme, pattern, weight, and if need be "not:" and "with:".

A pattern is words in their order, with at most two others between each. A word may have alternatives
("hinta*|hinna*"); "x*" begins so, "*x" ends so but is longer (a compound), "*x*" has it anywhere, "~x" has the
same stem. After "not:" stand patterns, apart by commas, that must not stand in the same clause; after "with:"
such of which one must.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from kohtaamo.language.clauses import LONGEST_WORD, WORD, Clause, Word, clauses_in, form_of

Span = tuple[int, int]

STEMMERS = {"fi": "finnish", "en": "english"}
MOST_WORDS = 8
MOST_BETWEEN = 2
SHORTEST_PART = 2
SHORTEST_MIDDLE = 4
FIELDS = 3


class RuleError(ValueError):
    """Says the number of the line."""


class Way(Enum):
    WHOLE = "whole"
    BEGINNING = "beginning"
    ENDING = "ending"
    MIDDLE = "middle"
    STEM = "stem"


class Part(NamedTuple):
    """What one word of a text is compared with."""

    way: Way
    text: str
    language: str


Pattern = tuple[tuple[Part, ...], ...]


class Rule(NamedTuple):
    theme: str
    pattern: Pattern
    weight: float
    excluded: tuple[Pattern, ...] = ()
    needed: tuple[Pattern, ...] = ()


@lru_cache(maxsize=65_536)
def stem_of(form: str, language: str) -> str:
    # A new stemmer each time, because one must not be shared by threads; making it is cheap.
    return str(Stemmer.Stemmer(STEMMERS[language], 0).stemWord(form))


def accepts(part: Part, form: str) -> bool:
    way, text, language = part
    if way is Way.BEGINNING:
        return form.startswith(text)
    if way is Way.WHOLE:
        return form == text
    if way is Way.MIDDLE:
        return text in form
    if way is Way.ENDING:
        return form.endswith(text) and len(form) > len(text)
    return bool(form) and stem_of(form, language) == text


def _part(written: str, language: str) -> Part:
    """Raises ValueError with the reason."""
    bare = form_of(written.strip("*~"))
    begins, ends = written.startswith("*"), written.endswith("*")
    if not WORD.fullmatch(bare):
        raise ValueError(f'"{written}" is no word')
    if (begins or ends) and len(bare) < SHORTEST_PART:
        raise ValueError(f'"{written}" is too short a part of a word')
    if begins and ends and len(bare) < SHORTEST_MIDDLE:
        raise ValueError(f'"{written}" is too short a part of a word')
    if written.startswith("~"):
        return Part(Way.STEM, stem_of(bare, language), language)
    if begins and ends:
        return Part(Way.MIDDLE, bare, "")
    if begins:
        return Part(Way.ENDING, bare, "")
    return Part(Way.BEGINNING if ends else Way.WHOLE, bare, "")


def read_pattern(written: str, language: str) -> Pattern:
    """Raises ValueError with the reason."""
    words = written.split()
    if not words:
        raise ValueError("the pattern is empty")
    if len(words) > MOST_WORDS:
        raise ValueError(f"the pattern has more than {MOST_WORDS} words")
    return tuple(tuple(_part(choice, language) for choice in word.split("|")) for word in words)


def _patterns(written: str, language: str) -> tuple[Pattern, ...]:
    return tuple(read_pattern(each, language) for each in written.split(",") if each.strip())


def _rule(line: str, language: str, themes: Sequence[str]) -> Rule:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) < FIELDS:
        raise ValueError("a theme, a pattern and a weight are needed, with tabs between")
    theme, pattern, weight = fields[:FIELDS]
    if themes and theme not in themes:
        raise ValueError(f'"{theme}" is no theme')
    if not 0 < float(weight) <= 1:
        raise ValueError("the weight is more than 0 and at most 1")
    excluded: tuple[Pattern, ...] = ()
    needed: tuple[Pattern, ...] = ()
    for field in filter(None, fields[FIELDS:]):
        if field.startswith("not:"):
            excluded += _patterns(field.removeprefix("not:"), language)
        elif field.startswith("with:"):
            needed += _patterns(field.removeprefix("with:"), language)
        else:
            raise ValueError(f'"{field}" begins with neither "not:" nor "with:"')
    return Rule(theme, read_pattern(pattern, language), float(weight), excluded, needed)


def read_rules(lines: Iterable[str], *, language: str, themes: Sequence[str] = ()) -> tuple[Rule, ...]:
    """Lines that are empty or begin with "#" are passed over. Raises RuleError for the first that is no rule."""
    rules = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            rules.append(_rule(line.rstrip("\r\n"), language, themes))
        except ValueError as why:
            raise RuleError(f"Line {number}: {why}.") from why
    return tuple(rules)


def _accepted(choices: tuple[Part, ...], form: str) -> bool:
    return any(accepts(part, form) for part in choices)


def _found(pattern: Pattern, words: tuple[Word, ...]) -> tuple[Span, ...]:
    """Where the words of the pattern stand the first time. Time: words of the clause by words of the pattern."""
    paths: dict[int, tuple[Span, ...]] = {
        at: ((word.start, word.end),) for at, word in enumerate(words) if _accepted(pattern[0], word.form)
    }
    for choices in pattern[1:]:
        if not paths:
            return ()
        following: dict[int, tuple[Span, ...]] = {}
        for at, path in paths.items():
            for there in range(at + 1, min(at + 2 + MOST_BETWEEN, len(words))):
                word = words[there]
                if there not in following and _accepted(choices, word.form):
                    following[there] = (*path, (word.start, word.end))
        paths = following
    return next(iter(paths.values()), ())


def matches(rule: Rule, clause: Clause) -> tuple[Span, ...]:
    """The words that the rule is about, as spans of the text; none where it does not match."""
    spans = _found(rule.pattern, clause.words)
    if not spans or any(_found(pattern, clause.words) for pattern in rule.excluded):
        return ()
    if rule.needed and not any(_found(pattern, clause.words) for pattern in rule.needed):
        return ()
    return spans


def preview(rule: Rule, texts: Iterable[str]) -> list[int]:
    """The places, from 0, of the texts that the rule matches."""
    return [at for at, text in enumerate(texts) if any(matches(rule, clause) for clause in clauses_in(text))]


def anchor_of(rule: Rule) -> tuple[Part, ...]:
    """The word of the pattern least likely to stand in a text: that of which the shortest choice is longest."""
    return max(rule.pattern, key=lambda choices: min(len(part.text) for part in choices))


def beginnings(form: str) -> Iterator[str]:
    for length in range(1, min(len(form), LONGEST_WORD) + 1):
        yield form[:length]
