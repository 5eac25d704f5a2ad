"""Numbers as plain rows, asked with words a person types: for commands and programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import whole_number

from . import secrecy
from .dimensions import TABLES, labels, usual_attributes
from .metric import Metric
from .metrics import METRICS
from .models import Measurement
from .queries import measure
from .where import ATTRIBUTE, BUCKETS, COLUMNS, AttributeText, Where


class ReportError(ValueError):
    """Asked for something there is not. Codes: unknown_metric, unknown_field, unknown_value, no_condition.

    `valid` lists what could have been asked.
    """

    def __init__(self, code: str, asked: str, valid: Iterable[str] = ()) -> None:
        self.code = code
        self.asked = asked
        self.valid = tuple(valid)
        super().__init__(f"{code}: {asked}" + (f" (valid: {', '.join(self.valid)})" if self.valid else ""))


def measured_rows(
    *, metric: str, by: Sequence[str] = (), where: Iterable[str] = (), period: Period | None = None
) -> list[dict[str, Any]]:
    """One row a group: its names, then metric, value, low, high, n and unit; null numbers where too few answered.

    Of employees n is null too, and groups of which nothing can be told are not among the rows.

    `by` and the fields of `where` ("FIELD=VALUE") are touchpoint, channel, unit, survey, segment, source or the
    name of an attribute, `by` also day, week or month. Raises `ReportError`.
    """
    asked = metric_of(metric)
    dimensions = [dimension_of(name, buckets=True) for name in by]
    found = measure(asked, where=parsed(where, period=period), by=dimensions)
    words = {name: labels(name, {row.group[name] for row in found}) for name in dimensions if name in TABLES}
    rows = []
    for one in found:
        group = {
            name.removeprefix(ATTRIBUTE): shown(value, words.get(name)) for name, value in one.group.items()
        }
        estimate = one.estimate
        rows.append(
            {
                **group,
                "metric": asked.key,
                "value": estimate.value if estimate else None,
                "low": estimate.low if estimate else None,
                "high": estimate.high if estimate else None,
                "n": one.n if estimate or not asked.protects_people else None,
                "unit": str(asked.unit),
                # where people ask by their own units, those are meant
                **({"unit": group["unit"]} if "unit" in group else {}),
            }
        )
    return rows


def metric_of(key: str) -> Metric:
    if key not in METRICS:
        raise ReportError("unknown_metric", key, METRICS)
    return METRICS[key]


def parsed(conditions: Iterable[str], *, period: Period | None = None) -> Where:
    """Conditions "FIELD=VALUE"; rows are named by their name or number. Raises `ReportError`."""
    found = Where(period=period)
    for condition in conditions:
        field, equals, value = (part.strip() for part in condition.partition("="))
        if not equals or not field:
            raise ReportError("no_condition", condition, ["FIELD=VALUE"])
        name = dimension_of(field)
        if name in TABLES:
            change: dict[str, Any] = {name: row_of(name, value)}
        elif name in COLUMNS:
            change = {name: value}
        else:
            change = {"attributes": {**found.attributes, name.removeprefix(ATTRIBUTE): value}}
        found = replace(found, **change)
    return found


def dimension_of(field: str, *, buckets: bool = False) -> str:
    if field in COLUMNS or (buckets and field in BUCKETS):
        return field
    key = field.removeprefix(ATTRIBUTE)
    rows = Measurement.objects.order_by().annotate(text=AttributeText(key))
    known = key and (secrecy.has_attribute(key) or rows.filter(text__isnull=False).exists())
    if not known:
        raise ReportError(
            "unknown_field", field, [*COLUMNS, *(BUCKETS if buckets else ()), *usual_attributes(Where())]
        )
    return f"{ATTRIBUTE}{key}"


def row_of(name: str, value: str) -> int:
    rows = TABLES[name].objects.all()
    names = {row.pk: str(row) for row in rows}
    by_name = [key for key, text in names.items() if text.casefold() == value.casefold()]
    if by_name:
        return by_name[0]
    key = whole_number(value)
    if key in names:
        return key
    raise ReportError("unknown_value", f"{name}={value}", names.values())


def shown(value: Any, words: Mapping[Any, str] | None) -> str | None:
    if words is not None:
        return words[value] if value is not None else None
    return value.isoformat() if isinstance(value, date) else value
