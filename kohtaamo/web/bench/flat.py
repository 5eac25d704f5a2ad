"""The same facts in other engines: one flat table with the same columns, indexed where an index helps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi as adbc
import duckdb
from django.db import connections

from kohtaamo.insight.facts import Question, project
from kohtaamo.insight.facts.columns import NAMES
from kohtaamo.insight.facts.places import whole_path
from kohtaamo.insight.facts.question import text_of as facts_text
from kohtaamo.insight.models import Segment

Rows = list[tuple[Any, ...]]
BATCH = 200_000
TABLE = "kohtaamo_bench_facts"
INDEXES = ("kind, day", "customer")


@dataclass(frozen=True, slots=True)
class Flat:
    """`size_bytes` with its indexes."""

    ask: Callable[[Question], Rows]
    size_bytes: int
    close: Callable[[], object]


def whole_copy() -> list[str]:
    """Files that hold all the facts: whatever is newer is written out first."""
    project()
    connections.close_all()
    return [str(whole_path(path)) for path in Segment.objects.values_list("path", flat=True)]


def text_of(question: Question, dialect: str) -> str:
    return facts_text(question, f"SELECT {', '.join(NAMES)} FROM {TABLE}", dialect)


def writer_of(dialect: str) -> Callable[[Question], str]:
    """Each question is written once: what the peers are measured by is their engine alone."""
    texts: dict[str, str] = {}

    def text(question: Question) -> str:
        key = repr(question)
        if key not in texts:
            texts[key] = text_of(question, dialect)
        return texts[key]

    return text


def facts_of(files: list[str]) -> tuple[duckdb.DuckDBPyConnection, str]:
    reader = duckdb.connect()
    reader.execute("SET preserve_insertion_order = false")
    return reader, f"SELECT {', '.join(NAMES)} FROM read_parquet({files!r})"


def in_duckdb(folder: Path, files: list[str]) -> Flat:
    """DuckDB's own storage, as a file that one process has to itself."""
    path = folder / "flat.duckdb"
    path.unlink(missing_ok=True)
    database = duckdb.connect(str(path))
    database.execute(f"CREATE TABLE {TABLE} AS SELECT {', '.join(NAMES)} FROM read_parquet({files!r})")
    database.execute("CHECKPOINT")
    text = writer_of("duckdb")
    return Flat(
        ask=lambda question: database.execute(text(question)).fetchall(),
        size_bytes=path.stat().st_size,
        close=database.close,
    )


def in_sqlite(folder: Path, files: list[str]) -> Flat:
    path = folder / "flat.sqlite3"
    path.unlink(missing_ok=True)
    reader, facts = facts_of(files)
    with closing(reader), adbc.connect(str(path)) as target, target.cursor() as cursor:
        cursor.adbc_ingest(TABLE, reader.sql(facts).to_arrow_reader(BATCH), mode="create")
        target.commit()
    database = sqlite3.connect(path)
    database.execute("PRAGMA cache_size=-200000")
    database.execute("PRAGMA mmap_size=8000000000")
    for number, columns in enumerate(INDEXES):
        database.execute(f"CREATE INDEX flat_{number} ON {TABLE} ({columns})")
    database.execute("ANALYZE")
    database.commit()
    text = writer_of("sqlite")
    return Flat(
        ask=lambda question: database.execute(text(question)).fetchall(),
        size_bytes=path.stat().st_size,
        close=database.close,
    )


def in_postgresql(folder: Path, files: list[str], address: str) -> Flat:
    """A table of our own in the database named; it is dropped at the end. `ImportError` without psycopg."""
    import psycopg  # noqa: PLC0415  not everybody has it

    database = psycopg.connect(address, autocommit=True)
    file = folder / "flat.csv"
    reader, facts = facts_of(files)
    with closing(reader):
        reader.execute(f"COPY ({facts}) TO '{file}' (HEADER false)")
        types = {row[0]: row[1] for row in reader.execute(f"DESCRIBE {facts}").fetchall()}
    named = {"VARCHAR": "text", "DOUBLE": "double precision"}
    columns = ", ".join(f"{name} {named.get(types[name], types[name])}" for name in NAMES)
    database.execute(f"DROP TABLE IF EXISTS {TABLE}")
    database.execute(f"CREATE TABLE {TABLE} ({columns})")
    with database.cursor().copy(f"COPY {TABLE} FROM STDIN (FORMAT csv)") as copy, file.open("rb") as rows:
        while block := rows.read(1 << 20):
            copy.write(block)
    file.unlink()
    for number, indexed in enumerate(INDEXES):
        database.execute(f"CREATE INDEX flat_{number} ON {TABLE} ({indexed})")
    database.execute(f"VACUUM ANALYZE {TABLE}")
    found = database.execute("SELECT pg_total_relation_size(%s)", [TABLE]).fetchone()

    def close() -> None:
        database.execute(f"DROP TABLE {TABLE}")
        database.close()

    text = writer_of("postgres")
    return Flat(
        ask=lambda question: database.execute(text(question)).fetchall(),
        size_bytes=int(found[0]) if found else 0,
        close=close,
    )
