from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, QuerySet, TextField
from django.utils import timezone

from kohtaamo.kit.periods import Period

from .models import Measurement

ATTRIBUTE = "attribute:"
# No answer is older or newer, so no question about them either.
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
BUCKETS = ("day", "week", "month")
# Dimension -> the column that holds it.
COLUMNS = {
    "touchpoint": "touchpoint_id",
    "channel": "channel",
    "unit": "unit_id",
    "survey": "survey_id",
    "segment": "segment",
    "source": "source",
}


class UnknownDimensionError(ValueError):
    """Asked to group or filter by something that no measurement has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which measurements: None leaves a dimension open, "" means those without a value."""

    period: Period | None = None
    touchpoint: int | None = None
    channel: str | None = None
    unit: int | None = None
    survey: int | None = None
    segment: str | None = None
    source: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


class AttributeText(Func):
    """An attribute as text, null when it is missing. The key is always a name, never a place in a list."""

    output_field = TextField()

    def __init__(self, key: str, path: str = "attributes") -> None:
        super().__init__(F(path))
        self.key = key

    def as_sql(  # type: ignore[override]  # the parent's takes a template, of which this has none
        self, compiler: Any, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, list[Any]]:
        column, parameters = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            return f"({column} ->> %s)", [*parameters, self.key]
        path = "$." + json.dumps(self.key)
        value, kind = f"JSON_EXTRACT({column}, %s)", f"JSON_TYPE({column}, %s)"
        # SQLite has no truth values: JSON's would come out as 1 and 0
        sql = f"CASE {kind} WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST({value} AS TEXT) END"
        return sql, [*parameters, path, *parameters, path]


def zone() -> ZoneInfo:
    """Where the days of our organisations begin and end."""
    return ZoneInfo(str(timezone.get_default_timezone()))


def today() -> date:
    return timezone.localdate(timezone=zone())


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone())


def measurements(kind: str, where: Where) -> QuerySet[Measurement]:
    """The values in force of one kind, in no order."""
    return narrowed(Measurement.objects.filter(kind=kind, is_superseded=False).order_by(), where)


def narrowed(rows: QuerySet[Measurement], where: Where) -> QuerySet[Measurement]:
    if where.period:
        rows = rows.filter(
            happened_at__gte=midnight(where.period.start), happened_at__lt=midnight(where.period.end)
        )
    for name, column in COLUMNS.items():
        chosen = getattr(where, name)
        if chosen is not None:
            rows = rows.filter(**{column: chosen})
    for number, (key, text) in enumerate(sorted(where.attributes.items())):
        rows = rows.alias(**{f"attribute_{number}": AttributeText(key)})
        rows = rows.filter(**{f"attribute_{number}": text})
    return rows
