from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from .finding import find
from .found import KINDS, Found, Kind

WORDS: dict[Kind, str] = {
    "hetu": "HETU",
    "iban": "IBAN",
    "card": "KORTTI",
    "phone": "PUHELIN",
    "email": "SAHKOPOSTI",
    "address": "OSOITE",
    "plate": "REKISTERI",
    "passport": "PASSI",
    "name": "NIMI",
}
PLACEHOLDER = re.compile(r"<[A-Z]+_[0-9]+>")


@dataclass(frozen=True, slots=True)
class Redacted:
    text: str
    placeholders: dict[str, str]  # placeholder -> what it stands for, letter by letter


def redact(text: str, *, kinds: Collection[Kind] = KINDS, found: tuple[Found, ...] | None = None) -> Redacted:
    """The same writing gets the same placeholder; one that the text already has is never given anew."""
    taken = set(PLACEHOLDER.findall(text))
    known: dict[tuple[Kind, str], str] = {}
    counts: dict[Kind, int] = {}
    pieces, place = [], 0
    for one in find(text) if found is None else found:
        if one.kind not in kinds:
            continue
        value = text[one.start : one.end]
        placeholder = known.get((one.kind, value))
        while placeholder is None or placeholder in taken:
            counts[one.kind] = counts.get(one.kind, 0) + 1
            placeholder = f"<{WORDS[one.kind]}_{counts[one.kind]}>"
        known[one.kind, value] = placeholder
        pieces += [text[place : one.start], placeholder]
        place = one.end
    pieces.append(text[place:])
    return Redacted("".join(pieces), {placeholder: value for (_, value), placeholder in known.items()})


def restore(redacted: str, placeholders: dict[str, str]) -> str:
    """One pass, so that a placeholder within a restored value stays as it is."""
    return PLACEHOLDER.sub(lambda match: placeholders.get(match.group(), match.group()), redacted)
