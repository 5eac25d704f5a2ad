"""What a page shows, as its address says it: read from a query string and written back into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args
from urllib.parse import urlencode

from django.http import QueryDict

from kohtaamo.kit.periods import BucketSize, Period, parse_date
from kohtaamo.kit.text import whole_number

from .where import ATTRIBUTE, BUCKETS, COLUMNS, EARLIEST, LATEST, Where

DAYS = (28, 90, 365)
USUAL_DAYS = 90
# More points than these neither a chart nor its reader can tell apart.
MOST_POINTS = 1000
DAYS_IN_WEEK = 7
# In an address, days that the person names: `days=own&from=2026-11-01&to=2026-11-21`.
OWN_DAYS = "own"
# In an address an attribute is written `a:region=Oulu`.
SHORT_ATTRIBUTE = "a:"
# In an address, the answers whose channel (or segment, or source) was not told.
EMPTY = "-"
ROW_DIMENSIONS = frozenset({"touchpoint", "unit", "survey"})


@dataclass(frozen=True, slots=True)
class Filter:
    """`days` is None where the person named the days herself."""

    where: Where
    days: int | None = USUAL_DAYS
    by: str = "touchpoint"
    size: BucketSize = "week"

    def parameters(self) -> dict[str, str]:
        found = parameters_of(self.where, self.days)
        return {**found, "by": self.by, "size": self.size}

    def query(self, **changes: str | int | None) -> str:
        """The query string with these parameters changed; None leaves one out."""
        merged = {**self.parameters(), **changes}
        return urlencode({key: value for key, value in merged.items() if value is not None})


def filter_of(query: QueryDict, *, today: date) -> Filter:
    """Reads what it understands and leaves the rest open: an old or broken link still shows a page."""
    days, period = period_of(query, today)
    dimensions = {name: text for name in COLUMNS if (text := str(query.get(name, "")))}
    keys = {name: whole_number(dimensions.get(name, "")) for name in ROW_DIMENSIONS}
    texts = {name: none_as_empty(text) for name, text in dimensions.items() if name not in ROW_DIMENSIONS}
    attributes = {
        name.removeprefix(SHORT_ATTRIBUTE): text
        for name, text in query.items()
        if name.startswith(SHORT_ATTRIBUTE) and name != SHORT_ATTRIBUTE and isinstance(text, str) and text
    }
    where = Where(period=period, attributes=attributes, **{**keys, **texts})  # type: ignore[arg-type]
    by, size = query.get("by", ""), query.get("size", "")
    return Filter(
        where=where,
        days=days,
        by=by if is_dimension(by) else "touchpoint",
        size=fitting(next((known for known in get_args(BucketSize) if known == size), "week"), period),
    )


def fitting(size: BucketSize, period: Period) -> BucketSize:
    """The size asked for, or a longer one where there would be too many points."""
    if size == "day" and period.days > MOST_POINTS:
        size = "week"
    return "month" if size == "week" and period.days > MOST_POINTS * DAYS_IN_WEEK else size


def period_of(query: QueryDict, today: date) -> tuple[int | None, Period]:
    asked = query.get("days", "")
    days = whole_number(asked)
    if days in DAYS:
        return days, Period.last_days(days, today)
    try:
        first, last = parse_date(query.get("from", "")), parse_date(query.get("to", ""))
        first, last = max(first, EARLIEST), min(last, LATEST)
        return None, Period(first, last + timedelta(days=1))
    except ValueError:
        return (None if asked == OWN_DAYS else USUAL_DAYS), Period.last_days(USUAL_DAYS, today)


def parameters_of(where: Where, days: int | None = None) -> dict[str, str]:
    found: dict[str, str] = {}
    if days is not None:
        found["days"] = str(days)
    elif where.period:
        found |= {
            "days": OWN_DAYS,
            "from": where.period.start.isoformat(),
            "to": where.period.last_day.isoformat(),
        }
    for name in COLUMNS:
        chosen = getattr(where, name)
        if chosen is not None:
            found[name] = str(chosen) if chosen != "" else EMPTY
    return found | {f"{SHORT_ATTRIBUTE}{key}": text for key, text in where.attributes.items()}


def none_as_empty(text: str) -> str:
    return "" if text == EMPTY else text


def is_dimension(by: str) -> bool:
    return by in COLUMNS or (by.startswith(ATTRIBUTE) and by != ATTRIBUTE)


def parameters_of_group(group: Mapping[str, object]) -> dict[str, str]:
    """The parameters that pick one group of a breakdown; those without a row or attribute cannot be."""
    found: dict[str, str] = {}
    for by, value in group.items():
        if by in BUCKETS or value is None:
            continue
        name = SHORT_ATTRIBUTE + by.removeprefix(ATTRIBUTE) if by.startswith(ATTRIBUTE) else by
        found[name] = str(value) if value != "" else EMPTY
    return found
