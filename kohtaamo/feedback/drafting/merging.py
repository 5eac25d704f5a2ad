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


def changed(base: Stored, mine: Stored) -> Stored:
    """The fields I changed, and of texts the languages; None where I took something away."""
    found: Stored = {}
    for field in dict.fromkeys((*mine, *base)):
        before, one = base.get(field), mine.get(field)
        if field in BY_LANGUAGE:
            texts = {code: text for code, text in (one or {}).items() if text != (before or {}).get(code)}
            found |= {field: texts} if texts else {}
        elif one != before:
            found[field] = one
    return found


def merged(
    base: Stored, mine: Stored, theirs: Stored, own: Stored | None = None
) -> tuple[Stored, list[Clash]]:
    """Theirs with what I changed. Where both changed the same field theirs stays, and it is told; but what stands
    there of my own earlier changing (`own`) gives way.
    """
    own = own or {}
    result, clashes = dict(theirs), []
    for field in dict.fromkeys((*mine, *base)):
        if field in BY_LANGUAGE:
            texts, found = merged_texts(field, base, mine, theirs, own.get(field) or {})
            clashes += found
            result[field] = texts
            continue
        one, other, before = mine.get(field), theirs.get(field), base.get(field)
        if one in (before, other):
            continue
        if other != before and not (field in own and own[field] == other):
            clashes.append(Clash(field, one, other))
        elif field in mine:
            result[field] = one
        else:
            result.pop(field, None)
    return result, clashes


def merged_texts(
    field: str, base: Stored, mine: Stored, theirs: Stored, own: Stored
) -> tuple[Stored, list[Clash]]:
    before, one, other = (side.get(field) or {} for side in (base, mine, theirs))
    result, clashes = dict(other), []
    for language in one:
        if one[language] in (before.get(language), other.get(language)):
            continue
        if other.get(language) not in (before.get(language), own.get(language)):
            clashes.append(Clash(field, one[language], other.get(language), language))
        else:
            result[language] = one[language]
    return result, clashes
