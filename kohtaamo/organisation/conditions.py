"""Rules asked of the database: the rows for which a rule holds, as a `Q`.

It picks the rows that `kit.rules.holds` picks of the same facts, with these differences: lists and objects in
a JSON column are nothing, a text is a number only in plain digits ("0x10" and "Infinity" are not), and texts
are ordered by code points, in which the browser differs above U+FFFF.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import isnan
from typing import Any, Literal

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, CharField, F, FloatField, Func, Q, Value, When
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Lookup,
    Regex,
)
from django.db.models.sql.compiler import SQLCompiler

from kohtaamo.kit.rules.condition import (
    Always,
    Between,
    BeyondConditionError,
    Compared,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    OneOf,
    Relation,
    Scalar,
    Told,
    condition_of,
)
from kohtaamo.kit.rules.values import number_of

# Short enough for a double on every database.
DIGITS = r"^[ \t\n\r]*[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})([eE][+-]?[0-9]{1,2})?[ \t\n\r]*$"
EMPTY = r"^[ \t\n\r]*$"
ORDERS: dict[Relation, type[Lookup[Any]]] = {
    "less": LessThan,
    "at_most": LessThanOrEqual,
    "more": GreaterThan,
    "at_least": GreaterThanOrEqual,
}
NO_ROW = Q(pk__in=())
# SQL and its parameters
Made = tuple[str, Any]


class CodePoints(Func):
    """Texts in the order of their characters' numbers, not of somebody's alphabet."""

    template = "%(expressions)s"
    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Made:
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **context)


class JsonPart(Func):
    """What a JSON column has under one name."""

    output_field = CharField()
    joiner, on_postgresql = "", ""

    def __init__(self, path: str, name: str) -> None:
        self.name = name
        super().__init__(F(path), Value(name))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Made:
        column = self.source_expressions[0]
        there = self.copy()
        # the name as Django's JSON has it, where letters beyond ASCII are escaped
        there.set_source_expressions([column, Value(f"$.{json.dumps(self.name)}")])
        return there.as_sql(compiler, connection, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Made:
        return self.as_sql(
            compiler, connection, template=self.on_postgresql, arg_joiner=self.joiner, **context
        )


class JsonKind(JsonPart):
    function, joiner, on_postgresql = "JSON_TYPE", " -> ", "jsonb_typeof(%(expressions)s)"


class JsonText(JsonPart):
    function, joiner, on_postgresql = "JSON_EXTRACT", " ->> ", "(%(expressions)s)"


TEXT_KINDS = ["text", "string"]
NUMBER_KINDS = ["integer", "real", "number"]
BOOLEAN_KINDS = ["true", "false", "boolean"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a name stands for in a row: which kind it is, and how it reads as that kind.

    `number` is empty where it is no number, and 0 where there is nothing.
    """

    nothing: Q
    text: Expression | F
    number: Expression
    is_text: Q | None = None
    is_number: Q | None = None
    is_boolean: Q | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A field, also over a relation ("customer__segment")."""

    path: str
    kind: Literal["text", "number", "boolean"]

    def seen(self, name: str) -> Seen:
        if name:
            raise BeyondConditionError("unknown_name", (name,))
        there, nothing = Q(IsNull(F(self.path), False)), Q(IsNull(F(self.path), True))
        whole = F(self.path)
        if self.kind == "text":
            return Seen(nothing, whole, number((nothing, ZERO), *number_in(whole)), is_text=there)
        if self.kind == "number":
            return Seen(nothing, whole, number((nothing, ZERO), (there, as_double(whole))), is_number=there)
        steps = ((nothing, ZERO), (Q(Exact(whole, True)), ONE), (there, ZERO))
        return Seen(nothing, whole, number(*steps), is_boolean=there)


@dataclass(frozen=True, slots=True)
class JsonColumn:
    """A JSON field of names and plain values, asked as "attributes.age"."""

    path: str

    def seen(self, name: str) -> Seen:
        if not name or not name.isprintable() or {".", '"', "\\"} & set(name):
            raise BeyondConditionError("unknown_name", (self.path, name))
        kind, text = JsonKind(self.path, name), JsonText(self.path, name)
        of = {kinds[0]: Q(In(kind, kinds)) for kinds in (TEXT_KINDS, NUMBER_KINDS, BOOLEAN_KINDS)}
        of_text, of_number, of_boolean = of.values()
        any_kind = [*TEXT_KINDS, *NUMBER_KINDS, *BOOLEAN_KINDS]
        nothing = Q(IsNull(kind, True)) | ~Q(In(kind, any_kind))
        yes = of_boolean & Q(In(Cast(text, CharField()), ["1", "true"]))
        steps = ((nothing, ZERO), (of_number, as_double(text)), (yes, ONE), (of_boolean, ZERO))
        return Seen(nothing, text, number(*steps, *number_in(text)), of_text, of_number, of_boolean)


Columns = Mapping[str, Column | JsonColumn]
ZERO, ONE = Value(0.0), Value(1.0)


def number(*steps: tuple[Q, Expression]) -> Expression:
    return Case(*(When(q, then=then) for q, then in steps), default=None, output_field=FloatField())


def as_double(whole: Combinable) -> Expression:
    return Cast(whole, FloatField())


def number_in(text: Any) -> tuple[tuple[Q, Expression], ...]:
    return (Q(Regex(text, EMPTY)), ZERO), (Q(Regex(text, DIGITS)), as_double(text))


def rows_where(rule: object, columns: Columns) -> Q:
    """`columns` by the names that the rule may use; `BeyondConditionError` when it cannot be asked so."""
    return compiled(condition_of(rule), columns)


def compiled(condition: Condition, columns: Columns, *, turned: bool = False) -> Q:
    """`turned` asks for the other rows. Only there an unknown must become a no; elsewhere an index may help."""
    if isinstance(condition, Not):
        return compiled(condition.part, columns, turned=not turned)
    if isinstance(condition, Always):
        return NO_ROW if condition.holds == turned else ~NO_ROW
    if isinstance(condition, Joined):
        parts = [compiled(part, columns, turned=turned) for part in condition.parts]
        return all_of(parts) if condition.every != turned else any_of(parts)
    found = leaf(condition, seen(condition.name, columns))
    if not turned:
        return found
    return Q(Case(When(found, then=Value(False)), default=Value(True), output_field=BooleanField()))


def seen(name: str, columns: Columns) -> Seen:
    first, _, rest = name.partition(".")
    if first not in columns:
        raise BeyondConditionError("unknown_name", (name,))
    return columns[first].seen(rest)


def leaf(condition: Compared | Between | OneOf | Contains | Told | Missing, row: Seen) -> Q:
    if isinstance(condition, Compared):
        return compared(condition.relation, condition.value, row, exact=condition.exact)
    if isinstance(condition, Between):
        return between(condition, row)
    if isinstance(condition, OneOf):
        return any_of(exactly(value, row) for value in condition.values)
    if row.is_text is None:
        text_is_empty, text_has = None, None
    else:
        text_is_empty = row.is_text & Q(Exact(row.text, Value("")))
        text_has = row.is_text & ~text_is_empty
    if isinstance(condition, Contains):
        return both(text_has, Q(GreaterThan(StrIndex(row.text, Value(condition.text)), 0))) or NO_ROW
    if isinstance(condition, Missing):
        return any_of([row.nothing, text_is_empty])
    yes = ~Q(Exact(row.number, 0.0))
    return any_of([text_has, both(row.is_number, yes), both(row.is_boolean, yes)])


def between(condition: Between, row: Seen) -> Q:
    if condition.ends:
        return compared("at_least", condition.low, row) & compared("at_most", condition.high, row)
    return compared("more", condition.low, row) & compared("less", condition.high, row)


def compared(relation: Relation, value: Scalar, row: Seen, *, exact: bool = False) -> Q:
    if relation == "is":
        return exactly(value, row) if exact else equal(value, row)
    order = ORDERS[relation]
    sought = number_of(value)
    as_number = None if isnan(sought) else Q(order(row.number, sought))
    if not isinstance(value, str):
        return as_number or NO_ROW
    as_text = both(row.is_text, Q(order(CodePoints(row.text), Value(value))))
    others = [row.nothing, row.is_number, row.is_boolean]
    return any_of([as_text, *(both(kind, as_number) for kind in others)])


def equal(value: Scalar, row: Seen) -> Q:
    """As ==, where "6" is 6 and true is 1."""
    if value is None:
        return row.nothing
    sought = number_of(value)
    as_number = None if isnan(sought) else Q(Exact(row.number, sought))
    parts = [both(row.is_number, as_number), both(row.is_boolean, as_number)]
    if isinstance(value, str):
        return any_of([both(row.is_text, Q(Exact(row.text, Value(value)))), *parts])
    return any_of([both(row.is_text, as_number), *parts])


def exactly(value: Scalar, row: Seen) -> Q:
    """As ===: of the same kind, and the same."""
    if value is None:
        return row.nothing
    if isinstance(value, str):
        return both(row.is_text, Q(Exact(row.text, Value(value)))) or NO_ROW
    kind = row.is_boolean if isinstance(value, bool) else row.is_number
    return both(kind, Q(Exact(row.number, number_of(value)))) or NO_ROW


def both(one: Q | None, other: Q | None) -> Q | None:
    return None if one is None or other is None else one & other


def any_of(parts: Iterable[Q | None]) -> Q:
    return reduce(lambda one, other: one | other, (part for part in parts if part is not None), NO_ROW)


def all_of(parts: Iterable[Q]) -> Q:
    return reduce(lambda one, other: one & other, parts)
