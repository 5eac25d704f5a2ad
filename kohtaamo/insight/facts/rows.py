"""Reading rows of the table of measurements as the tables of Arrow that the engine takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection

from .bunches import batches_of

# From so many rows on, opening a connection costs less than Python's reading row by row.
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


def rows_upto(organisation: int, last: int) -> str:
    """The condition of the values recorded up to one id."""
    return f"organisation_id = {int(organisation)} AND id <= {int(last)}"


def rows_of(organisation: int, ids: Iterable[int]) -> str:
    return f"organisation_id = {int(organisation)} AND id IN ({', '.join(str(int(one)) for one in ids) or 'NULL'})"


def read(condition: str, *, after: int = 0) -> pa.Table:
    """Those recorded after one id; through Django's own connection, so within its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(raw_query(f"{condition} AND id > {int(after)}"))
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(SCHEMA)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


@contextmanager
def reader(condition: str, *, after: int = 0) -> Iterator[Any]:
    """Many rows as a stream of batches that the engine takes in by itself, past Django where that is faster.

    A database file of SQLite is read as it is committed; within a transaction what it has written is read too.
    """
    path = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and path.is_file() and not connection.in_atomic_block:
        with closing(batches_of(path, raw_query(condition), SCHEMA, after=after)) as batches:
            yield pa.RecordBatchReader.from_batches(SCHEMA, batches)
    else:
        yield read(condition, after=after)


def read_lately(condition: str, *, after: int, most: int) -> pa.Table:
    """At most so many rows, as they are committed.

    Python's driver lets go of the interpreter at each row, and beside a thread that computes waits for it each time.
    """
    if most < MANY:
        return read(condition, after=after)
    with reader(condition, after=after) as batches:
        return batches if isinstance(batches, pa.Table) else batches.read_all()
