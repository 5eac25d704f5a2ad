from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kohtaamo.language.clauses import Clause, clauses_in

from .index import RuleIndex
from .rules import Span, read_rules

THEMES = (
    "delivery", "product", "usability", "price", "selection", "resolution", "communication", "trust",
    "waiting", "staff", "expertise", "facilities",
)  # fmt: skip
LANGUAGES = ("fi", "en")
# One good sign is enough, or two weak ones that stand in different words.
LEAST_CONFIDENCE = 0.5


class Theme(NamedTuple):
    key: str
    confidence: float
    evidence: tuple[Span, ...]
    clauses: tuple[Span, ...]


@lru_cache(maxsize=len(LANGUAGES))
def index_of(language: str) -> RuleIndex:
    path = Path(__file__).with_name(f"{language}.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return RuleIndex(read_rules(lines, language=language, themes=THEMES))


def _signs(index: RuleIndex, clause: Clause) -> dict[str, list[tuple[float, tuple[Span, ...]]]]:
    """Of each theme the weights and words, the heaviest first, no word counted twice."""
    hits: dict[str, list[tuple[float, tuple[Span, ...]]]] = defaultdict(list)
    for rule, spans in index.matched(clause):
        hits[rule.theme].append((rule.weight, spans))
    signs: dict[str, list[tuple[float, tuple[Span, ...]]]] = {}
    for theme, found in hits.items():
        taken: set[Span] = set()
        signs[theme] = []
        for weight, spans in sorted(found, key=lambda hit: -hit[0]):
            if taken.isdisjoint(spans):
                taken.update(spans)
                signs[theme].append((weight, spans))
    return signs


def themes_in(text: str, language: str) -> tuple[Theme, ...]:
    """At most one of a key, by descending confidence. Of other languages than ours none."""
    return themes_by(index_of(language), text) if language in LANGUAGES else ()


def themes_by(index: RuleIndex, text: str) -> tuple[Theme, ...]:
    """As `themes_in`, by rules of one's own."""
    doubt: dict[str, float] = {}
    evidence: dict[str, set[Span]] = defaultdict(set)
    places: dict[str, list[Span]] = defaultdict(list)
    for clause in clauses_in(text):
        for theme, found in _signs(index, clause).items():
            for weight, spans in found:
                doubt[theme] = doubt.get(theme, 1.0) * (1 - weight)
                evidence[theme].update(spans)
            places[theme].append((clause.start, clause.end))
    themes = [
        Theme(key, round(1 - left, 4), tuple(sorted(evidence[key])), tuple(places[key]))
        for key, left in doubt.items()
        if 1 - left >= LEAST_CONFIDENCE
    ]
    order = (*THEMES, *index.keys)
    return tuple(sorted(themes, key=lambda theme: (-theme.confidence, order.index(theme.key))))
