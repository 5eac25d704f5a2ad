"""The facts as one flat table of PostgreSQL, copied from the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from kohtaamo.insight.facts import Question, ask
from kohtaamo.insight.facts.columns import NAMES, TYPES

POSTGRESQL = {"VARCHAR": "text", "DOUBLE": "double precision"}


@contextmanager
def flat_table() -> Iterator[str]:
    rows = ask(Question(sql=f"SELECT {', '.join(NAMES)} FROM facts"))  # noqa: S608
    columns = ", ".join(f"{name} {POSTGRESQL.get(TYPES[name], TYPES[name])}" for name in NAMES)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE flat ({columns})")
        places = ", ".join(["%s"] * len(NAMES))
        cursor.executemany(f"INSERT INTO flat VALUES ({places})", rows)  # noqa: S608
        yield "SELECT * FROM flat"
        cursor.execute("DROP TABLE flat")
