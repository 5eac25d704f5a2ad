"""A question to the facts, and its text for an engine: written once in DuckDB's dialect, built as a syntax tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from sqlglot import exp, parse_one

from kohtaamo.insight.where import ATTRIBUTE, COLUMNS, Where

from .columns import NAMES, column_of, day_number

Parameter = int | float | str | tuple[int | float | str, ...]
DIALECT = "duckdb"
# What stands in the text of a statement until it is asked; no name of ours looks like them.
SOURCE, CONDITION, PARAMETER = "zz_source", "zz_condition", "zz_parameter_"
TOKEN = re.compile(rf"{SOURCE}|{CONDITION}|{PARAMETER}\w+")
WORD = re.compile(r"\w+")


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


def text_of(question: Question, source: str, dialect: str = DIALECT) -> str:
    """The statement in an engine's dialect, over `source`: a query whose columns are those of a fact.

    `KeyError` names a parameter that is missing.
    """
    parts = {
        SOURCE: source,
        CONDITION: condition(question, dialect),
        **{PARAMETER + name: literals(value, dialect) for name, value in question.parameters.items()},
    }
    return TOKEN.sub(lambda found: parts[found[0]], template(question.sql, dialect).text)


def columns_of(question: Question) -> tuple[str, ...]:
    """The columns of a fact that the question speaks of: an engine plans few of them twice as fast as all fifty."""
    # a text that happens to read like one of them gives a column too many, which does no harm
    named = template(question.sql, DIALECT).words.union(WORD.findall(condition(question, DIALECT)))
    return tuple(name for name in NAMES if name in named) or ("id",)


def condition(question: Question, dialect: str) -> str:
    """What narrows the facts to those the question is about."""
    where, kinds = question.where, question.kinds
    parts = [] if kinds is None else [f"kind IN ({literals(tuple(sorted(kinds)), dialect)})"]
    if where.period:
        parts.append(f"day >= {day_number(where.period.start)} AND day < {day_number(where.period.end)}")
    for name in COLUMNS:
        chosen = getattr(where, name)
        if chosen is not None:
            parts.append(f"{column_of(name)} = {literals(chosen, dialect)}")
    for key, said in sorted(where.attributes.items()):
        parts.append(f"{column_of(ATTRIBUTE + key)} = {literals(said, dialect)}")
    return " AND ".join(parts) or "1 = 1"


def literals(value: Parameter, dialect: str) -> str:
    """Values as the dialect writes them, so that none can be read as a piece of the statement."""
    several: Sequence[int | float | str] = value if isinstance(value, tuple) else (value,)
    return ", ".join(
        str(one) if type(one) is int else exp.convert(one).sql(dialect=dialect) for one in several
    )


class Template(NamedTuple):
    """A statement with tokens where the facts, what narrows them, and the parameters go; and the names it uses."""

    text: str
    words: frozenset[str]


@lru_cache(maxsize=512)
def template(sql: str, dialect: str) -> Template:
    # the tree is nobody else's, so it is changed in its place
    asked = parse_one(sql, read=DIALECT).transform(as_token, copy=False)
    if not isinstance(asked, exp.Query):
        raise TypeError("a question to the facts is a SELECT")
    words = words_of(asked)
    facts = exp.select("*").from_(exp.to_table(SOURCE)).where(exp.column(CONDITION))
    existing = asked.args.get("with_")
    if existing is None:
        asked = asked.with_("facts", as_=facts, copy=False)
    else:
        first = exp.CTE(this=facts, alias=exp.TableAlias(this=exp.to_identifier("facts")))
        existing.set("expressions", [first, *existing.expressions])
    written = asked.sql(dialect=dialect)
    return Template(written.replace(f"FROM {SOURCE}", f"FROM ({SOURCE}) AS source"), words)


def words_of(asked: exp.Query) -> frozenset[str]:
    """Every name in it, or those of all columns where it asks for all of them."""
    if any(isinstance(star.parent, exp.Select | exp.Column) for star in asked.find_all(exp.Star)):
        return frozenset(NAMES)
    return frozenset(name.name.lower() for name in asked.find_all(exp.Identifier))


def as_token(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.In) and isinstance(node.args.get("field"), exp.Placeholder):
        name = node.args["field"].name
        return exp.In(this=node.this, expressions=[exp.column(PARAMETER + name)])
    return exp.column(PARAMETER + node.name) if isinstance(node, exp.Placeholder) else node
