"""The column "relevant" and the common forms of "constraint": a part of XPath."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kohtaamo.feedback.definitions.draft import Draft, Fields
from kohtaamo.feedback.definitions.expressions import (
    COMMON,
    Dialect,
    Node,
    Told,
    Value,
    as_rule,
    denial,
    of_target,
    read_expression,
)
from kohtaamo.feedback.definitions.logic import Rule, Target, UnsayableError
from kohtaamo.feedback.definitions.shapes import number

REGEX = re.compile(r"regex\(\s*\.\s*,\s*(['\"])(.*)\1\s*\)$", re.DOTALL)
LIMIT = re.compile(r"\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$")
DAY = re.compile(r"\.\s*(>=|<=)\s*date\(\s*['\"](\d{4}-\d\d-\d\d)['\"]\s*\)$")
LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*(<=|<)\s*(\d+)$")
COUNT = re.compile(r"count-selected\(\s*\.\s*\)\s*(>=|<=|=)\s*(\d+)$")
# As we write a pattern, for programs that look for it anywhere in the text.
ANCHORED = re.compile(r"^\^\(\?:(.*)\)\$$", re.DOTALL)
WRAPPED = re.compile(r"^\((.*)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Conditions:
    draft: Draft
    targets: Mapping[str, Target]

    def rule(self, text: str, tag: str) -> Rule | None:
        operators = {**COMMON, "-": "-"}
        dialect = Dialect(name=r"\$\{[^{}]{1,200}\}", find=self.find, call=self.call, operators=operators)
        try:
            return read_expression(text, dialect)
        except UnsayableError as problem:
            self.draft.lose(tag, "condition", part=problem.part)
            return None

    def find(self, text: str) -> Node | None:
        return self.targets.get(text.strip("${} "))

    def call(self, name: str, given: Sequence[Node]) -> Node | None:
        if name in ("true", "false") and not given:
            return Told(name == "true")
        if name == "not" and len(given) == 1:
            return Told(denial(as_rule(given[0])))
        if name == "selected" and len(given) == 2:  # noqa: PLR2004
            target, code = given
            if isinstance(target, Target) and isinstance(code, Value):
                return Told(of_target("==", target, str(code.value)))
        if name == "contains" and len(given) == 2:  # noqa: PLR2004
            target, part = given
            if isinstance(target, Target) and isinstance(part, Value):
                return Told(of_target("contains", target, str(part.value)))
        if name in ("string", "number", "int", "coalesce") and len(given) == 1:
            return given[0]
        return None


def limits_of(draft: Draft, constraint: str, tag: str, kind: str) -> Fields:
    """Bounds, a pattern or a length; anything else is told as lost."""
    found: Fields = {}
    for part in re.split(r"\s+and\s+", constraint.strip()) if constraint.strip() else []:
        one = WRAPPED.sub(r"\1", part.strip()).strip()
        own = limit_of(one, kind)
        if own is None:
            draft.lose(tag, "validation")
        else:
            found |= own
    return found


def limit_of(text: str, kind: str) -> Fields | None:
    if kind == "open_text":
        return limit_of_text(text)
    if (match := DAY.match(text)) and kind == "date":
        return {"at_least" if match[1] == ">=" else "at_most": match[2]}
    if (match := COUNT.match(text)) and kind == "multiple_choice":
        most = {"at_most": int(match[2])} if match[1] in ("<=", "=") else {}
        return {**most, **({"at_least": int(match[2])} if match[1] in (">=", "=") else {})}
    if (match := LIMIT.match(text)) and kind in ("number", "slider"):
        limit, sign = number(match[2]), match[1]
        if limit is None or (len(sign) == 1 and not isinstance(limit, int)):
            return None
        if sign in (">", "<"):
            limit += 1 if sign == ">" else -1
        return {"at_least" if sign[0] == ">" else "at_most": limit}
    return None


def limit_of_text(text: str) -> Fields | None:
    if match := REGEX.match(text):
        return {"pattern": ANCHORED.sub(r"\1", match[2])}
    if match := LENGTH.match(text):
        return {"longest": int(match[2]) - (match[1] == "<")}
    return None
