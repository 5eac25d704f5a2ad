from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

GLOSSARY = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """One concept and the one word for it in each language.

    `stems` are what the inflected Finnish forms keep: a sentence that speaks of the term has one of them.
    `also` are other people's words for it, for search. `seed` names the source texts of the word, if any.
    `short` are the English words we say alone where it is clear what is meant, `not_in` English phrases in
    which the word means something else.
    """

    key: str
    en: str
    fi: str
    stems: tuple[str, ...]
    also: tuple[str, ...]
    definition_en: str
    definition_fi: str
    seed: tuple[str, ...]
    short: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()

    def word(self, language: str) -> str:
        return self.fi if language == "fi" else self.en

    def definition(self, language: str) -> str:
        return self.definition_fi if language == "fi" else self.definition_en

    def is_spoken_of_in(self, finnish: str) -> bool:
        return any(stem.casefold() in finnish.casefold() for stem in self.stems)

    def matches(self, search: str) -> bool:
        """Whether the word, a synonym or a definition contains what was searched for."""
        wanted = search.strip().casefold()
        places = (self.en, self.fi, *self.also, self.definition_en, self.definition_fi)
        return any(wanted in place.casefold() for place in places)


@cache
def glossary() -> Mapping[str, Term]:
    """Every term by its key, in the order of the file: along the data flow, who we are to how we learn."""
    with GLOSSARY.open("rb") as file:
        entries = tomllib.load(file)["terms"]
    return MappingProxyType({key: _term(entry) for key, entry in entries.items()})


def terms_named_in(english: str) -> list[Term]:
    """The terms an English sentence speaks of. A longer word hides the shorter ones within it, so that
    "customer journey" does not speak of the customer.
    """
    rest = english
    named: list[Term] = []
    for word, term in _words():
        found = re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)
        if not found.search(rest):
            continue
        rest = found.sub(" ", rest)
        if term is not None and term not in named:
            named.append(term)
    return named


@cache
def _words() -> list[tuple[str, Term | None]]:
    """English words of all terms, the longest first; those that mean something else have no term."""
    words: list[tuple[str, Term | None]] = []
    for term in glossary().values():
        words += [(word, term) for word in (term.en, *term.short)]
        words += [(phrase, None) for phrase in term.not_in]
    # at equal length what means something else comes first, so that a whole word can be left unread
    return sorted(words, key=lambda item: (-len(item[0]), item[1] is not None))


def _term(entry: dict[str, Any]) -> Term:
    stem = entry["stem"]
    lists = {name: tuple(entry.get(name, ())) for name in ("also", "seed", "short", "not_in")}
    lists["stems"] = (stem,) if isinstance(stem, str) else tuple(stem)
    return Term(**{name: value for name, value in entry.items() if name != "stem"} | lists)
