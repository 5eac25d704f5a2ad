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
