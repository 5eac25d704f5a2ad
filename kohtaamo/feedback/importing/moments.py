"""When an answer of another program was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from kohtaamo.feedback.question import UnfitError
from kohtaamo.kit.tabular import OutOfRange, guess_day_first, parse_moment

from .found import About
from .readers import Cells, clean, shown
from .settling import Facts

# As Google writes a zone: GMT+3, GMT-10:30.
ZONE = re.compile(r"\s*(?:GMT|UTC)\s*([+\-−])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE)


def moments_of(about: About, facts: Facts) -> Callable[[Cells], datetime]:
    """Raises `UnfitError` for what is no moment. The first filled column counts, else the moment of the file."""
    zone = ZoneInfo(about.zone)
    orders = {column: guess_day_first(facts[column].values) for column in about.moments}

    def read(cells: Cells) -> datetime:
        for column, day_first in orders.items():
            text = clean(cells.get(column, ""))
            if text:
                return moment_in(text, column, day_first=day_first, zone=zone)
        if about.moment:
            return moment_in(about.moment, "", day_first=None, zone=zone)
        raise UnfitError("date_missing", column=", ".join(about.moments))

    return read


def moment_in(text: str, column: str, *, day_first: bool | None, zone: ZoneInfo) -> datetime:
    told = {"column": column, "value": shown(text)}
    try:
        found = parse_moment(with_offset(text), day_first=day_first, zone=zone)
    except OutOfRange as problem:
        raise UnfitError("date_out_of_range", **told) from problem
    if found is None:
        raise UnfitError("date_unreadable" if day_first is not None else "date_unclear", **told)
    return found


def with_offset(text: str) -> str:
    found = ZONE.search(text)
    if found is None:
        return text
    return f"{text[: found.start()]} {found[1]}{int(found[2]):02d}:{found[3] or '00'}"
