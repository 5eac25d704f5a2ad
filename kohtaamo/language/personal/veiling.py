"""Text as those may read it who need not know who said it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .finding import find
from .found import Found, Kind

Span = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Veiled:
    """`hidden` are the kinds of what is not told, each once, in the order of the text.

    `veils` are (start, end) of the words that stand in place of it.
    """

    text: str
    hidden: tuple[Kind, ...] = ()
    veils: tuple[tuple[int, int], ...] = ()
    found: tuple[Found, ...] = ()

    @property
    def marks(self) -> list[Span]:
        """The veils as pages mark them."""
        return [(*veil, "veil") for veil in self.veils]

    def moved(self, spans: Iterable[Sequence[Any]]) -> list[Span]:
        """Spans (start, end, …) of the text as it was written, where they stand in this one.

        What stands wholly or partly in something hidden is left out.
        """
        if not self.found:
            return [tuple(span) for span in spans]
        kept: list[Span] = []
        for start, end, *rest in spans:
            if any(start < one.end and one.start < end for one in self.found):
                continue
            grown = sum(
                (veil[1] - veil[0]) - (one.end - one.start)
                for one, veil in zip(self.found, self.veils, strict=True)
                if one.end <= start
            )
            kept.append((start + grown, end + grown, *rest))
        return kept


def veiled(text: str, words: Mapping[Kind, object], *, found: tuple[Found, ...] | None = None) -> Veiled:
    """`words` tell of each kind what to say in place of it, as in "[telephone number]"."""
    known = find(text) if found is None else found
    if not known:
        return Veiled(text)
    pieces: list[str] = []
    veils: list[tuple[int, int]] = []
    length = place = 0
    for one in known:
        before, veil = text[place : one.start], f"[{words[one.kind]}]"
        start = length + len(before)
        length = start + len(veil)
        pieces += [before, veil]
        veils.append((start, length))
        place = one.end
    hidden = tuple(dict.fromkeys(one.kind for one in known))
    return Veiled("".join([*pieces, text[place:]]), hidden, tuple(veils), known)
