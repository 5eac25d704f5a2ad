"""Two people at the same question: what each changed is kept, and where both changed the same, that is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Stored = dict[str, Any]
BY_LANGUAGE = frozenset({"title", "description", "probes", "thanks"})


@dataclass(frozen=True, slots=True)
class Clash:
    """A field both changed to different values; `language` where it is a text."""

    field: str
    mine: Any
    theirs: Any
    language: str = ""


def merged(base: Stored, mine: Stored, theirs: Stored) -> tuple[Stored, list[Clash]]:
    """Theirs with what I changed. Where both changed the same field theirs stays, and it is told."""
    result, clashes = dict(theirs), []
    for field in dict.fromkeys((*mine, *base)):
        if field in BY_LANGUAGE:
            texts, found = merged_texts(field, base, mine, theirs)
            clashes += found
            result[field] = texts
            continue
        one, other, before = mine.get(field), theirs.get(field), base.get(field)
        if one in (before, other):
            continue
        if other != before:
            clashes.append(Clash(field, one, other))
        elif field in mine:
            result[field] = one
        else:
            result.pop(field, None)
    return result, clashes


def merged_texts(field: str, base: Stored, mine: Stored, theirs: Stored) -> tuple[Stored, list[Clash]]:
    before, one, other = (side.get(field) or {} for side in (base, mine, theirs))
    result, clashes = dict(other), []
    for language in one:
        if one[language] in (before.get(language), other.get(language)):
            continue
        if other.get(language) != before.get(language):
            clashes.append(Clash(field, one[language], other.get(language), language))
        else:
            result[language] = one[language]
    return result, clashes
