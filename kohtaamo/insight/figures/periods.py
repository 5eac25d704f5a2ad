from __future__ import annotations

import re
from datetime import date

from kohtaamo.kit.tabular import OutOfRange, parse_moment
from kohtaamo.kit.tabular.values import FIRST_YEAR, LAST_YEAR

from .recording import Size

# 2026-03, 2026/3, and Statistics Finland's 2026M03
YEAR_FIRST = re.compile(r"(\d{4})[-/.M](\d{1,2})")
# 3/2026, 03.2026
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
MONTHS = 12


def read_period(text: str, size: Size, *, day_first: bool | None = None) -> date | None:
    """The first day of the period that a cell tells; a month alone is its first day. None when unreadable."""
    value = text.strip()
    if found := YEAR_FIRST.fullmatch(value):
        return month_from(int(found[1]), int(found[2]))
    if found := YEAR_LAST.fullmatch(value):
        return month_from(int(found[2]), int(found[1]))
    try:
        moment = parse_moment(value, day_first=day_first)
    except OutOfRange:
        return None
    if moment is None:
        return None
    day = moment.date()
    return day.replace(day=1) if size == "month" else day


def month_from(year: int, month: int) -> date | None:
    return date(year, month, 1) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= MONTHS else None
