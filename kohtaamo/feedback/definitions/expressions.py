"""Conditions written as text, of the kinds LimeSurvey, XLSForm and SurveyJS have, read into rules of ours.

A subset: comparisons joined by and, or and not, and a few functions each program has. What is beyond it raises
`UnsayableError`, and the condition is told as lost rather than half understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .logic import (
    SWAPPED,
    Rule,
    Target,
    UnsayableError,
    all_of,
    any_of,
    empty,
    given,
    negated,
    number_in,
)

# false is 0 here as well.
NOT_CHOSEN = ("", 0, "0", "N")
LONGEST, DEEPEST, MOST_TOKENS = 5_000, 30, 600


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice of a question as a thing of its own: chosen or not."""

    target: Target
    code: str


@dataclass(frozen=True, slots=True)
class Value:
    value: Any


@dataclass(frozen=True, slots=True)
class Told:
    """A rule already; True and False stand for always and never."""

    rule: Rule | None


Node = Target | Pick | Value | Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`name` is the pattern of a reference, `find` tells what it speaks of, `call` what a function says.

    `operators`: how each is written there, and our word for it.
    """

    name: str
    find: Callable[[str], Node | None]
    call: Callable[[str, Sequence[Node]], Node | None]
    operators: Mapping[str, str]


COMMON = {
    "==": "==",
    "=": "==",
    "!=": "!=",
    "<>": "!=",
    "<=": "<=",
    ">=": ">=",
    "<": "<",
    ">": ">",
    "&&": "and",
    "||": "or",
    "and": "and",
    "or": "or",
    "not": "not",
    "!": "not",
}
COMPARED = frozenset({"==", "!=", "<", "<=", ">", ">="})
Kind = Literal["name", "text", "number", "operator", "word", "mark"]
Token = tuple[Kind, str]


def read_expression(text: str, dialect: Dialect) -> Rule | None:
    """None holds always, False never."""
    written = text.strip()
    if not written:
        return None
    if len(written) > LONGEST:
        raise UnsayableError(written)
    reader = Reader(tokens_of(written, dialect), dialect, written)
    rule = as_rule(reader.whole())
    return None if rule is True else rule


def tokens_of(text: str, dialect: Dialect) -> list[Token]:
    signs = sorted((one for one in dialect.operators if not one[0].isalpha()), key=len, reverse=True)
    pattern = re.compile(
        rf"\s*(?:(?P<name>{dialect.name})"
        r"|(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
        r"|(?P<number>\d+(?:\.\d+)?)"
        rf"|(?P<operator>{'|'.join(map(re.escape, signs))})"
        r"|(?P<word>[A-Za-z_][A-Za-z0-9_:-]*)"
        r"|(?P<mark>[()\[\],]))"
    )
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None or match.end() == at or len(found) > MOST_TOKENS:
            if not text[at:].strip():
                break
            raise UnsayableError(text[at:])
        kind: Any = match.lastgroup
        found.append((kind, match[kind]))
        at = match.end()
    return found


class Reader:
    """Precedence from the loosest: or, and, not, comparison."""

    def __init__(self, tokens: list[Token], dialect: Dialect, written: str) -> None:
        self.tokens = tokens
        self.dialect = dialect
        self.written = written
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either()
        if self.at < len(self.tokens):
            raise UnsayableError(self.written)
        return node

    def operator(self) -> str | None:
        if self.at >= len(self.tokens):
            return None
        kind, text = self.tokens[self.at]
        return self.dialect.operators.get(text.lower()) if kind in ("operator", "word", "name") else None

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnsayableError(self.written)
        parts = [self.every()]
        while self.operator() == "or":
            self.at += 1
            parts.append(self.every())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Told(joined([as_rule(one) for one in parts], every=False))

    def every(self) -> Node:
        parts = [self.denied()]
        while self.operator() == "and":
            self.at += 1
            parts.append(self.denied())
        return parts[0] if len(parts) == 1 else Told(joined([as_rule(one) for one in parts], every=True))

    def denied(self) -> Node:
        if self.operator() == "not":
            self.at += 1
            return Told(denial(as_rule(self.denied())))
        return self.comparison()

    def comparison(self) -> Node:
        left = self.atom()
        operator = self.operator()
        if operator is None or operator in ("and", "or", "not"):
            return left
        self.at += 1
        if operator in ("empty", "notempty"):
            return Told(emptiness(left, is_empty=operator == "empty"))
        return Told(compared(operator, left, self.atom()))

    def atom(self) -> Node:
        kind, text = self.take()
        if kind == "text":
            return Value(re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind == "number":
            return Value(number_in(text))
        if text in ("(", "["):
            return self.group(text)
        if kind == "operator" and text == "-":
            node = self.atom()
            if isinstance(node, Value) and isinstance(node.value, int | float):
                return Value(-node.value)
        if kind in ("name", "word"):
            return self.named(text)
        raise UnsayableError(self.written)

    def group(self, opening: str) -> Node:
        if opening == "[":
            return Value([one.value for one in self.arguments("]") if isinstance(one, Value)])
        node = self.either()
        self.expect(")")
        return node

    def named(self, text: str) -> Node:
        if self.at < len(self.tokens) and self.tokens[self.at][1] == "(":
            self.at += 1
            node = self.dialect.call(text, self.arguments(")"))
        elif text.lower() in ("true", "false"):
            return Value(text.lower() == "true")
        else:
            node = self.dialect.find(text)
        if node is None:
            raise UnsayableError(text)
        return node

    def arguments(self, closing: str) -> list[Node]:
        found: list[Node] = []
        while self.tokens[self.at : self.at + 1] != [("mark", closing)]:
            found.append(self.either())
            if self.tokens[self.at : self.at + 1] != [("mark", ",")]:
                break
            self.at += 1
        self.expect(closing)
        return found

    def take(self) -> Token:
        if self.at >= len(self.tokens):
            raise UnsayableError(self.written)
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, mark: str) -> None:
        if self.take()[1] != mark:
            raise UnsayableError(self.written)


def as_rule(node: Node) -> Rule | bool | None:
    if isinstance(node, Told):
        return node.rule
    if isinstance(node, Pick):
        return node.target.has(node.code)
    if isinstance(node, Value):
        return node.value not in (0, "", "0", [])
    return {"==": [node.var, True]} if node.way == "yes" else given(node)


def joined(rules: Sequence[Rule | bool | None], *, every: bool) -> Rule | bool | None:
    """What always holds adds nothing to an "and", and what never holds nothing to an "or"."""
    plain: list[Rule] = [True if one is None else one for one in rules]
    if any(one is (not every) for one in plain):
        return not every
    left = [one for one in plain if one is not every]
    if not left:
        return every
    return all_of(left) if every else any_of(left)


def denial(rule: Rule | bool | None) -> Rule | bool:
    if rule is None or isinstance(rule, bool):
        return rule is False
    return negated(rule)


def emptiness(node: Node, *, is_empty: bool) -> Rule:
    if isinstance(node, Pick):
        rule = node.target.has(node.code)
        return negated(rule) if is_empty else rule
    if isinstance(node, Target):
        return empty(node) if is_empty else given(node)
    raise UnsayableError("empty")


def compared(operator: str, left: Node, right: Node) -> Rule | bool:
    if isinstance(left, Value) and isinstance(right, Value) and operator in ("==", "!="):
        return (left.value == right.value) == (operator == "==")
    if isinstance(left, Value) and isinstance(right, Target | Pick) and operator in COMPARED:
        left, right, operator = right, left, SWAPPED.get(operator, operator)
    if isinstance(left, Pick) and isinstance(right, Value):
        return picked(operator, left, right.value)
    if isinstance(left, Target) and isinstance(right, Value):
        return of_target(operator, left, right.value)
    if isinstance(left, Target) and isinstance(right, Target) and operator in COMPARED:
        return {operator: [left.var, right.var]}
    raise UnsayableError(operator)


def picked(operator: str, left: Pick, value: Any) -> Rule:
    """LimeSurvey has "Y" for a choice that is chosen and nothing for another."""
    if operator not in ("==", "!="):
        raise UnsayableError(f"{left.target.name} {operator} {value}")
    is_chosen = value not in NOT_CHOSEN if operator == "==" else value in NOT_CHOSEN
    rule = left.target.has(left.code)
    return rule if is_chosen else negated(rule)


def of_target(operator: str, target: Target, value: Any) -> Rule:
    if value == "" and operator in ("==", "!="):
        return empty(target) if operator == "==" else given(target)
    if operator in ("contains", "notcontains", "anyof", "allof", "noneof"):
        return containing(operator, target, value)
    if isinstance(value, list):
        return of_list(operator, target, value)
    if operator in ("==", "!="):
        rule = target.has(value)
        return rule if operator == "==" else negated(rule)
    if operator in COMPARED and target.way not in ("many", "table"):
        return {operator: [target.var, number_in(value) if isinstance(value, str) else value]}
    raise UnsayableError(f"{target.name} {operator} {value}")


def containing(operator: str, target: Target, value: Any) -> Rule:
    values = value if isinstance(value, list) else [value]
    if target.way == "text":
        rules = [{"in": [str(one), target.var]} for one in values]
    else:
        rules = [target.has(one) for one in values]
    rule = any_of(rules) if operator in ("anyof", "noneof") else all_of(rules)
    if rule is None:
        raise UnsayableError(f"{target.name} {operator}")
    return negated(rule) if operator in ("notcontains", "noneof") else rule


def of_list(operator: str, target: Target, values: list[Any]) -> Rule:
    """All of them chosen. That nothing else is, our rules do not ask."""
    if operator == "==" and len(values) == 1:
        return target.has(values[0])
    raise UnsayableError(f"{target.name} {operator} {values}")
