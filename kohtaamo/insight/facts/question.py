"""A question to the facts, and its text for an engine: written once in DuckDB's dialect, built as a syntax tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlglot import exp, parse_one

from kohtaamo.insight.where import ATTRIBUTE, COLUMNS, Where

from .columns import column_of, day_number

Parameter = int | float | str | tuple[int | float | str, ...]
DIALECT = "duckdb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`sql` asks a relation `facts`, which holds the values of these kinds (None: all) that `where` leaves.

    `:name` in it stands for a parameter: a number, a text, or a tuple of them after IN. It must keep the rules of
    portability (docs/extend.md, "Questions to the facts"), because ClickHouse, Spark and PostgreSQL answer it too.
    """

    sql: str
    where: Where = field(default_factory=Where)
    kinds: tuple[str, ...] | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def condition(question: Question) -> exp.Expr | None:
    """What narrows the facts; the values go in as literals of the tree, never as pieces of text."""
    parts: list[exp.Expr] = []
    where, kinds = question.where, question.kinds
    if kinds is not None:
        parts.append(exp.column("kind").isin(*sorted(kinds)))
    if where.period:
        parts.append(exp.column("day") >= day_number(where.period.start))
        parts.append(exp.column("day") < day_number(where.period.end))
    for name in COLUMNS:
        chosen = getattr(where, name)
        if chosen is not None:
            parts.append(exp.column(column_of(name)).eq(exp.convert(chosen)))
    for key, text in sorted(where.attributes.items()):
        column = parse_one(column_of(ATTRIBUTE + key), read=DIALECT)
        parts.append(exp.EQ(this=column, expression=exp.convert(text)))
    return exp.and_(*parts) if parts else None


def statement(question: Question, source: exp.Query) -> exp.Expr:
    """The whole statement over `source`, a query whose columns are those of a fact."""
    facts = exp.select("*").from_(source.subquery("source"))
    narrowing = condition(question)
    if narrowing is not None:
        facts = facts.where(narrowing)
    asked = filled(parsed(question.sql), question.parameters)
    if not isinstance(asked, exp.Query):
        raise TypeError("a question to the facts is a SELECT")
    existing = asked.args.get("with_") or asked.args.get("with")
    first = exp.CTE(this=facts, alias=exp.TableAlias(this=exp.to_identifier("facts")))
    if existing is None:
        return asked.with_("facts", as_=facts)
    existing.set("expressions", [first, *existing.expressions])
    return asked


@lru_cache(maxsize=256)
def parsed(sql: str) -> exp.Expr:
    return parse_one(sql, read=DIALECT)


def filled(tree: exp.Expr, parameters: Mapping[str, Parameter]) -> exp.Expr:
    """A copy of the tree with its parameters in place; `KeyError` names one that is missing."""

    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.In) and isinstance(node.args.get("field"), exp.Placeholder):
            return exp.In(
                this=node.this.transform(fill), expressions=literals(parameters[node.args["field"].name])
            )
        if isinstance(node, exp.Placeholder):
            return literals(parameters[node.name])[0]
        return node

    return tree.transform(fill)


def literals(value: Parameter) -> list[exp.Expr]:
    several: Sequence[int | float | str] = value if isinstance(value, tuple) else (value,)
    return [exp.convert(one) for one in several]
