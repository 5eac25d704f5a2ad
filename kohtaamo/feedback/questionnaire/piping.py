"""Values within texts: "{name}" is what was answered there, "{{" a plain brace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

PIPED = re.compile(r"\{\{|\{([a-z][a-z0-9_]{0,63}(?:\.[^{}.]{1,300})?)\}")


def fill(text: str, words: Callable[[str], str]) -> str:
    """Once over: braces in what is filled in mean nothing. The result is text, not HTML."""
    return PIPED.sub(lambda found: words(found[1]) if found[1] else "{", text) if "{" in text else text


def names_piped(text: str) -> Iterator[str]:
    """The names of questions and values, without what stands after a dot: {"q.other"} names q."""
    for found in PIPED.finditer(text):
        if found[1]:
            yield found[1].partition(".")[0]
