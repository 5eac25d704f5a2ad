"""Rules of one theme as a person writes them, one a line: "toimitu* hida* = 0.8 not: palvelu*, jono* with: paketti".

The weight may be left out, as may what must not or must stand in the same clause. What is written is bounded,
so that no list of a stranger makes reading slow: a rule costs at most its words times the words of a clause.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from .rules import Rule, RuleError, read_rules

Why = Literal["too_many", "too_long", "weight", "unreadable"]

USUAL_WEIGHT = 0.75
MOST_LINES = 200
LONGEST_LINE = 800
# Words that a line may name in all, its alternatives counted.
MOST_CHOICES = 120
LONGEST_TEXT = MOST_LINES * LONGEST_LINE
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
PARTS = re.compile(r"(?:^|\s)(not|with):", re.IGNORECASE)


class PlainRuleError(ValueError):
    """`line` counts from 1 and is 0 when it is about all of them; `shown` is the beginning of the line."""

    def __init__(self, why: Why, line: int = 0, shown: str = "") -> None:
        super().__init__(why)
        self.why, self.line, self.shown = why, line, shown


def read_plain(text: str, *, theme: str, language: str) -> tuple[Rule, ...]:
    """Raises `PlainRuleError`."""
    if len(text) > LONGEST_TEXT:
        raise PlainRuleError("too_many")
    lines = text.splitlines()
    if sum(bool(line.strip()) for line in lines) > MOST_LINES:
        raise PlainRuleError("too_many")
    read = (
        rule for number, line in enumerate(lines, start=1) for rule in _read(line, number, theme, language)
    )
    return tuple(dict.fromkeys(read))


def _read(line: str, number: int, theme: str, language: str) -> tuple[Rule, ...]:
    shown = line.strip()[:60]
    if not shown or shown.startswith("#"):
        return ()
    if len(line) > LONGEST_LINE or len(line.replace("|", " ").split()) > MOST_CHOICES:
        raise PlainRuleError("too_long", number, shown)
    try:
        return read_rules([_tabbed(line, theme)], language=language)
    except RuleError as problem:
        raise PlainRuleError("unreadable", number, shown) from problem
    except ValueError as problem:
        raise PlainRuleError("weight", number, shown) from problem


def _tabbed(line: str, theme: str) -> str:
    """As the lists of the standard themes are written. Raises ValueError when the weight is no number.

    A hyphen parts words in a text, so it does here: "e-lasku*" is looked for as "e" and then "lasku*".
    """
    written = " ".join(word if "|" in word else HYPHEN.sub(" ", word) for word in line.split())
    pattern, *parts = PARTS.split(written)
    words, sign, weight = pattern.partition("=")
    worth = float(weight.replace(",", ".")) if sign else USUAL_WEIGHT
    if not 0 < worth <= 1:
        raise ValueError("the weight is more than 0 and at most 1")
    said = [f"{kind.lower()}:{rest}" for kind, rest in zip(parts[::2], parts[1::2], strict=True)]
    return "\t".join([theme, words.strip(), str(worth), *said])


@lru_cache(maxsize=2)
def standard_rules(language: str) -> Mapping[str, str]:
    """The standard rules of each theme, written as `read_plain` reads them."""
    found: dict[str, list[str]] = defaultdict(list)
    path = Path(__file__).with_name(f"{language}.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            theme, pattern, weight, *parts = (field.strip() for field in line.split("\t"))
            worth = "" if float(weight) == USUAL_WEIGHT else f" = {weight}"
            found[theme].append(" ".join([f"{pattern}{worth}", *filter(None, parts)]))
    return {theme: "\n".join(lines) for theme, lines in found.items()}
