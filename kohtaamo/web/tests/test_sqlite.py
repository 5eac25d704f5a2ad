"""The write lock, on a real file with real threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import IntegrityError

from kohtaamo.settings import SQLITE
from kohtaamo.web.sqlite.base import DatabaseWrapper

THREADS, WRITES = 4, 25


@pytest.fixture(autouse=True)
def _files_are_allowed(django_db_blocker: Any) -> Iterator[None]:
    """A file of the test's own; the test database would hold the very lock that is tested."""
    with django_db_blocker.unblock():
        yield


def connect(path: Path) -> DatabaseWrapper:
    kept: dict[str, Any] = {
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {},
    }
    return DatabaseWrapper({**kept, **SQLITE, "NAME": path}, alias="file")


def add_one(database: DatabaseWrapper) -> None:
    """Reads, then writes: without the lock two threads would read the same number."""
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT n FROM counted")
            (n,) = cursor.fetchone()
            cursor.execute("UPDATE counted SET n = %s", [n + 1])
        database.commit()
    finally:
        database.set_autocommit(True)


def test_threads_that_read_and_write_lose_nothing_and_never_meet_a_locked_database(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    first = connect(path)
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (n INTEGER)")
        cursor.execute("INSERT INTO counted VALUES (0)")
    troubles: list[Exception] = []

    def work() -> None:
        database = connect(path)
        try:
            for _ in range(WRITES):
                add_one(database)
        except Exception as trouble:  # noqa: BLE001  told below, in the thread that asserts
            troubles.append(trouble)
        finally:
            database.close()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    with first.cursor() as cursor:
        cursor.execute("SELECT n FROM counted")
        assert cursor.fetchone() == (THREADS * WRITES,)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)  # FULL: acknowledged means stored
    first.close()


def test_failed_transaction_gives_the_lock_back(tmp_path: Path) -> None:
    database = connect(tmp_path / "file.sqlite3")
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE once (n INTEGER PRIMARY KEY)")
        cursor.execute("INSERT INTO once VALUES (1)")
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with database.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute("INSERT INTO once VALUES (1)")
    database.rollback()
    database.set_autocommit(True)
    assert not database._holds_lock
    database.close()
