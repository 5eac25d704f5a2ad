from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kohtaamo.language.clauses import Clause, clauses_in
from kohtaamo.language.themes.index import RuleIndex
from kohtaamo.language.themes.rules import Span, read_rules

# The gravest first.
FLAGS = ("self_harm", "violence", "medical", "legal", "leaving", "contact", "urgent")
LANGUAGES = ("fi", "en", "sv")
LONGEST_TEXT = 10_000
# "En halua, että minuun otetaan yhteyttä": what was denied before the comma is denied after it.
LINKING = frozenset(("että", "ettei", "that", "att"))


class Flag(NamedTuple):
    """`confidence` is the weight of the surest rule, as a person guessed it; a person looks before anything is done."""

    key: str
    confidence: float
    evidence: tuple[Span, ...]


def flags_in(text: str, language: str) -> tuple[Flag, ...]:
    """At most one of a key, the gravest first. Where the language is not one of ours, all our lists are tried."""
    surest: dict[str, float] = {}
    evidence: dict[str, set[Span]] = {}
    clauses = tuple(linked(clauses_in(text[:LONGEST_TEXT])))
    for each in (language,) if language in LANGUAGES else LANGUAGES:
        index = index_of(each)
        for clause in clauses:
            for rule, spans in index.matched(clause):
                surest[rule.theme] = max(rule.weight, surest.get(rule.theme, 0.0))
                evidence.setdefault(rule.theme, set()).update(spans)
    return tuple(Flag(key, surest[key], tuple(sorted(evidence[key]))) for key in FLAGS if key in surest)


def linked(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Clauses, of which one that begins with "that" is one with the clause before it."""
    held: Clause | None = None
    for clause in clauses:
        if held and clause.words and clause.words[0].form in LINKING:
            held = Clause(held.start, clause.end, held.words + clause.words)
            continue
        if held:
            yield held
        held = clause
    if held:
        yield held


@lru_cache(maxsize=len(LANGUAGES))
def index_of(language: str) -> RuleIndex:
    lines = Path(__file__).with_name(f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return RuleIndex(read_rules(lines, language=language, themes=FLAGS))
