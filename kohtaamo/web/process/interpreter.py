"""How Python itself is set in the processes that serve: its thread lock and its search for garbage."""

from __future__ import annotations

import gc
import sys

# A thread that comes back from the database waits so long for one that computes. Python's own 5 ms add up to a
# tenth of a second in a transaction of twenty statements.
SWITCH_SECONDS = 0.0001
# Lists of answers make objects by the thousand that all go at once; looking for cycles among them every 700 new
# ones took a sixth of the time of storing them.
NEW_OBJECTS, YOUNG, OLD = 50_000, 20, 50


def set_up_interpreter() -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(NEW_OBJECTS, YOUNG, OLD)
