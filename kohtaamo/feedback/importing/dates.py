"""When a row happened: how the cells of one column of dates are read, or the day of the whole file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from kohtaamo.feedback.question import UnfitError
from kohtaamo.kit.tabular import OutOfRange, parse_moment

from .mapping import Day, Mapping
from .readers import Cells, clean, remembered, shown

PLAIN_LENGTH, PLAIN_MARKS = 19, "--::"
FIRST_PLAIN, LAST_PLAIN = "1900", "2100"


def moment_reader(
    mapping: Mapping, *, day_first: bool | None, excel_serial: bool
) -> Callable[[Cells], datetime]:
    """Raises `UnfitError` for what is no date, or could be two."""
    date, zone = mapping.date, ZoneInfo(mapping.zone)
    if isinstance(date, Day):
        midnight = datetime.combine(date.value, time.min, tzinfo=zone)
        return lambda _cells: midnight
    if date is None:
        return no_moment
    column, form = date.column, date.format

    def parse(text: str) -> datetime | None:
        if form is None:
            return parse_moment(text, day_first=day_first, zone=zone, excel_serial=excel_serial)
        return parse_by_format(text, form, zone)

    def read(cell: str) -> datetime:
        text = clean(cell)
        facts = {"column": column, "value": shown(text)}
        if not text:
            raise UnfitError("date_missing", **facts)
        try:
            found = parse(text)
        except OutOfRange as problem:
            raise UnfitError("date_out_of_range", **facts) from problem
        if found is None:
            readable = form is None and is_date_either_way(text, zone)
            raise UnfitError("date_unclear" if readable else "date_unreadable", **facts)
        return found

    kept = remembered(read)
    if form is None:
        return lambda cells: plain_moment(cells[column], zone) or kept(cells[column])
    return lambda cells: kept(cells[column])


def plain_moment(cell: str, zone: tzinfo) -> datetime | None:
    """Of 2024-11-21 10:42:05, as most programs write it: as `parse_moment` reads it, but told in UTC.

    None for all that is written otherwise, and where the year may be another one in UTC.
    """
    if len(cell) != PLAIN_LENGTH or not cell.isascii() or not FIRST_PLAIN < cell[:4] < LAST_PLAIN:
        return None
    if cell[4] + cell[7] + cell[13] + cell[16] != PLAIN_MARKS or cell[10] not in " T":
        return None
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def no_moment(_cells: Cells) -> datetime:
    raise UnfitError("date_missing", column="")


def parse_by_format(text: str, form: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes below
    except ValueError:
        return None
    if not 1900 <= found.year <= 2100:  # noqa: PLR2004 - the years that are stored
        raise OutOfRange(found.year)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)


def is_date_either_way(text: str, zone: tzinfo) -> bool:
    try:
        return parse_moment(text, day_first=True, zone=zone) is not None
    except OutOfRange:
        return True
