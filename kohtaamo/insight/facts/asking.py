"""Asking the facts: which files can matter, the text for the engine, and results that are asked again."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from kohtaamo.insight.where import ATTRIBUTE

from . import columns, engine, held
from .columns import month_number
from .distributed import Distributed, Scan
from .elsewhere import chosen
from .held import Held
from .holding import hold_soon
from .places import whole_path
from .question import DIALECT, Question, columns_of, literals, text_of
from .repair import report_loss
from .slots import is_private, slot_of
from .snapshot import File, Snapshot, drop, snapshot, tables_of, written_out

logger = logging.getLogger(__name__)

Rows = list[tuple[Any, ...]]
MOST_RESULTS = 2_000
MOST_TRIES = 4
# A result with more rows than this is not kept.
MOST_ROWS = 5_000

_results: OrderedDict[tuple[Any, ...], Rows] = OrderedDict()
_lock = threading.Lock()


def ask(question: Question) -> Rows:
    """The rows of the answer, as the organisation's facts are now.

    Raises `RebuildingError` while the copy is made anew and cannot be done without.
    """
    for _ in range(MOST_TRIES - 1):
        try:
            return answered(question, snapshot())
        except duckdb.Error as problem:
            # a segment was replaced, or a tail thrown away, between looking and reading
            if not is_gone(problem):
                raise
            report_loss()
    return answered(question, snapshot())


def column_of(by: str) -> str:
    """The column or expression whose values are the groups of a dimension; raises `UnknownDimensionError`."""
    if by.startswith(ATTRIBUTE) and slot_of(by.removeprefix(ATTRIBUTE)) is None:
        snapshot()  # which meets the attributes of values that nobody has looked at yet
    return columns.column_of(by)


def how_many() -> int:
    """Facts of the organisation, changed ones counted twice: a measure of size."""
    state = snapshot()
    return sum(file.rows for file in state.files) + state.rows_in_tail


def is_gone(problem: duckdb.Error) -> bool:
    return isinstance(problem, duckdb.IOException | duckdb.CatalogException)


def answered(question: Question, state: Snapshot) -> Rows:
    key = (state.stamp, state.tail, question.sql, repr(question))
    if (known := _results.get(key)) is not None:
        return list(known)
    try:
        rows = counted_elsewhere(question, state)
        if rows is None:
            rows = counted_here(question, state)
    finally:
        if is_private():
            drop(tables_of(state))
    if len(rows) <= MOST_ROWS and not is_private():
        with _lock:
            _results[key] = rows
            while len(_results) > MOST_RESULTS:
                _results.popitem(last=False)
    return list(rows)


def counted_here(question: Question, state: Snapshot) -> Rows:
    """From memory as far as it is held there. What was removed while it was asked is asked again, from the files."""
    before = held.removals()
    known = held.held_of(state.stamp.organisation)
    source = source_of(question, state, segments, state.tail, state.changed, known=known)
    rows = engine.run(text_of(question, source))
    if known is not None and held.removals() != before:
        source = source_of(question, state, segments, state.tail, state.changed)
        rows = engine.run(text_of(question, source))
    hold_soon(state)
    return rows


def segments(paths: Sequence[Path]) -> str:
    return f"read_parquet([{literals(tuple(str(path) for path in paths), DIALECT)}])"


def counted_elsewhere(question: Question, state: Snapshot) -> Rows | None:
    """None where no other engine is in use, or it cannot be reached: the files are here too."""
    other = chosen()
    if other is None or is_private():
        return None
    distributed, address = other
    try:
        return counted_by(distributed, address, question, state)
    except Exception:
        logger.exception("%s did not answer; the question is counted here", distributed.key)
        return None


def counted_by(distributed: Distributed, address: str, question: Question, state: Snapshot) -> Rows:
    """The tail, and what was changed, go to it as files beside the segments."""

    def scan(paths: Sequence[Path]) -> str:
        return distributed.scan(address, paths).sql(dialect=distributed.dialect)

    tail, changed = written_out(state)
    source = source_of(question, state, scan, scan([tail]), scan([changed]) if changed else "")
    return distributed.run(address, text_of(question, source, distributed.dialect))


def forget_results() -> None:
    with _lock:
        _results.clear()


def source_of(
    question: Question, state: Snapshot, scan: Scan, tail: str, changed: str, *, known: Held | None = None
) -> str:
    """Clean segments, segments with changed values less those, and the tail unless it is empty."""
    files = [one for one in state.files if may_matter(one, question)]
    columns = ", ".join(columns_of(question))
    parts = []
    if state.rows_in_tail or state.changed or not files:
        parts.append(f"SELECT {columns} FROM {tail}")  # noqa: S608 - names and paths of ours
    if known is not None:
        from_memory, files = held.source_of(known, state, columns, files, changed)
        parts += from_memory
    clean = [whole_path(one.path) for one in files if not one.is_dirty]
    dirty = [whole_path(one.path) for one in files if one.is_dirty]
    if clean:
        parts.append(f"SELECT {columns} FROM {scan(clean)}")  # noqa: S608
    if dirty:
        stale = f" WHERE NOT id IN (SELECT id FROM {changed})" if changed else ""  # noqa: S608
        parts.append(f"SELECT {columns} FROM {scan(dirty)}{stale}")  # noqa: S608
    return " UNION ALL ".join(parts)


def may_matter(file: File, question: Question) -> bool:
    period = question.where.period
    if period and not month_number(period.start) <= file.month <= month_number(period.last_day):
        return False
    return question.kinds is None or not file.kinds.isdisjoint(question.kinds)
