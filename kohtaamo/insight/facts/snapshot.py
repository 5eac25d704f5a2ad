"""The facts as one process sees them now: segments by the manifest, and a hot tail in memory.

Tables of the tail carry a generation in their name. Newer values are added to the generation in force; whatever
takes something away (a new set of segments, a changed value) makes the next generation, so that a question already
under way keeps what it began with.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection

from kohtaamo.insight.models import ChangedValue, Segment

from . import engine
from .columns import NAMES, SLOTS, TYPES, as_facts, month_number
from .places import own_folder
from .rows import read, read_lately, rows_of, rows_upto
from .slots import forget_slots, give_out, is_private, slots
from .state import MOST_WITHOUT_COPY, Progress, RebuildingError, Stamp, stamp_now

MOST_TRIES = 5
# Tails of so many organisations stay in memory, the ones asked last.
MOST_TAILS = 64
# A file of a tail that was followed by another is asked no longer than this.
OUTLIVED_SECONDS = 120


@dataclass(frozen=True, slots=True)
class File:
    path: str
    month: int
    rows: int
    kinds: frozenset[str]
    # whether a value in it was changed since it was written
    is_dirty: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    stamp: Stamp
    files: tuple[File, ...]
    tail: str
    # ids that the segments hold but that were changed since; "" when there are none
    changed: str
    rows_in_tail: int


_kept: OrderedDict[int, Snapshot] = OrderedDict()
_old: dict[int, list[str]] = {}
_lock = threading.Lock()
_generations = itertools.count(1)


def snapshot() -> Snapshot:
    """The state in force; raises `RebuildingError` while the copy is made anew and is needed."""
    stamp = stamp_now()
    if stamp.is_rebuilding and stamp.last - stamp.through > MOST_WITHOUT_COPY:
        raise RebuildingError(Progress(stamp.through, stamp.last))
    if is_private():
        return fresh(stamp)
    kept = _kept.get(stamp.organisation)
    if kept is not None and kept.stamp == stamp:
        return kept
    with _lock:
        for _ in range(MOST_TRIES):
            found = brought_up(_kept.get(stamp.organisation), stamp)
            stamp = stamp_now()
            if is_settled(found.stamp, stamp):
                break
        keep(found)
    return found


def is_settled(known: Stamp, now: Stamp) -> bool:
    """New values may have come meanwhile; nothing that was read may have moved."""
    return (known.version, known.changes, known.last_change) == (now.version, now.changes, now.last_change)


def brought_up(known: Snapshot | None, stamp: Stamp) -> Snapshot:
    if known is None or not is_settled(known.stamp, stamp) or stamp.last < known.stamp.last:
        return fresh(stamp)
    added = newer(stamp.organisation, known.stamp.last, stamp.last)
    count = known.rows_in_tail + added.num_rows
    if connection.vendor == "postgresql" and stamp.newer != known.stamp.newer + newer_ids(known.stamp, stamp):
        return fresh(stamp)
    if added.num_rows:
        add(known.tail, added)
    return replace(known, stamp=stamp, rows_in_tail=count)


def newer(organisation: int, after: int, upto: int) -> pa.Table:
    """The values recorded after one id, up to another; within a transaction as it sees them."""
    condition = rows_upto(organisation, upto)
    if is_private():
        return read(condition, after=after)
    return read_lately(condition, after=after, most=upto - after)


def newer_ids(known: Stamp, stamp: Stamp) -> int:
    """How many values have ids beyond those known: when the whole number of values grew by more, a late one came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM insight_measurement WHERE organisation_id = %s AND id > %s AND id <= %s",
            [stamp.organisation, known.last, stamp.last],
        )
        return int(cursor.fetchall()[0][0])


def fresh(stamp: Stamp) -> Snapshot:
    """The manifest, the changes and the tail read anew, into the next generation."""
    generation = next(_generations)
    changes = list(
        ChangedValue.objects.filter(pk__lte=stamp.last_change).values_list("measurement_id", "happened_at")
    )
    changed = sorted({pk for pk, _ in changes if pk <= stamp.through})
    months = {month_number(moment.date()) for _, moment in changes}
    # a day and its neighbour may belong to different months in different zones
    dirty = {month + step for month in months for step in (-1, 0, 1)} if changed else set()
    files = tuple(
        File(path, month, rows_in_file, frozenset(kinds), month in dirty)
        for path, month, rows_in_file, kinds in Segment.objects.values_list("path", "month", "rows", "kinds")
    )
    tail = f"tail_{stamp.organisation}_{generation}"
    engine.execute([f"CREATE TABLE {tail} ({', '.join(f'{name} {TYPES[name]}' for name in NAMES)})"])
    rows = newer(stamp.organisation, stamp.through, stamp.last)
    add(tail, rows)
    excluded = ""
    if changed:
        excluded = f"changed_{stamp.organisation}_{generation}"
        engine.execute(
            [f"CREATE TABLE {excluded} AS SELECT id FROM ids"],  # noqa: S608 - a name of ours
            {"ids": pa.table({"id": pa.array(changed, type=pa.int64())})},
        )
        now = read(rows_of(stamp.organisation, changed))
        add(tail, now)
    return Snapshot(stamp, files, tail, excluded, rows.num_rows)


def add(tail: str, rows: pa.Table) -> None:
    if rows.num_rows:
        # whoever records values gives their attributes columns; values that came another way get them here
        give_out(engine.keys_of(rows), most=SLOTS)
        engine.execute([f"INSERT INTO {tail} {as_facts('raw', slots())}"], {"raw": rows})


def keep(found: Snapshot) -> None:
    """Takes the place of the state before; the one before that is thrown away, since nobody asks it any more."""
    organisation = found.stamp.organisation
    before = _kept.pop(organisation, None)
    _kept[organisation] = found
    if before is not None and before.tail != found.tail:
        drop(_old.pop(organisation, ()))
        _old[organisation] = tables_of(before)
    while len(_kept) > MOST_TAILS:
        least, state = _kept.popitem(last=False)
        drop([*_old.pop(least, ()), *tables_of(state)])


def written_out(state: Snapshot) -> tuple[Path, Path | None]:
    """The tail and the changed ids as files, for engines of other processes; those of states gone by are removed."""
    folder = own_folder() / "tails"
    folder.mkdir(exist_ok=True)
    tail = folder / f"{os.getpid()}-{state.tail}-{state.rows_in_tail}.parquet"
    changed = folder / f"{os.getpid()}-{state.changed}.parquet" if state.changed else None
    with _lock:
        if not tail.exists():
            for old in folder.glob(f"{os.getpid()}-tail_*.parquet"):
                if time.time() - old.stat().st_mtime > OUTLIVED_SECONDS:
                    old.unlink(missing_ok=True)
            write_out(state.tail, tail)
        if changed is not None and not changed.exists():
            write_out(state.changed, changed)
    return tail, changed


def write_out(table: str, path: Path) -> None:
    half = path.with_suffix(".half")
    engine.execute([f"COPY {table} TO '{str(half).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)"])
    half.replace(path)


def tables_of(state: Snapshot) -> list[str]:
    return [name for name in (state.tail, state.changed) if name]


def drop(tables: Sequence[str]) -> None:
    if tables:
        engine.execute([f"DROP TABLE IF EXISTS {name}" for name in tables])


def begin_after_fork() -> None:
    """The tails are in the engine of the process that forked, and another thread may have held the lock."""
    global _lock  # noqa: PLW0603  - a lock cannot be made free again
    _lock = threading.Lock()
    _kept.clear()
    _old.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=begin_after_fork)


def forget() -> None:
    """Nothing is known of any organisation; the next question reads everything anew."""
    forget_slots()
    with _lock:
        tables: list[Any] = [name for state in _kept.values() for name in tables_of(state)]
        drop([*tables, *(name for names in _old.values() for name in names)])
        _kept.clear()
        _old.clear()
