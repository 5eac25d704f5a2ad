"""How many of the made-up identifiers are found by their exact places, and what else is taken for one."""

from __future__ import annotations

from collections.abc import Sequence

from kohtaamo.language.personal import find

from .personal_cases import Case
from .scores import Agreement


def identifiers_found(cases: Sequence[Case]) -> dict[str, Agreement]:
    """By kind."""
    counts: dict[str, list[int]] = {}
    for case in cases:
        expected: set[tuple[str, int, int]] = set(case.spans)
        found: set[tuple[str, int, int]] = {
            (one.kind, one.start, one.end) for one in find(case.text) if one.is_certain
        }
        for at, spans in enumerate((found & expected, expected, found)):
            for kind, *_ in spans:
                counts.setdefault(kind, [0, 0, 0])[at] += 1
    return {kind: Agreement(*of) for kind, of in sorted(counts.items())}
