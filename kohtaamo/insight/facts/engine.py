"""DuckDB in this process, in memory: it reads the segments and holds the hot tails."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import duckdb
from django.utils.translation import gettext

from kohtaamo.organisation.panel import NotNowError

from .alarm import stopped_after

# So many questions at once; each uses every core, more would only wait for one another.
AT_ONCE = 2
LONGEST_SECONDS = 30.0
# So many texts are remembered parsed.
MOST_PARSED = 256
MEMORY_SHARE = 0.25

_turns = threading.BoundedSemaphore(AT_ONCE)


def free_turns() -> None:
    """In a forked process nobody asks yet, whoever asked when it was forked."""
    global _turns  # noqa: PLW0603
    _turns = threading.BoundedSemaphore(AT_ONCE)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=free_turns)


class TooLongError(NotNowError):
    """A question was stopped after `LONGEST_SECONDS`."""

    def __str__(self) -> str:
        return gettext("Counting took too long and was stopped. Choose a shorter period or fewer groups.")


@cache
def engine_of(process: int) -> duckdb.DuckDBPyConnection:  # noqa: ARG001  - the key: one engine a process
    limit = f"{memory_megabytes()}MB"
    connection = duckdb.connect(":memory:", config={"threads": cores(), "memory_limit": limit})
    # beside the tails, which grow value by value; see `held`
    connection.execute("ATTACH ':memory:' AS held (COMPRESS)")
    return connection


def shared() -> duckdb.DuckDBPyConnection:
    """The engine of this process. A forked one begins with an engine of its own: threads are not inherited."""
    return engine_of(os.getpid())


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_megabytes() -> int:
    """A share of the machine, because pages and answers need theirs."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        whole = 4 << 30
    return max(256, int(whole * MEMORY_SHARE) >> 20)


def run(sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement; `TooLongError` when it takes too long."""
    statement = parsed(sql)
    cursor = shared().cursor()
    with _turns:
        try:
            with stopped_after(LONGEST_SECONDS, cursor):
                return cursor.execute(statement).fetchall()
        except duckdb.InterruptException as problem:
            raise TooLongError from problem
        finally:
            cursor.close()


@lru_cache(maxsize=MOST_PARSED)
def parsed(sql: str) -> duckdb.Statement:
    """Parsing is a good third of planning, and a dashboard asks the same words after each new answer."""
    cursor = shared().cursor()
    try:
        (statement,) = cursor.extract_statements(sql)
        return statement
    finally:
        cursor.close()


def execute(statements: Sequence[str], tables: dict[str, Any] | None = None) -> None:
    """Statements in one transaction; `tables` are Arrow's, by the name under which they are read."""
    cursor = shared().cursor()
    try:
        for name, table in (tables or {}).items():
            cursor.register(name, table)
        cursor.execute("BEGIN")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("COMMIT")
    finally:
        cursor.close()


def execute_alone(statement: str) -> None:
    """One that may not stand in a transaction."""
    cursor = shared().cursor()
    try:
        cursor.execute(statement).fetchall()
    finally:
        cursor.close()


KEYS = """
SELECT key FROM (SELECT unnest(json_keys(attributes)) AS key FROM raw) GROUP BY key ORDER BY count(*) DESC, key
"""


def keys_of(raw: Any) -> list[str]:
    """The attributes that rows of a table of Arrow carry, the most usual first."""
    cursor = shared().cursor()
    try:
        cursor.register("raw", raw)
        return [key for (key,) in cursor.execute(KEYS).fetchall()]
    finally:
        cursor.close()
