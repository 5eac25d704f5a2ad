"""What leads to a person is put behind placeholders before a text leaves this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kohtaamo.language.redacting import Found, find, redact, restore

# A longer text is cut, after what names a person is hidden: half an account number looks like none.
LONGEST_SENT = 4_000
PLACEHOLDER = re.compile(r"<[A-Z]+_[0-9]+>")
SHORTEST_NAME = 3
PARTS = re.compile(r"[^\W\d_]+")
IS_NAME = re.compile(r"[^\W\d_][^\W\d_ .'-]*(?:[ .'-]+[^\W\d_]+)*\.?")
DOUBLED = re.compile(r"(kk|pp|tt)(?=[aeiouyäö]$)")


@dataclass(frozen=True, slots=True)
class Hidden:
    """`pieces` are the placeholders in order: their place in `text`, and what they stand for in the original."""

    text: str
    placeholders: dict[str, str]
    pieces: tuple[tuple[int, int, int, int], ...]

    def restored(self, words: str) -> str:
        return restore(words, self.placeholders)

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """A place within a placeholder is the whole of what it stands for."""
        return self._place(start, is_end=False), self._place(end, is_end=True)

    def _place(self, place: int, *, is_end: bool) -> int:
        shift = 0
        for start, end, first, last in self.pieces:
            if place <= start:
                break
            if place < end:
                return last if is_end else first
            shift = last - end
        return place + shift


def hide(text: str, names: Iterable[str] = ()) -> Hidden:
    found = find(text)
    known = [one for one in named(text, tuple(names)) if not any(overlap(one, other) for other in found)]
    together = tuple(sorted([*found, *known], key=lambda one: one.start))
    hidden = redact(text, found=together)
    pieces = tuple(places(hidden.text, together))
    return Hidden(hidden.text[:LONGEST_SENT], hidden.placeholders, pieces)


def overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def places(hidden: str, found: Iterable[Found]) -> Iterator[tuple[int, int, int, int]]:
    shift = 0
    for one in found:
        start = one.start + shift
        match = PLACEHOLDER.match(hidden, start)
        if match is None:
            raise ValueError("a placeholder is not where it was put")
        yield start, match.end(), one.start, one.end
        shift = match.end() - one.end


def named(text: str, names: tuple[str, ...]) -> list[Found]:
    pattern = pattern_of(names)
    if pattern is None:
        return []
    return [Found("name", match.start(), match.end(), is_certain=True) for match in pattern.finditer(text)]


@lru_cache(maxsize=4_096)
def pattern_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Each part of a name in its inflected forms where it begins with a capital; all else letter by letter.

    "Onni" hides "Onnin" and "ONNI" but not "onni": many names are common words.
    """
    choices: set[str] = set()
    for name in names:
        if IS_NAME.fullmatch(name.strip()):
            parts = (part for part in PARTS.findall(name) if len(part) >= SHORTEST_NAME)
            choices.update(choice for part in parts for choice in forms_of(part))
        elif len(name.strip()) >= SHORTEST_NAME:
            choices.add(f"(?i:{re.escape(name.strip())})")
    if not choices:
        return None
    ordered = sorted(choices, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


def forms_of(part: str) -> tuple[str, str]:
    """Virtanen: Virtasen, Virtaselle; Pekka: Pekan; Aino: Ainolle."""
    lower = part.lower()
    stem, ending = (lower[:-3], "(?:nen|s[et]?)") if lower.endswith("nen") else (lower, "")
    body = DOUBLED.sub(lambda match: f"{match.group()[0]}{{1,2}}", re.escape(stem))
    small = f"{part[0].upper()}{body[1:]}{ending}\\w{{0,6}}"
    return small, upper_form(stem, ending)


def upper_form(stem: str, ending: str) -> str:
    body = re.escape(stem.upper())
    return f"{body}{'(?:NEN|S[ET]?)' if ending else ''}[^\\W\\d_a-zåäö]{{0,6}}"
