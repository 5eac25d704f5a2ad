from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from kohtaamo.kit import bunches
from kohtaamo.kit.bunches import batches_apart, batches_of

SCHEMA = pa.schema([("id", pa.int64()), ("value", pa.float64()), ("said", pa.string())])
EVERY = "SELECT id, value, said FROM heard WHERE id <= 9"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "heard.sqlite3"
    rows = [(1, 0.1 + 0.2, "hyvä ☀"), (2, 1e300, None), (4, -0.0, "a\nb\0c"), (9, 7.0, ""), (10, 8.0, "late")]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE heard (id INTEGER PRIMARY KEY, value REAL, said TEXT)")
        database.executemany("INSERT INTO heard VALUES (?, ?, ?)", rows)
    return path


def test_rows_come_in_bunches_as_they_are(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bunches, "BUNCH", 3)
    batches = list(batches_of(file, EVERY, SCHEMA, after=1))
    assert [batch.num_rows for batch in batches] == [3]
    assert batches[0].to_pydict() == {
        "id": [2, 4, 9],
        "value": [1e300, -0.0, 7.0],
        "said": [None, "a\nb\0c", ""],
    }


def test_another_process_reads_the_same(file: Path) -> None:
    apart = list(batches_apart(file, [(EVERY, 0), (EVERY, 4)], SCHEMA))
    here = [*batches_of(file, EVERY, SCHEMA), *batches_of(file, EVERY, SCHEMA, after=4)]
    assert [batch.to_pydict() for batch in apart] == [batch.to_pydict() for batch in here]
    assert [batch.num_rows for batch in apart] == [4, 1]


def test_a_reader_that_fails_is_told_and_nothing_is_taken_for_the_whole(file: Path) -> None:
    with pytest.raises((OSError, pa.ArrowInvalid)):
        list(batches_apart(file, [(EVERY, 0), ("SELECT nothing FROM heard WHERE id <= 9", 0)], SCHEMA))


def test_a_reader_that_is_not_needed_any_more_ends(file: Path) -> None:
    batches = batches_apart(file, [(EVERY, 0)] * 100, SCHEMA)
    assert next(batches).num_rows == 4
    batches.close()
