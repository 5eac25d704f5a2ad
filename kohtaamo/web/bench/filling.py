"""Two years of meetings and answers, made by DuckDB and poured into SQLite column by column.

One visit gives five facts: the meeting, its wait, a recommendation, one other scale, and either the tone of a
comment or how it went against what was expected. Four visits in a row belong to one case of one customer.
The same number of facts on the same day gives the same rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi as adbc
import duckdb
import pyarrow as pa
from django.db import connections

from kohtaamo.encounters.models import case_number

from .bench import Tell
from .tables import CASE_VISITS, CUSTOMERS, FACTS_A_VISIT, MACROS, TABLES, VISITS
from .world import DATABASE, World

CHUNK_VISITS = 40_000
DAYS = 730
CUSTOMER_CASES = 3


def fill(folder: Path, world: World, facts: int, tell: Tell) -> int:
    """Returns how many facts there are: whole cases only. The tables must be without customers yet."""
    cases = max(facts // FACTS_A_VISIT // CASE_VISITS, 1)
    visits = cases * CASE_VISITS
    path = folder / DATABASE
    # the driver has a SQLite of its own, and two must not have one file open: see `kit/bunches.py`
    connections.close_all()
    with closing(maker(world, cases)) as source, without_indexes(path), adbc.connect(str(path)) as target:
        pour(source, target, "encounters_customer", CUSTOMERS)
        for first in range(0, visits, CHUNK_VISITS):
            tell(first / visits, "Filling in facts")
            last = min(first + CHUNK_VISITS, visits)
            source.execute(f"CREATE OR REPLACE TABLE visits AS {VISITS}", {"first": first, "last": last})
            for table, rows in TABLES.items():
                pour(source, target, table, rows)
        tell(1.0, "Filling in facts")
    return visits * FACTS_A_VISIT


def maker(world: World, cases: int) -> duckdb.DuckDBPyConnection:
    """A DuckDB that knows the macros and the small lists of the world."""
    source = duckdb.connect(config={"memory_limit": "2GB"})
    source.execute("SET TimeZone = 'UTC'")
    until = datetime.now(tz=UTC).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    facts: dict[str, Any] = {
        "organisation": world.organisation,
        "survey": world.survey,
        "version": world.survey_version,
        "cases": cases,
        "customers": max(cases // CUSTOMER_CASES, 1),
        "days": DAYS,
        "begun": until - timedelta(days=DAYS),
        "until": until,
        "touchpoints": list(world.touchpoints),
        "units": list(world.units),
        "agents": list(world.agents),
    }
    names = ", ".join(f"${name} AS {name}" for name in facts)
    source.execute(f"CREATE TABLE world AS SELECT {names}", facts)
    numbers = pa.table(
        {"c": pa.array(range(cases)), "number": pa.array(case_number(f"C-{c}") for c in range(cases))}
    )
    source.register("numbers", numbers)
    source.execute("CREATE TABLE cases AS SELECT * FROM numbers ORDER BY c")
    for statement in MACROS:
        source.execute(statement)
    return source


def pour(source: duckdb.DuckDBPyConnection, target: Any, table: str, rows: str) -> None:
    with target.cursor() as cursor:
        cursor.adbc_ingest(table, source.sql(rows).to_arrow_table(), mode="append")
    target.commit()


@contextmanager
def without_indexes(path: Path) -> Iterator[None]:
    """Built once over all rows they cost a fraction of what they cost row by row. Has no file open meanwhile."""
    tables = ", ".join(f"'{table}'" for table in TABLES)
    with closing(sqlite3.connect(path)) as database:
        made = database.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({tables})"
        ).fetchall()
        for name, _sql in made:
            database.execute(f'DROP INDEX "{name}"')
        database.commit()
    yield
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-200000")
        for _name, sql in made:
            database.execute(sql)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
