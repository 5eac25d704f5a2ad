"""What earlier rows of the same file held. Kept in a temporary file, so that any length of file fits."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from types import TracebackType
from typing import Self

TABLES = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-16000",
    "CREATE TABLE rows (fingerprint BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE answers (uid TEXT PRIMARY KEY, contents BLOB NOT NULL) WITHOUT ROWID",
)


class Seen:
    def __enter__(self) -> Self:
        # An empty name is a private database on disk that vanishes when it is closed.
        self._base = sqlite3.connect("", isolation_level=None)
        for sql in TABLES:
            self._base.execute(sql)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def times(self, fingerprints: Sequence[bytes]) -> list[int]:
        """How many rows like each of these there were up to it, itself included."""
        known = dict.fromkeys(fingerprints, 0)
        marks = ", ".join("?" * len(known))
        sql = f"SELECT fingerprint, times FROM rows WHERE fingerprint IN ({marks})"  # noqa: S608  marks only
        known.update(self._base.execute(sql, [*known]))
        found = []
        for fingerprint in fingerprints:
            known[fingerprint] += 1
            found.append(known[fingerprint])
        self._base.executemany("REPLACE INTO rows VALUES (?, ?)", known.items())
        return found

    def remember(self, uid: str, contents: bytes) -> None:
        self._base.execute("INSERT OR IGNORE INTO answers VALUES (?, ?)", (uid, contents))

    def contents_of(self, uid: str) -> bytes | None:
        found = self._base.execute("SELECT contents FROM answers WHERE uid = ?", (uid,)).fetchone()
        return bytes(found[0]) if found else None
