"""Rules laid out so that a word of a text finds those it may belong to: most are never tried on a clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kohtaamo.language.clauses import Clause

from .rules import Choices, Pattern, Rule, Span, accepts, anchor_of, first_path

MOST_FORMS = 50_000
# A pattern as numbers of its words' choices.
Numbers = tuple[int, ...]


class Numbered(NamedTuple):
    """A rule whose choices are numbers, each choice of all rules once."""

    pattern: Numbers
    excluded: tuple[Numbers, ...]
    needed: tuple[Numbers, ...]


class RuleIndex:
    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.keys = tuple(dict.fromkeys(rule.theme for rule in rules))
        self._numbers: dict[Choices, int] = {}
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[str, list[int]] = defaultdict(list)
        self._others: list[tuple[Choices, int]] = []
        self._of_anchor: dict[int, list[int]] = defaultdict(list)
        self._numbered = [self._number(rule) for rule in rules]
        for place, rule in enumerate(rules):
            self._of_anchor[self._numbers[anchor_of(rule)]].append(place)
        self._accepting = lru_cache(maxsize=MOST_FORMS)(self._find)

    def matched(self, clause: Clause) -> Iterator[tuple[Rule, tuple[Span, ...]]]:
        """In the order of the rules, each with the words that it is about."""
        words, places = clause.words, self._places(clause)
        for at in self._tried(places):
            pattern, excluded, needed = self._numbered[at]
            path = found_path(pattern, places)
            if not path or any(found_path(one, places) for one in excluded):
                continue
            if needed and not any(found_path(one, places) for one in needed):
                continue
            yield self.rules[at], tuple((words[place].start, words[place].end) for place in path)

    def candidates(self, clause: Clause) -> list[Rule]:
        """Those that can match, as each of their words has one in the clause."""
        return [self.rules[at] for at in self._tried(self._places(clause))]

    def _tried(self, places: dict[int, list[int]]) -> list[int]:
        found = [at for number in places for at in self._of_anchor.get(number, ())]
        return sorted(at for at in found if all(number in places for number in self._numbered[at].pattern))

    def _places(self, clause: Clause) -> dict[int, list[int]]:
        """Of each choice the places, in their order, of the clause's words that it accepts."""
        places: dict[int, list[int]] = {}
        for at, word in enumerate(clause.words):
            for number in self._accepting(word.form):
                places.setdefault(number, []).append(at)
        return places

    def _find(self, form: str) -> frozenset[int]:
        found = set(self._whole.get(form, ()))
        for length in range(1, len(form) + 1):
            found.update(self._beginnings.get(form[:length], ()))
        found.update(number for choices, number in self._others if accepts(choices, form))
        return frozenset(found)

    def _number(self, rule: Rule) -> Numbered:
        return Numbered(
            self._numbers_of(rule.pattern),
            tuple(map(self._numbers_of, rule.excluded)),
            tuple(map(self._numbers_of, rule.needed)),
        )

    def _numbers_of(self, pattern: Pattern) -> Numbers:
        for choices in pattern:
            if choices not in self._numbers:
                self._put(choices, len(self._numbers))
        return tuple(self._numbers[choices] for choices in pattern)

    def _put(self, choices: Choices, number: int) -> None:
        self._numbers[choices] = number
        for text in choices.whole:
            self._whole[text].append(number)
        for text in choices.beginnings:
            self._beginnings[text].append(number)
        if choices.endings or choices.middles or choices.stems:
            self._others.append((choices._replace(whole=frozenset(), beginnings=()), number))


def found_path(pattern: Numbers, places: dict[int, list[int]]) -> tuple[int, ...]:
    if len(pattern) == 1:
        return tuple(places.get(pattern[0], ())[:1])
    if not all(number in places for number in pattern):
        return ()
    return first_path([places[number] for number in pattern])
