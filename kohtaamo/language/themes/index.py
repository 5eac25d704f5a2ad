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


class Accepted(NamedTuple):
    """Of one word the choices that accept it, and the rules whose rarest word it may be."""

    choices: frozenset[int]
    rules: frozenset[int]


class Places:
    """Which words of a clause each choice accepts; asked of few of the choices that accept any."""

    def __init__(self, accepted: list[Accepted]) -> None:
        self._accepted = [one.choices for one in accepted]
        self._known: dict[int, list[int]] = {}
        self.present = frozenset[int]().union(*self._accepted)

    def path(self, pattern: Numbers) -> tuple[int, ...]:
        """Where the words of the pattern stand the first time; empty where they do not."""
        if not self.present.issuperset(pattern):
            return ()
        if len(pattern) == 1:
            return (self._of(pattern[0])[0],)
        return first_path([self._of(number) for number in pattern])

    def _of(self, number: int) -> list[int]:
        if number not in self._known:
            self._known[number] = [at for at, accepted in enumerate(self._accepted) if number in accepted]
        return self._known[number]


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
        words = clause.words
        accepted = [self._accepting(word.form) for word in words]
        tried = frozenset[int]().union(*(one.rules for one in accepted))
        if not tried:
            return
        places = Places(accepted)
        for at in self._tried(tried, places.present):
            pattern, excluded, needed = self._numbered[at]
            path = places.path(pattern)
            if not path or any(map(places.path, excluded)) or (needed and not any(map(places.path, needed))):
                continue
            yield self.rules[at], tuple((words[place].start, words[place].end) for place in path)

    def candidates(self, clause: Clause) -> list[Rule]:
        """Those that can match, as each of their words has one in the clause."""
        accepted = [self._accepting(word.form) for word in clause.words]
        tried = frozenset[int]().union(*(one.rules for one in accepted))
        return [self.rules[at] for at in self._tried(tried, Places(accepted).present)]

    def _tried(self, rules: frozenset[int], present: frozenset[int]) -> list[int]:
        return sorted(at for at in rules if present.issuperset(self._numbered[at].pattern))

    def _find(self, form: str) -> Accepted:
        found = set(self._whole.get(form, ()))
        for length in range(1, len(form) + 1):
            found.update(self._beginnings.get(form[:length], ()))
        found.update(number for choices, number in self._others if accepts(choices, form))
        rules = frozenset(at for number in found for at in self._of_anchor.get(number, ()))
        return Accepted(frozenset(found), rules)

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
