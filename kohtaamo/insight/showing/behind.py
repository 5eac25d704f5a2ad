"""What stands behind a chart: its question in words, each formula with its version, and how many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from shlex import quote
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import in_words, name_of
from kohtaamo.insight.filters import parameters_of
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.where import ATTRIBUTE, COLUMNS, Where
from kohtaamo.kit.text import show_period


@dataclass(frozen=True, slots=True)
class Formula:
    """`rows` is None where even their number would tell too much; `rows_url` is empty where there is no list."""

    key: str
    name: str
    words: str
    interval: str
    source: str
    version: int
    rows: int | None
    rows_url: str


@dataclass(frozen=True, slots=True)
class Behind:
    """`question`: names and values of the filters; `commands` ask the same again."""

    period: str
    question: Sequence[tuple[str, str]]
    groups: str
    formulas: Sequence[Formula]
    commands: Sequence[str]

    @property
    def rows(self) -> int | None:
        """Of the only formula; several may count the same rows."""
        return self.formulas[0].rows if len(self.formulas) == 1 else None

    @property
    def filters(self) -> str:
        return "; ".join(f"{name}: {value}" for name, value in self.question)

    @property
    def versions(self) -> str:
        """As in "formula version 1: NPS, CSAT"."""
        words = gettext("formula version %(version)s: %(metrics)s")
        by_version: dict[int, list[str]] = {}
        for one in self.formulas:
            by_version.setdefault(one.version, []).append(one.name)
        return "; ".join(
            words % {"version": version, "metrics": ", ".join(names)} for version, names in by_version.items()
        )


def behind(
    counted: Iterable[tuple[Metric, int | None]],
    where: Where,
    *,
    days: int | None = None,
    by: Sequence[str] = (),
) -> Behind:
    """`counted`: metrics with the number of their rows."""
    known = list(counted)
    narrowed = in_words(where)
    return Behind(
        period=show_period(where.period, language()) if where.period else gettext("all time"),
        question=narrowed,
        groups=", ".join(name_of(one) for one in by).lower(),
        formulas=[formula(metric, rows, where, days) for metric, rows in known],
        commands=[command(metric, where, narrowed, by) for metric, _ in known],
    )


def behind_formulas(
    formulas: Sequence[Formula],
    where: Where,
    *,
    groups: str = "",
    more: Sequence[tuple[str, str]] = (),
    again: tuple[str, QueryDict] | None = None,
) -> Behind:
    """Of what is counted from several kinds of rows at once; `again`: the part and the address it was read from."""
    return Behind(
        period=show_period(where.period, language()) if where.period else gettext("all time"),
        question=[*in_words(where), *more],
        groups=groups,
        formulas=formulas,
        commands=[f"GET {address_of_part(*again)}"] if again else [],
    )


def address_of_part(part: str, query: QueryDict) -> str:
    """Where the same numbers are had by a program."""
    asked = query.copy()
    for name in ("as", "seen"):
        asked.pop(name, None)
    return f"{reverse('insight:export', args=[part])}?{asked.urlencode()}{'&' if asked else ''}as=csv"


def formula(metric: Metric, rows: int | None, where: Where, days: int | None) -> Formula:
    query = urlencode(parameters_of(where, days))
    return Formula(
        key=metric.key,
        name=str(metric.short_name),
        words=str(metric.formula),
        interval=str(metric.interval),
        source=metric.source,
        version=metric.version,
        rows=rows,
        rows_url="" if metric.protects_people else f"{reverse('insight:explain', args=[metric.key])}?{query}",
    )


def command(metric: Metric, where: Where, narrowed: Sequence[tuple[str, str]], by: Sequence[str]) -> str:
    """As one types it; a touchpoint, unit or survey by its name."""
    parts = [f"kohtaamo measure {metric.key}"]
    if where.period:
        parts.append(f"--from {where.period.start.isoformat()} --to {where.period.last_day.isoformat()}")
    fields = [name for name in COLUMNS_IN_WORDS if getattr(where, name) is not None]
    for name, (_, value) in zip([*fields, *where.attributes], narrowed, strict=True):
        shown = getattr(where, name) if name in TEXTS else value
        parts.append(f"--where {quote(f'{name}={shown}')}")
    parts += [f"--by {quote(one.removeprefix(ATTRIBUTE))}" for one in by]
    return " ".join(parts)


# the order in which `dimensions.in_words` tells them
COLUMNS_IN_WORDS = ("touchpoint", "channel", "unit", "survey", "segment", "source")
TEXTS = frozenset(COLUMNS) - {"touchpoint", "unit", "survey"}
