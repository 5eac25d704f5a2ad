"""Rules of a theme, one a line, tab-separated: theme, pattern, weight, and if need be "not:" and "with:".

A pattern is words in their order, with at most two others between each. A word may have alternatives
("hinta*|hinna*"); "x*" begins so, "*x" ends so but is longer (a compound), "*x*" has it anywhere, "~x" has the
same stem. After "not:" stand patterns, apart by commas, that must not stand in the same clause; after "with:"
such of which one must.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kohtaamo.language.clauses import WORD, Clause, Word, clauses_in, form_of
from kohtaamo.language.normalising import plain
from kohtaamo.language.stems import stem

Span = tuple[int, int]

MOST_WORDS = 8
MOST_BETWEEN = 2
SHORTEST_PART = 2
SHORTEST_MIDDLE = 4
FIELDS = 3


class RuleError(ValueError):
    """Says the number of the line."""


class Choices(NamedTuple):
    """What one word of a text is compared with. An ending is of a longer word."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    middles: tuple[str, ...]
    stems: frozenset[str]
    language: str


Pattern = tuple[Choices, ...]


class Rule(NamedTuple):
    theme: str
    pattern: Pattern
    weight: float
    excluded: tuple[Pattern, ...] = ()
    needed: tuple[Pattern, ...] = ()


def accepts(choices: Choices, form: str) -> bool:
    whole, beginnings, endings, middles, stems, language = choices
    if form in whole or form.startswith(beginnings) or form[1:].endswith(endings):
        return True
    if middles and any(middle in form for middle in middles):
        return True
    return bool(stems) and stem(form, language) in stems


def _bare(choice: str) -> str:
    """Raises ValueError with the reason."""
    bare = form_of(choice.strip("*~"))
    stars = choice.count("*")
    if not WORD.fullmatch(bare) or choice not in {bare, f"{bare}*", f"*{bare}", f"*{bare}*", f"~{bare}"}:
        raise ValueError(f'"{choice}" is no word')
    if (stars and len(bare) < SHORTEST_PART) or (stars > 1 and len(bare) < SHORTEST_MIDDLE):
        raise ValueError(f'"{choice}" is too short a part of a word')
    return bare


def _choices(written: str, language: str) -> Choices:
    kinds: dict[str, list[str]] = {"": [], "x*": [], "*x": [], "*x*": [], "~": []}
    for choice in written.split("|"):
        bare = _bare(choice)
        if choice.startswith("~"):
            kinds["~"].append(stem(bare, language))
        else:
            kinds[choice.replace(bare, "x", 1) if bare != choice else ""].append(bare)
    return Choices(
        whole=frozenset(kinds[""]),
        beginnings=tuple(kinds["x*"]),
        endings=tuple(kinds["*x"]),
        middles=tuple(kinds["*x*"]),
        stems=frozenset(kinds["~"]),
        language=language,
    )


def read_pattern(written: str, language: str) -> Pattern:
    """Raises ValueError with the reason."""
    words = written.split()
    if not words:
        raise ValueError("the pattern is empty")
    if len(words) > MOST_WORDS:
        raise ValueError(f"the pattern has more than {MOST_WORDS} words")
    return tuple(_choices(plain(word), language) for word in words)


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


def _found(pattern: Pattern, words: tuple[Word, ...]) -> tuple[Span, ...]:
    """Where the words of the pattern stand the first time."""
    places = [[at for at, word in enumerate(words) if accepts(choices, word.form)] for choices in pattern]
    return tuple((words[at].start, words[at].end) for at in first_path(places))


def first_path(places: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Of each word of a pattern its places in a clause, rising: the first way through all, near enough each other.

    Time: words of the clause by words of the pattern.
    """
    paths: dict[int, tuple[int, ...]] = {at: (at,) for at in places[0]}
    for further in places[1:]:
        following: dict[int, tuple[int, ...]] = {}
        for at, path in paths.items():
            for there in further:
                if at < there <= at + 1 + MOST_BETWEEN and there not in following:
                    following[there] = (*path, there)
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


def anchor_of(rule: Rule) -> Choices:
    """The word of the pattern least likely to stand in a text: that of which the shortest choice is longest."""
    return max(
        rule.pattern,
        key=lambda choices: min(
            len(text)
            for text in (
                *choices.whole,
                *choices.beginnings,
                *choices.endings,
                *choices.middles,
                *choices.stems,
            )
        ),
    )
