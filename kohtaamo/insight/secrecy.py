"""What employees answered, as sums over whole crowds: the one place that numbers of `protects_people` come from.

Their single answers are never facts of the engine, so no other question can reach them. A crowd counts under
a filter when everybody in it fits the filter; those of mixed crowds are left out of it. Whatever is told is so
a sum over whole crowds, and so is whatever can be worked out from it (`kit.statistics.blocks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kohtaamo.feedback.models import Crowd
from kohtaamo.feedback.queries import crowds
from kohtaamo.kit.periods import BucketSize, Period, bucket_start

from .where import ATTRIBUTE, COLUMNS, UnknownDimensionError, Where

Counts = dict[float, int]
# Stands for "not all of the crowd are alike in this".
MIXED = object()
SIZES: Mapping[str, BucketSize] = {"day": "day", "week": "week", "month": "month"}


def counts_by(kind: str, where: Where, by: Sequence[str] = ()) -> dict[tuple[Any, ...], Counts]:
    """How often each value was given in each group; only groups of which a whole crowd can be told."""
    check(by)
    found: dict[tuple[Any, ...], Counts] = {}
    for crowd in crowds_within(kind, where):
        group = tuple(trait_of(crowd, name) for name in by)
        if MIXED not in group:
            add(found.setdefault(group, {}), crowd)
    return dict(sorted(found.items(), key=lambda one: [(value is not None, value) for value in one[0]]))


def counts_of_periods(kind: str, where: Where, periods: Iterable[Period]) -> list[Counts]:
    """The same for each of these periods: the crowds all of whose people answered in it."""
    known = crowds_within(kind, where)
    found = []
    for period in periods:
        counts: Counts = {}
        for crowd in known:
            if is_within(crowd, period):
                add(counts, crowd)
        found.append(counts)
    return found


def first_day(kind: str, where: Where) -> date | None:
    return min((crowd.first_day for crowd in crowds_within(kind, where)), default=None)


def kinds_told() -> set[str]:
    """The kinds of questions to employees of which anything can be told."""
    return set(crowds().order_by().values_list("kind", flat=True).distinct())


def has_attribute(key: str) -> bool:
    """Whether anything can be told by this attribute."""
    return crowds().filter(common__has_key=f"{ATTRIBUTE}{key}").exists()


def options(names: Iterable[str]) -> dict[str, list[Any]]:
    """What may be chosen of each dimension so that something is told, without numbers; attributes too."""
    common: list[Mapping[str, Any]] = [crowd.common for crowd in crowds()]
    keys = {name for one in common for name in one if name.startswith(ATTRIBUTE)}
    return {
        name: sorted({one[name] for one in common if one.get(name) not in (None, "")})
        for name in [*names, *sorted(keys)]
    }


def crowds_within(kind: str, where: Where) -> list[Crowd]:
    rows = crowds().filter(kind=kind)
    if where.survey is not None:
        rows = rows.filter(survey=where.survey)
    if where.period:
        rows = rows.filter(first_day__gte=where.period.start, last_day__lt=where.period.end)
    wanted = {
        **{name: getattr(where, name) for name in COLUMNS if name != "survey"},
        **{f"{ATTRIBUTE}{key}": text for key, text in where.attributes.items()},
    }
    asked = {name: value for name, value in wanted.items() if value is not None}
    return [crowd for crowd in rows if all(trait_of(crowd, name) == value for name, value in asked.items())]


def trait_of(crowd: Crowd, name: str) -> Any:
    """What everybody in the crowd has in common, or `MIXED`."""
    if name == "survey":
        return crowd.survey_id
    if name in SIZES:
        return bucket_of(crowd, SIZES[name])
    return crowd.common.get(name, MIXED)


def bucket_of(crowd: Crowd, size: BucketSize) -> Any:
    start = bucket_start(crowd.first_day, size)
    return start if bucket_start(crowd.last_day, size) == start else MIXED


def is_within(crowd: Crowd, period: Period) -> bool:
    return crowd.first_day in period and crowd.last_day in period


def add(counts: Counts, crowd: Crowd) -> None:
    for value, number in crowd.counts:
        counts[float(value)] = counts.get(float(value), 0) + number


def check(by: Iterable[str]) -> None:
    for name in by:
        if not (name in COLUMNS or name in SIZES or name.startswith(ATTRIBUTE)):
            raise UnknownDimensionError(name)
