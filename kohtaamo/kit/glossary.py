from __future__ import annotations

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
    """

    key: str
    en: str
    fi: str
    stems: tuple[str, ...]
    also: tuple[str, ...]
    definition_en: str
    definition_fi: str
    seed: tuple[str, ...]

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


def _term(entry: dict[str, Any]) -> Term:
    stem = entry["stem"]
    lists = {
        "stems": (stem,) if isinstance(stem, str) else tuple(stem),
        "also": tuple(entry["also"]),
        "seed": tuple(entry["seed"]),
    }
    return Term(**{name: value for name, value in entry.items() if name != "stem"} | lists)
