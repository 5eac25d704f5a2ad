"""Months and quarters: how a person names them, and how sentences do."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from babel.dates import format_date
from django.utils.translation import gettext

from kohtaamo.insight.charts import language
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import LOCALES

Size = Literal["month", "quarter"]
MONTHS_IN_QUARTER, MONTHS_IN_YEAR = 3, 12
_NAME = re.compile(r"(\d{4})-(?:(\d{2})|[qQ]([1-4]))")


def named(text: str) -> tuple[Size, Period]:
    """Read "2026-10" or "2026-Q3"; `ValueError` for anything else."""
    found = _NAME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is neither a month nor a quarter")
    year, month, quarter = (int(part) if part else 0 for part in found.groups())
    if quarter:
        return "quarter", months_from(date(year, 1 + MONTHS_IN_QUARTER * (quarter - 1), 1), MONTHS_IN_QUARTER)
    return "month", months_from(date(year, month, 1), 1)


def months_from(first: date, count: int) -> Period:
    return Period(first, shifted(first, count))


def shifted(first: date, months: int) -> date:
    """The first day of the month so many months later, or earlier."""
    total = first.year * MONTHS_IN_YEAR + first.month - 1 + months
    return date(total // MONTHS_IN_YEAR, total % MONTHS_IN_YEAR + 1, 1)


def name_of(size: str, start: date) -> str:
    """As `named` reads it back."""
    return f"{start.year}-Q{quarter_of(start)}" if size == "quarter" else f"{start:%Y-%m}"


def quarter_of(day: date) -> int:
    return (day.month - 1) // MONTHS_IN_QUARTER + 1


def past(size: Size, today: date, count: int) -> list[Period]:
    """Whole months or quarters that are over, the newest first."""
    length = MONTHS_IN_QUARTER if size == "quarter" else 1
    first = today.replace(day=1)
    if size == "quarter":
        first = first.replace(month=1 + MONTHS_IN_QUARTER * (quarter_of(today) - 1))
    return [months_from(shifted(first, -length * back), length) for back in range(1, count + 1)]


def title_of(size: str, start: date) -> str:
    """October 2026 / Lokakuu 2026."""
    if size == "quarter":
        return gettext("Quarter %(number)s of %(year)s") % {"number": quarter_of(start), "year": start.year}
    return f"{month_of(start).capitalize()} {start.year}"


def within(size: str, start: date) -> str:
    """The period inside a sentence: in October 2026 / lokakuussa 2026."""
    if size == "quarter":
        facts = {"number": quarter_of(start), "year": start.year}
        return gettext("in quarter %(number)s of %(year)s") % facts
    return gettext("in %(month)s %(year)s") % {"month": month_of(start), "year": start.year}


def month_of(day: date) -> str:
    name: str = format_date(day, "LLLL", locale=LOCALES[language()])
    return name
