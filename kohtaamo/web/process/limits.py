"""How many pages may listen at once: each holds a connection, and a connection is an open file."""

from __future__ import annotations

import sys

# Granian turns away more than this at once; its own default is 1,024.
MOST_CONNECTIONS = 16_384
BACKLOG = 4_096


def allow_many_connections() -> None:
    """As many open files as the system lets this process have. What it starts inherits it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


# A thread that comes back from the database waits so long for one that computes. Python's own 5 ms add up to a
# tenth of a second in a transaction of twenty statements.
SWITCH_SECONDS = 0.0001
# Lists of answers make objects by the thousand that all go at once; looking for cycles among them every 700 new
# ones took a sixth of the time of storing them.
NEW_OBJECTS, YOUNG, OLD = 50_000, 20, 50
