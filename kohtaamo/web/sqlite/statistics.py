"""What SQLite knows of its tables, so that it looks things up by the right index.

Without it every index counts as equally good, and one that leads to all the rows of an organisation is taken as
readily as one that leads to the single row asked for.
"""

from __future__ import annotations

from django.db import connection

# Rows looked at in each index: enough to tell good from bad, and some milliseconds in a table of any size.
ROWS = 1_000


def refresh_statistics() -> None:
    """Nothing where the database does it by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
            cursor.execute("ANALYZE")
