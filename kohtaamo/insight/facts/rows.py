"""Reading rows of the table of measurements as the tables of Arrow that the engine takes in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path

import pyarrow as pa
from django.db import connection

from kohtaamo.kit.bunches import JSON, batches_apart, batches_of

# From so many rows on, opening a connection costs less than Python's reading row by row.
MANY = 1_000
# Ids read into one table.
PART = 100_000
# From so many ids on, processes of their own read: their second of starting is soon made up.
APART, READERS = 4 * PART, 2
# Batches of a reader put together into one table.
BATCHES = 50
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
        pa.field("attributes", pa.string(), metadata=JSON),
    ]
)


def raw_query(condition: str) -> str:
    """The rows in force that a condition leaves, each moment in microseconds of 1970."""
    if connection.vendor == "postgresql":
        moment = "CAST(extract(epoch FROM happened_at) * 1000000 AS bigint)"
        attributes = "CAST(attributes AS text)"
    else:
        # Whole seconds and the fraction apart: a floating number of days would lose microseconds. Django writes
        # six digits of a fraction, or none.
        fraction = "CAST(substr(happened_at, 21) AS INTEGER)"
        moment = f"strftime('%s', substr(happened_at, 1, 19)) * 1000000 + {fraction}"
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


def file_to_read() -> Path | None:
    """The file of SQLite, read past Django as it is committed; none within a transaction, which sees more than that."""
    path = Path(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and path.is_file()
    return path if is_file and not connection.in_atomic_block else None


def read_file(path: Path, condition: str, *, after: int) -> pa.Table:
    with closing(batches_of(path, raw_query(condition), SCHEMA, after=after)) as batches:
        return pa.Table.from_batches(batches, SCHEMA)


def tables_between(organisation: int, after: int, upto: int) -> Iterator[pa.Table]:
    """All values with ids from after `after` up to `upto`, many at a time; the next are read while these are worked on.

    Each part is as it is committed when it is read: what changes meanwhile is among the changed values of the next
    round.
    """
    path = file_to_read()
    if path is None:
        yield read(rows_upto(organisation, upto), after=after)
        return

    # two readers on threads were no quicker than one, since SQLite has one lock for all memory it asks for
    if upto - after >= APART:
        lanes = [read_apart(path, organisation, parts) for parts in lanes_of(after, upto)]
    else:
        lanes = [read_here(path, organisation, [*parts_of(after, upto)])]
    yield from together(lanes)


def parts_of(after: int, upto: int) -> Iterator[tuple[int, int]]:
    for start in range(after, upto, PART):
        yield start, min(start + PART, upto)


def lanes_of(after: int, upto: int) -> list[list[tuple[int, int]]]:
    parts = list(parts_of(after, upto))
    return [parts[first::READERS] for first in range(READERS)]


def read_here(path: Path, organisation: int, parts: Sequence[tuple[int, int]]) -> Iterator[pa.Table]:
    for start, end in parts:
        yield read_file(path, rows_upto(organisation, end), after=start)


def read_apart(path: Path, organisation: int, parts: Sequence[tuple[int, int]]) -> Iterator[pa.Table]:
    queries = [(raw_query(rows_upto(organisation, end)), start) for start, end in parts]
    with closing(batches_apart(path, queries, SCHEMA)) as batches:
        while some := list(islice(batches, BATCHES)):
            yield pa.Table.from_batches(some, SCHEMA)


def together(lanes: Sequence[Iterator[pa.Table]]) -> Iterator[pa.Table]:
    """From each in turn; what comes next is read while this is worked on."""
    with ThreadPoolExecutor(len(lanes)) as readers:
        coming = deque((lane, readers.submit(next, lane, None)) for lane in lanes)
        while coming:
            lane, future = coming.popleft()
            table = future.result()
            if table is not None:
                coming.append((lane, readers.submit(next, lane, None)))
                yield table


def read_lately(condition: str, *, after: int, most: int) -> pa.Table:
    """At most so many rows, as they are committed.

    Python's driver lets go of the interpreter at each row, and beside a thread that computes waits for it each time.
    """
    path = file_to_read()
    if path is None or most < MANY:
        return read(condition, after=after)
    return read_file(path, condition, after=after)
