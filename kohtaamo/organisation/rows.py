"""Many rows in one statement, without a model object for each.

For the few tables that fill by thousands a second; keys are known before the rows are written. One statement
is also one stretch without Python's lock, so other threads go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

import msgspec
from django.db import connection, models

# Large ones first: what a statement costs besides its rows is paid once, and few sizes are few statements to prepare.
STATEMENT_SIZES = (256, 64)


def next_keys(model: type[models.Model], count: int) -> range | list[int]:
    """Keys for rows about to be inserted, in the transaction that inserts them."""
    table = model._meta.db_table  # noqa: SLF001  Django's documented interface
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # the sequence, not the highest key: a key is never given twice, also when rows were deleted
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            last = int(found[0]) if found else 0
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [int(key) for (key,) in cursor.fetchall()]


def insert_rows(
    model: type[models.Model],
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    *,
    replacing: str = "",
) -> None:
    """Columns by their names in the database, values as `moments` and `stored_json` make them.

    A row with the same value of the column `replacing` becomes the new one; it must be unique by itself.
    """
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        for part in parts_of(rows):
            named, values = (columns, part) if replacing or len(part) == 1 else without_empty(columns, part)
            cursor.execute(insertion(table, named, len(values), replacing), list(chain.from_iterable(values)))


def parts_of(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    start = 0
    for size in STATEMENT_SIZES:
        while len(rows) - start >= size:
            yield rows[start : start + size]
            start += size
    if start < len(rows):
        yield rows[start:]


def without_empty(
    columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]:
    """A column that is NULL in all rows is left out and becomes NULL by itself: that saves a third of the time."""
    kept = [at for at, values in enumerate(zip(*rows, strict=True)) if values.count(None) < len(values)]
    if len(kept) == len(columns) or len(kept) < 2:  # noqa: PLR2004  the getter of one gives no tuple
        return columns, rows
    return tuple(columns[at] for at in kept), list(map(itemgetter(*kept), rows))


@lru_cache(maxsize=256)
def insertion(table: str, columns: tuple[str, ...], count: int, replacing: str) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    sql = f'INSERT INTO "{table}" ({named}) VALUES ' + ", ".join([marks(len(columns))] * count)  # noqa: S608  our names
    if not replacing:
        return sql
    new = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column != replacing)
    return f'{sql} ON CONFLICT ("{replacing}") DO UPDATE SET {new}'


def marks(count: int) -> str:
    """Placeholders of a list, for `IN` and `VALUES`."""
    return "(" + ", ".join(["%s"] * count) + ")"


def select(sql: str, parameters: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The caller's SQL must name the organisation: no scope guards it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def select_at_once(columns: str, source: str, parameters: Iterable[Any]) -> Sequence[Sequence[Any]]:
    """As `select`, for numbers and texts: SQLite's driver lets go of Python's lock at each row, so it gives one."""
    if connection.vendor != "sqlite":
        return select(f"SELECT {columns} {source}", parameters)
    ((found,),) = select(f"SELECT json_group_array(json_array({columns})) {source}", parameters)
    rows: list[list[Any]] = msgspec.json.decode(found)
    return rows


def moments() -> Callable[[datetime], datetime | str]:
    """How this database keeps moments; asked once for many rows."""
    return as_text if connection.vendor == "sqlite" else as_it_is


@lru_cache(maxsize=10_000)
def as_text(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def as_it_is(moment: datetime) -> datetime:
    return moment


def read_moment(stored: datetime | None) -> datetime | None:
    """A moment as a plain query gives it: SQLite leaves its zone out."""
    return None if stored is None else read_moments()(stored)


def read_moments() -> Callable[[datetime], datetime]:
    """The same for many; how this database tells them is asked once."""
    zone = connection.timezone
    return lambda stored: stored if stored.tzinfo else stored.replace(tzinfo=zone)


def stored_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
