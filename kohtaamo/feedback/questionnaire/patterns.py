"""Patterns an open text may be held to: those only that read alike in a browser and never take long."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# A text held to a pattern is no longer than this: three endless repeats then try some millions of ways at most.
PATTERN_TEXT_LENGTH = 300
ENDLESS = 3
WAYS = 8
STRANGERS = frozenset({"ASSERT", "ASSERT_NOT", "GROUPREF", "GROUPREF_EXISTS", "ATOMIC_GROUP"})
SIGN_KINDS = frozenset({"LITERAL", "RANGE"})
# Tried in this order where a pattern leaves the choice.
SIGNS = string.ascii_lowercase + string.digits + string.ascii_uppercase + string.punctuation + " äöåé–\t\n"
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def read_pattern(pattern: str) -> str:
    """The pattern without its anchors, for it always holds of the whole text; or `ValueError`.

    One that could be tried in too many ways is not taken.
    """
    pattern = without_anchors(pattern)
    if re.search(r"\(\?(?!:)|\\[AZaz]", pattern):
        raise ValueError("the pattern has what a browser does not read")
    try:
        steps = list(walk(parser.parse(pattern, re.ASCII), within=False))
    except (re.error, OverflowError, RecursionError) as problem:
        raise ValueError(f"the pattern cannot be read: {problem}") from None
    if any(step == "AT" for step, _ in steps):
        raise ValueError("the pattern has an anchor within")
    if any(step in STRANGERS for step, _ in steps):
        raise ValueError("the pattern looks ahead or back")
    open_ended = [within for step, within in steps if step in {"ENDLESS", "WAY"}]
    if any(open_ended) or len(open_ended) > WAYS or [step for step, _ in steps].count("ENDLESS") > ENDLESS:
        raise ValueError("the pattern could be read in too many ways")
    return pattern


def without_anchors(pattern: str) -> str:
    end = re.search(r"(?<!\\)(?:\\\\)*\$$", pattern)
    return (pattern[:-1] if end else pattern).removeprefix("^")


def example_of(pattern: str) -> str | None:
    """A text that the pattern takes, as short as is easily found; None when none is found."""
    for once in (False, True):
        text = written(parser.parse(pattern, re.ASCII), once=once)
        if text is not None and text.strip() and re.fullmatch(pattern, text.strip(), re.ASCII):
            return text.strip()
    return None


def written(tree: Any, *, once: bool) -> str | None:
    """`once`: what may be left out is written once."""
    parts = []
    for code, content in tree:
        name = str(code)
        if name in REPEATS:
            low, high, inner = content
            one = written(inner, once=once)
            times = max(low, min(high, 1)) if once else low
            part = "" if times == 0 else None if one is None or times > PATTERN_TEXT_LENGTH else one * times
        elif name == "BRANCH":
            part = next(
                (text for branch in content[1] if (text := written(branch, once=once)) is not None), None
            )
        elif name == "SUBPATTERN":
            part = written(content[-1], once=once)
        else:
            part = sign_of(code, content)
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def sign_of(code: Any, content: Any) -> str | None:
    """One sign that a class, a literal or a dot takes."""
    one = compiler.compile(parser.SubPattern(parser.State(), [(code, content)]), re.ASCII)
    named = content if str(code) == "IN" else [(code, content)]
    own = [
        chr(what if str(kind) == "LITERAL" else what[0]) for kind, what in named if str(kind) in SIGN_KINDS
    ]
    return next((sign for sign in (*own, *SIGNS) if one.fullmatch(sign)), None)


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
