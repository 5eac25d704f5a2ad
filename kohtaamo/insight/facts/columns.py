"""The columns of a fact, the same in every engine, and how a row of the table becomes one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kohtaamo.insight.where import ATTRIBUTE, BUCKETS, COLUMNS, UnknownDimensionError, zone

from .slots import slot_of

EPOCH = date(1970, 1, 1)
# So many attributes of an organisation can be grouped by; the first ones met.
SLOTS = 30
WHOLE_NUMBERS = ("touchpoint", "unit", "agent", "customer", "survey", "answer", "encounter", "case_number")
TEXTS = ("channel", "segment", "source", "question")
ATTRIBUTE_COLUMNS = tuple(f"t{number}" for number in range(1, SLOTS + 1))
# In DuckDB's words. `happened_at` is microseconds since 1970 in UTC, `day` days since 1970 and `month` year × 12 +
# month − 1 where our days begin: whole numbers, because engines differ in dates.
TYPES = {
    "id": "BIGINT",
    "kind": "VARCHAR",
    "value": "DOUBLE",
    "happened_at": "BIGINT",
    "day": "INTEGER",
    "month": "INTEGER",
    **dict.fromkeys(WHOLE_NUMBERS, "BIGINT"),
    **dict.fromkeys(TEXTS, "VARCHAR"),
    **dict.fromkeys(ATTRIBUTE_COLUMNS, "VARCHAR"),
}
NAMES = tuple(TYPES)
# A Monday long before the first day that can be asked about, so that no remainder is of a negative number.
MONDAY = 35_003

__all__ = ["UnknownDimensionError"]


def column_of(by: str) -> str:
    """The column or expression whose values are the groups of a dimension; raises `UnknownDimensionError`."""
    if by in COLUMNS:
        return COLUMNS[by].removesuffix("_id")
    if by in ("kind", "month", "day", "customer", "agent", "case_number"):
        return by
    if by == "week":
        return f"day - (day + {MONDAY}) % 7"
    if by.startswith(ATTRIBUTE) and by != ATTRIBUTE:
        slot = slot_of(by.removeprefix(ATTRIBUTE))
        # an attribute that nothing carries, or one too many
        return "CAST(NULL AS VARCHAR)" if slot is None else f"t{slot}"
    raise UnknownDimensionError(by)


def as_group(by: str, value: Any) -> Any:
    """What a group is called outside the engine: buckets are dates."""
    if by in BUCKETS and value is not None:
        return month_start(value) if by == "month" else EPOCH + timedelta(days=value)
    return value


def day_number(day: date) -> int:
    return (day - EPOCH).days


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def as_facts(raw: str, slots: dict[str, int]) -> str:
    """DuckDB's query that turns raw rows (`rows.RAW`) of a relation into facts."""
    keys = {slot: key for key, slot in slots.items() if slot <= SLOTS}
    paths = [pointer(keys[slot]) for slot in sorted(keys)]
    places = {slot: place for place, slot in enumerate(sorted(keys), start=1)}
    attributes = [
        f"said[{places[number]}] AS t{number}" if number in places else f"CAST(NULL AS VARCHAR) AS t{number}"
        for number in range(1, SLOTS + 1)
    ]
    said = f"json_extract_string(attributes, [{', '.join(paths)}])" if paths else "NULL"
    local = f"timezone('{zone().key}', make_timestamptz(happened_us))"
    day = f"(CAST({local} AS DATE) - DATE '1970-01-01')"
    month = f"(year({local}) * 12 + month({local}) - 1)"
    plain = [
        f"CAST({name} AS {TYPES[name]}) AS {name}"
        for name in NAMES
        if name not in ("happened_at", "day", "month", *ATTRIBUTE_COLUMNS)
    ]
    derived = {
        "happened_at": "happened_us AS happened_at",
        "day": f"CAST({day} AS INTEGER) AS day",
        "month": f"CAST({month} AS INTEGER) AS month",
    }
    by_name = {text.rsplit(" AS ", 1)[1]: text for text in [*plain, *derived.values(), *attributes]}
    chosen = ", ".join(by_name[name] for name in NAMES)
    return f"SELECT {chosen} FROM (SELECT *, {said} AS said FROM {raw})"  # noqa: S608 - names and numbers of ours


def pointer(key: str) -> str:
    """A JSON pointer (RFC 6901) to an attribute, as a literal of SQL."""
    escaped = key.replace("~", "~0").replace("/", "~1").replace("'", "''")
    return f"'/{escaped}'"
