"""Which index SQLite takes for a list of keys, on a real file with real connections."""

from __future__ import annotations

import pytest
from django.db import connection

from kohtaamo.web.sqlite.statistics import ROWS, refresh_statistics, rows_written

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks at its tables by itself"),
]
KEYS = ", ".join(map(str, range(500)))
CHOSEN = f"EXPLAIN QUERY PLAN SELECT value FROM heard WHERE organisation = 1 AND answer IN ({KEYS})"  # noqa: S608  numbers and names of ours


def test_list_of_keys_is_looked_up_although_one_organisation_has_all_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE heard (id INTEGER PRIMARY KEY, organisation INT, answer INT, value INT)")
        cursor.execute("CREATE INDEX by_organisation ON heard (organisation, id)")
        cursor.execute("CREATE INDEX by_answer ON heard (answer)")
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})"  # noqa: S608  numbers and names of ours
        # six values of each answer
        cursor.execute(f"INSERT INTO heard SELECT i, 1, i / 6, i FROM ({numbers} SELECT i FROM n)")  # noqa: S608  numbers and names of ours
        refresh_statistics()
        cursor.execute(CHOSEN)
        assert "by_answer" in cursor.fetchall()[0][3]


def test_rows_written_are_counted_also_when_they_were_removed() -> None:
    with connection.cursor() as cursor:
        before = rows_written()
        cursor.execute("CREATE TABLE heard (id INTEGER PRIMARY KEY AUTOINCREMENT, value INT)")
        cursor.execute("INSERT INTO heard (value) VALUES (1), (2), (3)")
        cursor.execute("DELETE FROM heard")
    assert rows_written() == before + 3
