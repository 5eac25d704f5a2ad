"""Django's SQLite with one write lock in the process.

SQLite's own busy handler is unfair: with four writing threads the slowest hundredth waited thirty times longer
than behind one lock (docs/decisions.md). Every transaction begins IMMEDIATE, so each takes the lock.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, features

from .turns import WriteLock

_write_lock = WriteLock()


class DatabaseFeatures(features.DatabaseFeatures):
    # SQLite's own limit since 3.32; Django still assumes 999, which makes ten inserts of one.
    max_query_params = 32_766


class Cursor(base.SQLiteCursorWrapper):
    """Translates each query to SQLite's placeholders once: of sixty rows it takes longer than to bind them."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return with_question_marks(query)
        named: str = super().convert_query(query, param_names=param_names)
        return named


@lru_cache(maxsize=1000)
def with_question_marks(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    _holds_lock = False

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  other databases' named cursors
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_lock()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._give_lock()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._give_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_lock()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_lock()

    def _take_lock(self) -> None:
        if not self._holds_lock:
            _write_lock.acquire()
            self._holds_lock = True

    def _give_lock(self) -> None:
        if self._holds_lock:
            self._holds_lock = False
            _write_lock.release()
