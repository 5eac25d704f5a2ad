"""Many rows of a SQLite file as batches of Arrow, two thousand rows at a step.

Python's driver lets go of the interpreter at each step, and beside a thread that computes waits for it each time. So
SQLite writes the columns of many rows as JSON texts, and a step is taken for those.

Only the copy of SQLite that Django uses may open the file. Locks of a file belong to the whole process: another copy
(those of ADBC and DuckDB) that closes the file gives up everybody's, and a second process then clears the log that
this one still writes into. See https://www.sqlite.org/howtocorrupt.html, "Multiple copies of SQLite".

`python -m kohtaamo.kit.bunches` reads in a process of its own: what it is asked for (`Wanted`) comes as JSON on its
input, batches go out as a stream of Arrow.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pyarrow as pa

BUNCH = 2_000
TYPES = {"int64": pa.int64(), "double": pa.float64(), "string": pa.string()}
# Marks a field that is never null and always JSON, in which a line break is never more than a space.
JSON = {b"holds": b"JSON"}


class Wanted(msgspec.Struct, frozen=True):
    """`queries` each with the id after which it begins; `fields` are names, names of types, and whether it is JSON."""

    path: str
    queries: list[tuple[str, int]]
    fields: list[tuple[str, str, bool]]


def batches_of(path: Path, query: str, schema: pa.Schema, *, after: int = 0) -> Generator[pa.RecordBatch]:
    """What is committed when it begins. `query` may be narrowed by AND, and has a growing column `id`, not bounded
    from below: of two lower bounds SQLite takes the first, and would begin anew at each step.
    """
    decoders = [decoder_of(field) for field in schema]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)) as database:
        database.execute("BEGIN")
        last: int | None = after
        while last is not None:
            *texts, last = database.execute(bunch_query(query, schema), (last,)).fetchone()
            if last is not None:
                columns = [decode(text) for decode, text in zip(decoders, texts, strict=True)]
                arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def bunch_query(query: str, schema: pa.Schema) -> str:
    columns = ", ".join(column_of(field) for field in schema)
    return f"SELECT {columns}, max(id) FROM ({query} AND id > ? ORDER BY id LIMIT {BUNCH})"  # noqa: S608


def column_of(field: pa.Field) -> str:
    """All values of the column as one text. JSON is written as it is, a value a line: it needs no escaping."""
    name = field.name
    if is_json(field):
        return f"group_concat(replace({name}, char(10), ' '), char(10))"
    if pa.types.is_floating(field.type):
        # JSON of SQLite rounds to 15 digits; quote() writes a number so that it is read as the same number
        exact = f"json(quote({name}))"
        whole = f"CAST({name} AS INTEGER)"
        return f"json_group_array(CASE WHEN {name} = {whole} THEN {whole} ELSE {exact} END)"
    return f"json_group_array({name})"


def is_json(field: pa.Field) -> bool:
    return bool(field.metadata) and JSON.items() <= field.metadata.items()


def decoder_of(field: pa.Field) -> Callable[[str], Sequence[int | float | str | None]]:
    if is_json(field):
        return lambda text: text.split("\n")
    if pa.types.is_integer(field.type):
        return msgspec.json.Decoder(list[int | None]).decode
    if pa.types.is_floating(field.type):
        return msgspec.json.Decoder(list[float]).decode
    return msgspec.json.Decoder(list[str | None]).decode


def batches_apart(
    path: Path, queries: Sequence[tuple[str, int]], schema: pa.Schema
) -> Generator[pa.RecordBatch]:
    """The batches of these queries in turn, read by another process. `OSError` when it ends too early."""
    wanted = Wanted(
        str(path), [*queries], [(field.name, str(field.type), is_json(field)) for field in schema]
    )
    reader = subprocess.Popen(
        [sys.executable, "-m", "kohtaamo.kit.bunches"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        with reader:
            if reader.stdin is None or reader.stdout is None:
                raise OSError("the reading process has no pipes")
            reader.stdin.write(msgspec.json.encode(wanted))
            reader.stdin.close()
            with pa.ipc.open_stream(reader.stdout) as batches:
                yield from batches
    finally:
        reader.kill()
    if reader.returncode:
        raise OSError(f"the reading process ended with {reader.returncode}")


def main() -> None:
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=Wanted)
    schema = pa.schema(
        [pa.field(name, TYPES[kind], metadata=JSON if json else None) for name, kind, json in wanted.fields]
    )
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as out:
        for query, after in wanted.queries:
            for batch in batches_of(Path(wanted.path), query, schema, after=after):
                out.write_batch(batch)


if __name__ == "__main__":
    main()
