"""Segments that a server holds in memory, compressed: asking them takes less than half the time of asking the files.

Files stay the copy; what is held (`holding`) is a copy of those of the manifest, as far as memory goes. Files that are
not held (yet) are read as they are. A segment never changes, so rows held under its name are right as long as some
manifest names it.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from . import engine
from .snapshot import File, Snapshot


@dataclass(frozen=True, slots=True)
class Place:
    """Under which number the rows of a segment stand in the table, and whether many stand there in order with them."""

    number: int
    rows: int
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class Held:
    """`last` is the highest number when all rows up to it are of these segments, else 0."""

    table: str
    places: Mapping[str, Place] = field(default_factory=dict)
    last: int = 0

    @property
    def rows(self) -> int:
        return sum(place.rows for place in self.places.values())


_held: OrderedDict[int, Held] = OrderedDict()
_removals = 0


def held_of(organisation: int) -> Held | None:
    found = _held.get(organisation)
    if found is not None:
        _held.move_to_end(organisation)
    return found


def of_others(organisation: int) -> dict[int, Held]:
    """What is held of other organisations, the one asked longest ago first."""
    return {other: held for other, held in _held.items() if other != organisation}


def removals() -> int:
    """Another number than before: rows were removed meanwhile, and who asked for them may have missed some."""
    return _removals


def put(organisation: int, held: Held) -> None:
    _held[organisation] = held


def remove(organisation: int, *, keeping: Collection[str]) -> None:
    """Rows of segments that are not wanted any more: somebody in them may have been erased."""
    held = _held.get(organisation)
    if held is None:
        return
    kept = {path: place for path, place in held.places.items() if path in keeping}
    if len(kept) < len(held.places):
        # while they are being removed, whoever asks names the segments asked for
        put(organisation, Held(held.table, kept))
        count_removal()
    numbers = [place.number for place in kept.values()]
    # those too that an earlier attempt to load left half there
    others = f" WHERE file NOT IN ({', '.join(map(str, numbers))})" if numbers else ""
    engine.execute([f"DELETE FROM {held.table}{others}"])  # noqa: S608
    put(organisation, Held(held.table, kept, max([held.last, *numbers])))


def drop(organisation: int) -> None:
    held = _held.pop(organisation, None)
    if held is not None:
        count_removal()
        engine.execute([f"DROP TABLE IF EXISTS {held.table}"])


def count_removal() -> None:
    global _removals  # noqa: PLW0603
    _removals += 1


def source_of(
    held: Held, state: Snapshot, columns: str, files: Sequence[File], changed: str
) -> tuple[list[str], list[File]]:
    """Queries of what is held of these files, and the files that are not.

    `files` are those of the state that may matter: what it says of the rest does not narrow the question less.
    """
    clean = [held.places[one.path].number for one in files if one.path in held.places and not one.is_dirty]
    dirty = [held.places[one.path].number for one in files if one.path in held.places and one.is_dirty]
    conditions = []
    if clean and not dirty and held.last and held.places.keys() <= {one.path for one in state.files}:
        # of a whole column the engine knows that this is true
        conditions.append(f"file <= {held.last}")
    elif clean:
        conditions.append(f"file IN ({', '.join(map(str, clean))})")
    if dirty:
        stale = f" AND NOT id IN (SELECT id FROM {changed})" if changed else ""  # noqa: S608 - a name of ours
        conditions.append(f"file IN ({', '.join(map(str, dirty))}){stale}")
    parts = [f"SELECT {columns} FROM {held.table} WHERE {condition}" for condition in conditions]  # noqa: S608
    return parts, [one for one in files if one.path not in held.places]


def forget_held() -> None:
    for organisation in list(_held):
        drop(organisation)


if hasattr(os, "register_at_fork"):
    # what was held is in the engine of the process that forked
    os.register_at_fork(after_in_child=_held.clear)
