"""Reading rows of the table of measurements as the tables of Arrow that the engine takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection

BATCH = 50_000
# From so many rows on, opening a connection of another driver costs less than Python's reading row by row.
MANY = 1_000
FIELDS = (
    "id",
    "kind",
    "question",
    "value",
    "touchpoint_id AS touchpoint",
    "channel",
    "unit_id AS unit",
    "agent_id AS agent",
    "customer_id AS customer",
    "segment",
    "survey_id AS survey",
    "answer_id AS answer",
    "encounter_id AS encounter",
    '"case" AS case_number',
    "source",
)
WHOLE = (
    "id",
    "happened_us",
    "touchpoint",
    "unit",
    "agent",
    "customer",
    "survey",
    "answer",
    "encounter",
    "case_number",
)
SCHEMA = pa.schema(
    [
        *(
            (name, pa.int64() if name in WHOLE else pa.float64() if name == "value" else pa.string())
            for name in (field.rsplit(" AS ", 1)[-1] for field in FIELDS)
        ),
        ("happened_us", pa.int64()),
        ("attributes", pa.string()),
    ]
)


def raw_query(condition: str) -> str:
    """The rows in force that a condition leaves, each moment in microseconds of 1970."""
    if connection.vendor == "postgresql":
        moment = "CAST(extract(epoch FROM happened_at) * 1000000 AS bigint)"
        attributes = "CAST(attributes AS text)"
    else:
        # whole seconds and the fraction apart: a floating number of days would lose microseconds
        fraction = "CAST(substr(substr(happened_at, 21) || '000000', 1, 6) AS INTEGER)"
        moment = f"CAST(strftime('%s', substr(happened_at, 1, 19)) AS INTEGER) * 1000000 + {fraction}"
        attributes = "attributes"
    columns = f"{', '.join(FIELDS)}, {moment} AS happened_us, {attributes} AS attributes"
    return f"SELECT {columns} FROM insight_measurement WHERE {condition} AND NOT is_superseded"  # noqa: S608


def rows_between(organisation: int, after: int, upto: int) -> str:
    """The condition of the values recorded after one id, up to another."""
    return f"organisation_id = {int(organisation)} AND id > {int(after)} AND id <= {int(upto)}"


def rows_of(organisation: int, ids: Iterable[int]) -> str:
    return f"organisation_id = {int(organisation)} AND id IN ({', '.join(str(int(one)) for one in ids) or 'NULL'})"


def read(condition: str) -> pa.Table:
    """Through Django's own connection, so within its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(raw_query(condition))
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(SCHEMA)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


@contextmanager
def reader(condition: str) -> Iterator[Any]:
    """Many rows as a stream of batches that the engine takes in by itself, past Django where that is faster.

    A database file of SQLite is read by its driver for Arrow, four times faster than by Python's; it sees what is
    committed.
    """
    path = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and Path(path).is_file():
        # only here: it brings half of Arrow along, which is seconds of every command that reads no rows
        from adbc_driver_sqlite import dbapi  # noqa: PLC0415

        with dbapi.connect(f"file:{path}?mode=ro") as columnar, columnar.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH)})
            cursor.execute(raw_query(condition))
            yield cursor.fetch_record_batch()
    else:
        yield read(condition)


def read_lately(condition: str, *, most: int) -> pa.Table:
    """At most so many rows, as they are committed.

    Python's driver lets go of the interpreter at each row, and beside a thread that computes waits for it each time.
    """
    if most < MANY:
        return read(condition)
    with reader(condition) as batches:
        return batches if isinstance(batches, pa.Table) else batches.read_all()
