"""Writing segments: rows of the tables and of earlier segments become new files, one or more for each month."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa

from .columns import NAMES, SLOTS, TYPES, as_facts
from .engine import KEYS, cores
from .places import own_folder, root, whole_path
from .rows import read_lately, rows_of, tables_between
from .slots import give_out, slots

ROW_GROUP = 122_880
# So many months at once, each of which must fit into memory.
MOST_WRITERS = 4
WRITER_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Written:
    path: str
    month: int
    rows: int
    size_bytes: int
    kinds: tuple[str, ...]


class Writer:
    """An engine of its own for one round of writing, so that questions keep their memory.

    `fresh` is the table of what came since the last round.
    """

    def __init__(self) -> None:
        self._db = duckdb.connect(":memory:", config={"threads": cores(), "memory_limit": WRITER_MEMORY})
        self._folder = own_folder()
        self._db.execute(f"SET temp_directory = '{quoted(self._folder / 'spill')}'")
        columns = ", ".join(f"{name} {TYPES[name]}" for name in NAMES)
        self._db.execute(f"CREATE TABLE fresh ({columns})")
        self._db.execute("CREATE TABLE excluded (id BIGINT)")

    def close(self) -> None:
        self._db.close()

    def take_between(self, organisation: int, after: int, upto: int) -> None:
        for table in tables_between(organisation, after, upto):
            self._take(table)

    def take_changed(self, organisation: int, ids: Sequence[int]) -> None:
        for start in range(0, len(ids), 5_000):
            part = ids[start : start + 5_000]
            self._take(read_lately(rows_of(organisation, part), after=0, most=len(part)))

    def _take(self, table: pa.Table) -> None:
        self._db.register("raw", table)
        give_out((key for (key,) in self._db.execute(KEYS).fetchall()), most=SLOTS)
        self._db.execute(f"INSERT INTO fresh {as_facts('raw', slots())}")
        self._db.unregister("raw")

    def months(self) -> list[int]:
        return [
            month for (month,) in self._db.execute("SELECT DISTINCT month FROM fresh ORDER BY 1").fetchall()
        ]

    def exclude(self, ids: Iterable[int]) -> None:
        """Facts that earlier segments hold and new ones are to be without."""
        self._db.execute("INSERT INTO excluded SELECT unnest(?)", [list(ids)])

    def holding_excluded(self, paths: Sequence[str]) -> set[str]:
        """Those of these segments in which one of them stands."""
        if not paths or self._db.execute("SELECT count(*) FROM excluded").fetchall() == [(0,)]:
            return set()
        by_file = {str(whole_path(path)): path for path in paths}
        rows = self._db.execute(
            "SELECT DISTINCT filename FROM read_parquet(?, filename = true) WHERE id IN (SELECT id FROM excluded)",
            [list(by_file)],
        ).fetchall()
        return {by_file[name] for (name,) in rows}

    def write_all(self, months: Mapping[int, Sequence[str]]) -> list[Written]:
        """A new segment of each month: what is fresh, and what stands in these earlier ones, unless excluded.

        One month uses one core (its rows are one group of the file), so several are written at once.
        """
        with ThreadPoolExecutor(min(cores(), MOST_WRITERS)) as writers:
            written = writers.map(lambda month: self._write(month, months[month]), months)
            return [one for one in written if one]

    def _write(self, month: int, earlier: Sequence[str]) -> Written | None:
        with closing(self._db.cursor()) as cursor:
            return self._written(cursor, month, earlier)

    def _written(
        self, cursor: duckdb.DuckDBPyConnection, month: int, earlier: Sequence[str]
    ) -> Written | None:
        names = ", ".join(NAMES)
        parts = [f"SELECT {names} FROM fresh WHERE month = {month}"]  # noqa: S608 - names and numbers of ours
        if earlier:
            files = ", ".join(f"'{quoted(whole_path(path))}'" for path in earlier)
            parts.append(
                f"SELECT {names} FROM read_parquet([{files}]) WHERE id NOT IN (SELECT id FROM excluded)"  # noqa: S608
            )
        whole = " UNION ALL ".join(parts)
        final = self._folder / f"{month // 12}-{month % 12 + 1:02}-{uuid4().hex}.parquet"
        half = final.with_suffix(".half")
        cursor.execute(
            f"COPY (SELECT * FROM ({whole}) ORDER BY kind, happened_at, id) TO '{quoted(half)}' "  # noqa: S608
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        file = quoted(half)
        rows, kinds = cursor.execute(
            f"SELECT count(*), coalesce(list(DISTINCT kind), []) FROM read_parquet('{file}')"  # noqa: S608
        ).fetchall()[0]
        if not rows:
            half.unlink()
            return None
        settle(half, final)
        relative = str(final.relative_to(root()))
        return Written(relative, month, rows, final.stat().st_size, tuple(sorted(kinds)))


def settle(half: Path, final: Path) -> None:
    """On disk before it is named: whoever finds the name finds a whole file, after a power cut too."""
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def quoted(path: Path) -> str:
    return str(path).replace("'", "''")
