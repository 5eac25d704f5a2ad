"""Patterns an open text may be held to: those only that read alike in a browser and never take long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# A text held to a pattern is no longer than this: three endless repeats then try some millions of ways at most.
PATTERN_TEXT_LENGTH = 300
ENDLESS = 3
WAYS = 8
STRANGERS = frozenset({"ASSERT", "ASSERT_NOT", "GROUPREF", "GROUPREF_EXISTS", "ATOMIC_GROUP"})
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def read_pattern(pattern: str) -> str:
    """The pattern as it is, or `ValueError`. One that could be tried in too many ways is not taken."""
    if re.search(r"\(\?(?!:)|\\[AZaz]", pattern):
        raise ValueError("the pattern has what a browser does not read")
    try:
        steps = list(walk(parser.parse(pattern, re.ASCII), within=False))
    except (re.error, OverflowError, RecursionError) as problem:
        raise ValueError(f"the pattern cannot be read: {problem}") from None
    if any(step in STRANGERS for step, _ in steps):
        raise ValueError("the pattern looks ahead or back")
    open_ended = [within for step, within in steps if step in {"ENDLESS", "WAY"}]
    if any(open_ended) or len(open_ended) > WAYS or [step for step, _ in steps].count("ENDLESS") > ENDLESS:
        raise ValueError("the pattern could be read in too many ways")
    return pattern


def walk(tree: Any, *, within: bool) -> Iterator[tuple[str, bool]]:
    """Every step, and whether it stands within a repeat. ENDLESS and WAY are where there is a choice."""
    for code, content in tree:
        name = str(code)
        if name in REPEATS:
            low, high, inner = content
            if low != high:
                yield (
                    ("ENDLESS" if high is codes.MAXREPEAT or high > PATTERN_TEXT_LENGTH // 10 else "WAY"),
                    within,
                )
            yield from walk(inner, within=True)
        elif name == "BRANCH":
            yield "WAY", within
            for branch in content[1]:
                yield from walk(branch, within=within)
        elif name == "SUBPATTERN":
            yield from walk(content[-1], within=within)
        else:
            yield name, within
