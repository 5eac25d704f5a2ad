"""Loading segments into memory, beside the questions: the newest months first, as far as memory goes.

Rows stand by kind and day, because the engine skips blocks of rows by the least and greatest value in them: most
questions are about one kind.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import groupby

import duckdb

from . import engine, held
from .columns import NAMES, TYPES
from .held import Held, Place
from .places import whole_path
from .question import DIALECT, literals
from .snapshot import File, Snapshot, snapshot

# Fewer are read from their files in no time.
LEAST_ROWS = 50_000
# As measured, with some room: 31 bytes.
BYTES_OF_A_ROW = 48
# Of the engine's memory; the rest is for questions.
SHARE = 0.25
# So many rows are put into order together; asked from memory as soon as they are.
RUN = 1_000_000
# So many are compressed together.
MOST_LOOSE = 200_000
PATIENCE, PAUSE_SECONDS = 50, 0.1

logger = logging.getLogger(__name__)

# A kind, a day, and how many rows there are of them.
Count = tuple[str, int, int]
# Kinds, the first day and the last.
Piece = tuple[tuple[str, ...], int, int]

_numbers = itertools.count(1)
_is_server = False
_loading = threading.Lock()


def begin() -> None:
    """From now on this process holds what it is asked about: it will be asked again."""
    global _is_server  # noqa: PLW0603
    _is_server = True


def hold_soon(state: Snapshot) -> None:
    """On a thread of its own, one at a time."""
    if _is_server and is_wanting(state) and _loading.acquire(blocking=False):
        threading.Thread(target=load_and_let_go, args=(state,), name="facts held", daemon=True).start()


def is_wanting(state: Snapshot) -> bool:
    known = held.held_of(state.stamp.organisation)
    return (set(known.places) if known else set()) != {one.path for one in fitting(state)}


def hold_now() -> None:
    """What a server would hold of the organisation in force after some questions."""
    with _loading:
        load(snapshot())


def load_and_let_go(state: Snapshot) -> None:
    try:
        load(state)
    except (
        duckdb.Error,
        engine.TooLongError,
    ):  # a file was replaced meanwhile: the next question asks for the next state
        logger.info("segments could not be held", exc_info=True)
    finally:
        _loading.release()


def load(state: Snapshot) -> None:
    """Brings what is held to this state: rows of files it no longer names are removed, missing ones added."""
    organisation, wanted = state.stamp.organisation, fitting(state)
    rows = sum(one.rows for one in wanted)
    if in_order(organisation, wanted) * 2 < rows:
        held.drop(organisation)
    held.remove(organisation, keeping={one.path for one in wanted})
    make_room(organisation, rows)
    known = held.held_of(organisation)
    is_anew = known is None
    if known is None and wanted:
        known = Held(f"held.facts_{organisation}")
        columns = ", ".join(f"{name} {TYPES[name]}" for name in NAMES)
        engine.execute([f"CREATE OR REPLACE TABLE {known.table} (file INTEGER, {columns})"])
    for run in runs(one for one in wanted if known is None or one.path not in known.places):
        if known is not None:
            known = with_run(known, run, is_anew=is_anew)
            held.put(organisation, known)


def in_order(organisation: int, wanted: Sequence[File]) -> int:
    """Rows that are wanted and stand in order. Those that came since, a few at a time, do not."""
    known = held.held_of(organisation)
    places = known.places if known else {}
    return sum(one.rows for one in wanted if one.path in places and places[one.path].is_ordered)


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


def make_room(organisation: int, rows: int) -> None:
    """Other organisations give way, the one asked longest ago first."""
    known = held.of_others(organisation)
    used = rows + sum(one.rows for one in known.values())
    for other, one in known.items():
        if used <= most_rows():
            return
        held.drop(other)
        used -= one.rows


def runs(files: Iterator[File]) -> Iterator[list[File]]:
    run: list[File] = []
    for one in files:
        run.append(one)
        if sum(file.rows for file in run) >= RUN:
            yield run
            run = []
    if run:
        yield run


def with_run(known: Held, run: Sequence[File], *, is_anew: bool) -> Held:
    """With the rows of these segments too."""
    is_ordered = is_anew or sum(one.rows for one in run) >= RUN // 2
    places = {one.path: Place(next(_numbers), one.rows, is_ordered) for one in run}
    take_in(known.table, places)
    compress()
    return Held(known.table, {**known.places, **places}, max(place.number for place in places.values()))


def take_in(table: str, places: dict[str, Place]) -> None:
    by_path = {str(whole_path(path)): place.number for path, place in places.items()}
    scan = f"read_parquet([{literals(tuple(by_path), DIALECT)}], filename = true)"
    numbers = ", ".join(f"({number}, {literals(path, DIALECT)})" for path, number in by_path.items())
    counts = engine.run(f"SELECT kind, day, count(*) FROM {scan} GROUP BY kind, day ORDER BY kind, day")  # noqa: S608
    loose = 0
    for (kinds, first, last), rows in pieces(counts):
        if loose + rows > MOST_LOOSE:
            compress()
            loose = 0
        rows_of_piece = (
            f"SELECT number, {', '.join(NAMES)} FROM {scan} "  # noqa: S608 - names of ours
            f"JOIN (VALUES {numbers}) AS numbered (number, path) ON filename = path "
            f"WHERE kind IN ({literals(kinds, DIALECT)}) AND day BETWEEN {first} AND {last} ORDER BY kind, day"
        )
        engine.execute([f"INSERT INTO {table} {rows_of_piece}"])
        loose += rows


def pieces(counts: Sequence[Count]) -> Iterator[tuple[Piece, int]]:
    """What is read at once, with its number of rows: several small kinds whole, or some days of a large one."""
    small: list[Count] = []
    for kind, found in groupby(counts, key=lambda count: count[0]):
        days = list(found)
        rows = total(days)
        if rows > MOST_LOOSE or total(small) + rows > MOST_LOOSE:
            yield from whole(small)
            small = []
        if rows <= MOST_LOOSE:
            small += days
        else:
            yield from days_of(kind, days)
    yield from whole(small)


def whole(counts: Sequence[Count]) -> Iterator[tuple[Piece, int]]:
    if counts:
        kinds = tuple(sorted({kind for kind, _, _ in counts}))
        days = [day for _, day, _ in counts]
        yield (kinds, min(days), max(days)), total(counts)


def days_of(kind: str, counts: Sequence[Count]) -> Iterator[tuple[Piece, int]]:
    some: list[Count] = []
    for count in counts:
        if some and total(some) + count[2] > MOST_LOOSE:
            yield ((kind,), some[0][1], some[-1][1]), total(some)
            some = []
        some.append(count)
    if some:
        yield ((kind,), some[0][1], some[-1][1]), total(some)


def total(counts: Sequence[Count]) -> int:
    return sum(rows for _, _, rows in counts)


def compress() -> None:
    """Until then a row takes ten times the memory. It waits for questions under way."""
    for _ in range(PATIENCE):
        try:
            engine.execute_alone("CHECKPOINT held")
        except duckdb.TransactionException:
            time.sleep(PAUSE_SECONDS)
        else:
            return
    logger.info("what is held could not be compressed this time: questions are always under way")


def begin_after_fork() -> None:
    global _loading  # noqa: PLW0603
    _loading = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=begin_after_fork)
