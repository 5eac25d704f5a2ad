"""What SQLite knows of its tables, so that it looks things up by the right index.

Without it every index counts as equally good, and one that leads to all the rows of an organisation is taken as
readily as one that leads to the single row asked for.
"""

from __future__ import annotations

from django.db import connection, transaction

# Rows of one value looked at in each index: an index that leads to more of them counts as leading to so many. It must
# be far more than the rows that a list of some hundred keys leads to, or reading the whole organisation seems to be
# as little work as looking up those keys. A seventh of a second in a table of a million rows.
ROWS = 30_000
# It is looked at anew when tables have grown so many times as large.
GROWTH = 2


@transaction.atomic
def refresh_statistics() -> int:
    """How many rows were written by then. Nothing where the database does it by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
            # connections that are open look at the statistics anew only when a table of them is made
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
            cursor.execute("ANALYZE")
    return rows_written()


def rows_written() -> int:
    """In all tables that number their rows, removed ones too: a measure of growth, and quickly looked up."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(seq), 0) FROM sqlite_sequence")
        return int(cursor.fetchall()[0][0])
