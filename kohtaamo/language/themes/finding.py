from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kohtaamo.language.clauses import Clause, clauses_in

from .rules import Choices, Rule, Span, accepts, anchor_of, matches, read_rules

THEMES = (
    "delivery", "product", "usability", "price", "selection", "resolution", "communication", "trust",
    "waiting", "staff", "expertise", "facilities",
)  # fmt: skip
LANGUAGES = ("fi", "en")
# One good sign is enough, or two weak ones that stand in different words.
LEAST_CONFIDENCE = 0.5
MOST_FORMS = 50_000


class Theme(NamedTuple):
    key: str
    confidence: float
    evidence: tuple[Span, ...]
    clauses: tuple[Span, ...]


class RuleIndex:
    """For a word the rules that it may belong to, so that few of them are tried on a clause."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        keys = (*THEMES, *(rule.theme for rule in rules))
        self.places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        self._whole: dict[str, set[int]] = defaultdict(set)
        self._beginnings: dict[str, set[int]] = defaultdict(set)
        self._others: list[tuple[Choices, int]] = []
        for number, rule in enumerate(rules):
            self._put(anchor_of(rule), number)
        self._of_form = lru_cache(maxsize=MOST_FORMS)(self._find)

    def _put(self, choices: Choices, number: int) -> None:
        for text in choices.whole:
            self._whole[text].add(number)
        for text in choices.beginnings:
            self._beginnings[text].add(number)
        if choices.endings or choices.middles or choices.stems:
            self._others.append((choices._replace(whole=frozenset(), beginnings=()), number))

    def _find(self, form: str) -> frozenset[int]:
        found = set(self._whole.get(form, ()))
        for length in range(1, len(form) + 1):
            found.update(self._beginnings.get(form[:length], ()))
        found.update(number for choices, number in self._others if accepts(choices, form))
        return frozenset(found)

    def candidates(self, clause: Clause) -> list[Rule]:
        numbers: set[int] = set()
        for word in clause.words:
            numbers.update(self._of_form(word.form))
        return [self.rules[number] for number in sorted(numbers)]


@lru_cache(maxsize=len(LANGUAGES))
def index_of(language: str) -> RuleIndex:
    path = Path(__file__).with_name(f"{language}.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return RuleIndex(read_rules(lines, language=language, themes=THEMES))


def _signs(index: RuleIndex, clause: Clause) -> dict[str, list[tuple[float, tuple[Span, ...]]]]:
    """Of each theme the weights and words, the heaviest first, no word counted twice."""
    hits: dict[str, list[tuple[float, tuple[Span, ...]]]] = defaultdict(list)
    for rule in index.candidates(clause):
        spans = matches(rule, clause)
        if spans:
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
    return tuple(sorted(themes, key=lambda theme: (-theme.confidence, index.places[theme.key])))
