"""Segments that a server holds in memory, compressed: asking them takes two thirds of the time of asking the files.

Files stay the copy; what is held is a copy of those of the manifest, loaded beside the questions, newest month
first, as far as memory goes. Files that are not held (yet) are read as they are. A segment never changes, so rows
held under its name are right as long as some manifest names it.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from . import engine
from .columns import NAMES, TYPES
from .places import whole_path
from .snapshot import File, Snapshot, snapshot
from .writing import quoted

# Fewer are read from their files in no time.
LEAST_ROWS = 50_000
# As measured, with some room: 31 bytes.
BYTES_OF_A_ROW = 48
# Of the engine's memory; the rest is for questions.
SHARE = 0.25
# So many rows are compressed together.
MOST_LOOSE = 200_000
PATIENCE, PAUSE_SECONDS = 50, 0.1

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """`numbers` tells under which number the rows of a segment stand in the table."""

    table: str
    numbers: Mapping[str, int]


_held: OrderedDict[int, Held] = OrderedDict()
_numbers = itertools.count(1)
_removals = itertools.count(1)
_last_removal = 0
_is_server = False
_loading = threading.Lock()


def begin() -> None:
    """From now on this process holds what it is asked about: it will be asked again."""
    global _is_server  # noqa: PLW0603
    _is_server = True


def held_of(organisation: int) -> Held | None:
    found = _held.get(organisation)
    if found is not None:
        _held.move_to_end(organisation)
    return found


def last_removal() -> int:
    """Another number than before: rows were removed meanwhile, and who asked for them may have missed some."""
    return _last_removal


def hold_soon(state: Snapshot) -> None:
    """On a thread of its own, one at a time."""
    if _is_server and is_wanting(state) and _loading.acquire(blocking=False):
        threading.Thread(target=load_and_let_go, args=(state,), name="facts held", daemon=True).start()


def is_wanting(state: Snapshot) -> bool:
    wanted = {one.path for one in fitting(state)}
    held = _held.get(state.stamp.organisation)
    return (set(held.numbers) if held else set()) != wanted


def hold_now() -> None:
    """What a server would hold of the organisation in force after some questions."""
    with _loading:
        load(snapshot())


def load_and_let_go(state: Snapshot) -> None:
    try:
        load(state)
    except duckdb.Error:  # a file was replaced meanwhile: the next question asks for the next state
        logger.info("segments could not be held", exc_info=True)
    finally:
        _loading.release()


def load(state: Snapshot) -> None:
    """Brings what is held to this state: rows of files it no longer names are removed, missing ones added."""
    organisation, wanted = state.stamp.organisation, fitting(state)
    remove(organisation, without={one.path for one in wanted})
    make_room(organisation, sum(one.rows for one in wanted))
    held = _held.get(organisation)
    if held is None and wanted:
        held = Held(f"held.facts_{organisation}", {})
        columns = ", ".join(f"{name} {TYPES[name]}" for name in NAMES)
        engine.execute([f"CREATE OR REPLACE TABLE {held.table} (file INTEGER, {columns})"])
    loose = 0
    for one in wanted:
        if held is not None and one.path not in held.numbers:
            number, file = next(_numbers), quoted(whole_path(one.path))
            rows = f"SELECT {number}, {', '.join(NAMES)} FROM read_parquet('{file}')"  # noqa: S608 - our own names
            engine.execute([f"INSERT INTO {held.table} {rows}"])
            held = _held[organisation] = Held(held.table, {**held.numbers, one.path: number})
            loose = loose + one.rows if loose < MOST_LOOSE else compress()
    compress()


def fitting(state: Snapshot) -> list[File]:
    """The newest segments that memory has room for; none of an organisation that is small."""
    if sum(one.rows for one in state.files) < LEAST_ROWS:
        return []
    room, chosen = most_rows(), []
    for one in sorted(state.files, key=lambda file: (-file.month, file.path)):
        room -= one.rows
        if room < 0:
            break
        chosen.append(one)
    return chosen


def most_rows() -> int:
    return int((engine.memory_megabytes() << 20) * SHARE / BYTES_OF_A_ROW)


def remove(organisation: int, *, without: Iterable[str]) -> None:
    """Rows of segments that are not wanted any more: somebody in them may have been erased."""
    global _last_removal  # noqa: PLW0603
    held = _held.get(organisation)
    kept = {path: number for path, number in held.numbers.items() if path in without} if held else {}
    if held is None or len(kept) == len(held.numbers):
        return
    gone = [number for path, number in held.numbers.items() if path not in kept]
    _held[organisation] = Held(held.table, kept)
    _last_removal = next(_removals)
    engine.execute([f"DELETE FROM {held.table} WHERE file IN ({', '.join(map(str, gone))})"])  # noqa: S608


def make_room(organisation: int, rows: int) -> None:
    """Other organisations give way, the one asked longest ago first."""
    global _last_removal  # noqa: PLW0603
    for other in [one for one in _held if one != organisation]:
        if rows + sum(count(one) for one in _held if one != organisation) <= most_rows():
            return
        _last_removal = next(_removals)
        engine.execute([f"DROP TABLE IF EXISTS {_held.pop(other).table}"])


def count(organisation: int) -> int:
    ((rows,),) = engine.run(f"SELECT count(*) FROM {_held[organisation].table}")  # noqa: S608
    return int(rows)


def compress() -> int:
    """Until then a row takes ten times the memory. It waits for questions under way; 0 rows are loose then."""
    for _ in range(PATIENCE):
        try:
            engine.execute_alone("CHECKPOINT held")
        except duckdb.TransactionException:
            time.sleep(PAUSE_SECONDS)
        else:
            return 0
    logger.info("what is held could not be compressed this time: questions are always under way")
    return 0


def source_of(held: Held, columns: str, files: Sequence[File], changed: str) -> tuple[list[str], list[File]]:
    """Queries of what is held of these files, and the files that are not."""
    clean = [held.numbers[one.path] for one in files if one.path in held.numbers and not one.is_dirty]
    dirty = [held.numbers[one.path] for one in files if one.path in held.numbers and one.is_dirty]
    stale = f" AND NOT id IN (SELECT id FROM {changed})" if changed else ""  # noqa: S608 - a name of ours
    parts = []
    for numbers, condition in ((clean, ""), (dirty, stale)):
        if numbers:
            among = ", ".join(map(str, numbers))
            parts.append(f"SELECT {columns} FROM {held.table} WHERE file IN ({among}){condition}")  # noqa: S608
    return parts, [one for one in files if one.path not in held.numbers]


def forget_held() -> None:
    global _last_removal  # noqa: PLW0603
    _last_removal = next(_removals)
    while _held:
        engine.execute([f"DROP TABLE IF EXISTS {_held.popitem()[1].table}"])


def begin_after_fork() -> None:
    """What was held is in the engine of the process that forked."""
    global _loading  # noqa: PLW0603
    _loading = threading.Lock()
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=begin_after_fork)
