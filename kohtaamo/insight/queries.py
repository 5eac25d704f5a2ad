from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any, Literal, get_args

from django.db.models import QuerySet
from django_scopes import get_scope

from kohtaamo.feedback.queries import answers_by_touchpoint
from kohtaamo.journeys.models import Journey, Placement, Touchpoint
from kohtaamo.kit.periods import BucketSize, Period
from kohtaamo.kit.statistics import (
    Counts,
    Design,
    Effect,
    Estimate,
    Sample,
    before_after,
    difference_in_differences,
)
from kohtaamo.kit.statistics.clustered import clustered_effect
from kohtaamo.organisation.models import Organisation

from . import secrecy
from .facts import Question, ask, column_of, seldom
from .facts.columns import EPOCH, as_group, day_number
from .metric import Level, Metric
from .metrics import METRICS
from .models import Measurement, Target
from .where import Where, measurements, midnight
from .where import today as day_now

Group = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric of one group: the group's values by dimension, and None when there are too few answers."""

    group: Group
    estimate: Estimate | None
    n: int
    latest: datetime | None
    counts: Mapping[float, int] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """How many answers there are of each value, and when the newest happened."""

    counts: dict[float, int] = field(default_factory=dict)
    latest: datetime | None = None


def current_organisation() -> Organisation:
    """The organisation whose scope is open; raises `LookupError` outside one."""
    found = get_scope().get("organisation")
    if isinstance(found, Organisation):
        return found
    if found is None:
        raise LookupError("no organisation is in force")
    return Organisation.objects.get(pk=found)


def measure(metric: Metric, *, where: Where, by: Sequence[str] = ()) -> list[Measured]:
    """One `Measured` a group, in the order of the groups; without `by` exactly one, even of no answers.

    One question that counts equal values, so every metric is exact. Raises `UnknownDimensionError`.
    """
    tallies = tally_of(metric, where, by)
    if not by and not tallies:
        tallies = {(): Tally()}
    return as_measured_groups(metric, tallies, by)


def as_measured_groups(
    metric: Metric, tallies: Mapping[tuple[Any, ...], Tally], by: Sequence[str]
) -> list[Measured]:
    fewest = fewest_of(metric)
    return [
        as_measured(metric, dict(zip(by, key, strict=True)), found, fewest) for key, found in tallies.items()
    ]


def fewest_of(metric: Metric) -> int:
    """Employees are in crowds, which are large enough already."""
    return 1 if metric.protects_people else current_organisation().minimum_answers


def tally_of(
    metric: Metric, where: Where, by: Sequence[str] = (), *, touchpoints: Sequence[int] | None = None
) -> dict[tuple[Any, ...], Tally]:
    """Answers a value in each group; those of employees come from nowhere but `secrecy`."""
    if metric.protects_people:
        return {key: Tally(counts) for key, counts in secrecy.counts_by(metric.kind, where, by).items()}
    return tally(where, by, kinds=(metric.kind,), touchpoints=touchpoints)


def tally(
    where: Where,
    by: Sequence[str | Stretches] = (),
    *,
    kinds: tuple[str, ...] | None = None,
    touchpoints: Sequence[int] | None = None,
) -> dict[tuple[Any, ...], Tally]:
    """Answers a value in each group, counted by the engine; groups in order, those without a value first."""
    if touchpoints is not None and not touchpoints:
        return {}
    groups = [column_of(one) if isinstance(one, str) else one.column() for one in by]
    columns = ", ".join([*groups, "value"])
    places = ", ".join(str(number) for number in range(1, len(groups) + 2))
    only = "" if touchpoints is None else "WHERE touchpoint IN :touchpoints "
    question = Question(
        sql=f"SELECT {columns}, count(*), max(happened_at) FROM facts {only}GROUP BY {places}",  # noqa: S608
        parameters={} if touchpoints is None else {"touchpoints": tuple(touchpoints)},
        where=where,
        kinds=kinds,
    )
    tallies: dict[tuple[Any, ...], Tally] = {}
    for found, rows in groupby(in_order(ask(question)), key=itemgetter(slice(len(by)))):
        key = tuple(
            as_group(one, value) if isinstance(one, str) else value
            for one, value in zip(by, found, strict=True)
        )
        tallies[key] = tallied([row[len(by) :] for row in rows])
    return tallies


def tallied(rows: list[tuple[float, int, int]]) -> Tally:
    return Tally({value: answers for value, answers, _ in rows}, moment(max(latest for *_, latest in rows)))


def in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    try:
        return sorted(rows)
    except TypeError:  # what is not known stands first
        return sorted(rows, key=lambda row: [(value is not None, value) for value in row[:-2]])


def moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds // 1_000_000, tz=UTC).replace(
        microsecond=microseconds % 1_000_000
    )


@dataclass(frozen=True, slots=True)
class Stretches:
    """Which of these stretches of time a value fell in, counted from 0, by the days on which they begin."""

    starts: Sequence[date]

    def column(self, first: int = 0) -> str:
        """Halves, as one looks up a word, so that hundreds of stretches stay quick."""
        if len(self.starts) == 1:
            return str(first)
        half = len(self.starts) // 2
        earlier, later = Stretches(self.starts[:half]), Stretches(self.starts[half:])
        return (
            f"CASE WHEN day < {day_number(self.starts[half])} THEN {earlier.column(first)} "
            f"ELSE {later.column(first + half)} END"
        )


def as_measured(metric: Metric, group: Group, found: Tally, fewest: int) -> Measured:
    n = sum(found.counts.values())
    estimate = metric.estimate(found.counts) if n >= max(fewest, 1) else None
    return Measured(group, estimate, n, found.latest, found.counts)


def measure_touchpoints(
    metric: Metric, touchpoints: Iterable[Touchpoint], where: Where
) -> dict[int, Measured]:
    """One query for any number of touchpoints; each has its `Measured`, with n 0 when nothing was heard."""
    keys = [touchpoint.pk for touchpoint in touchpoints]
    tallies = tally_of(metric, where, ["touchpoint"], touchpoints=keys)
    fewest = fewest_of(metric)
    return {
        key: as_measured(metric, {"touchpoint": key}, tallies.get((key,), Tally()), fewest) for key in keys
    }


def trend(metric: Metric, where: Where, size: BucketSize) -> list[Measured]:
    """The metric of every day, week or month of the period, oldest first, empty ones too.

    Without a period it reaches from the first answer until today.
    """
    period = where.period or period_heard(metric, where)
    if period is None:
        return []
    buckets = period.buckets(size)
    fewest = fewest_of(metric)
    return [
        as_measured(metric, {size: bucket.start}, found, fewest)
        for bucket, found in zip(
            buckets, tallies_of_buckets(metric, replace(where, period=period), buckets), strict=True
        )
    ]


def tallies_of_buckets(metric: Metric, where: Where, buckets: Sequence[Period]) -> list[Tally]:
    if metric.protects_people:
        return [Tally(counts) for counts in secrecy.counts_of_periods(metric.kind, where, buckets)]
    # a single stretch is no column of the facts: it would be a number among the places of GROUP BY
    by = [Stretches([bucket.start for bucket in buckets])] if len(buckets) > 1 else []
    found = tally(where, by, kinds=(metric.kind,))
    if not by and found:
        found = {(0,): found[()]}
    return [found.get((number,), Tally()) for number in range(len(buckets))]


def period_heard(metric: Metric, where: Where) -> Period | None:
    """From the first answer until today."""
    if metric.protects_people:
        begin = secrecy.first_day(metric.kind, where)
        return Period(begin, max(day_now(), begin) + timedelta(days=1)) if begin else None
    [(first,)] = ask(Question(sql="SELECT min(day) FROM facts", where=where, kinds=(metric.kind,)))
    if first is None:
        return None
    start = EPOCH + timedelta(days=first)
    return Period(start, max(day_now(), start) + timedelta(days=1))


def values(metric: Metric, where: Where) -> QuerySet[Measurement]:
    """The rows behind a number, newest first; none where the answers are our own people's."""
    rows = measurements(metric.kind, where).select_related("touchpoint", "survey", "unit")
    return rows.none() if metric.protects_people else rows.order_by("-happened_at", "-pk")


def effect(
    metric: Metric,
    *,
    touchpoint: Touchpoint,
    changed_on: date,
    window_days: int,
    comparison: Touchpoint | None = None,
    direction: Literal["up", "down"] = "up",
    size: float | None = None,
    today: date,
) -> Effect:
    """The `window_days` before `changed_on` against those from it on, as far as `today` reaches.

    `direction` is where the change was meant to go, `size` by how much, in the metric's unit. The change of a
    comparison is taken away, by agents or units where both have enough of them (`Effect.formula`). Where a side
    has no answers the effect is 0, its interval endless.
    """
    end = min(changed_on + timedelta(days=window_days), today + timedelta(days=1))
    period = Period(changed_on - timedelta(days=window_days), max(end, changed_on))
    samples = sides(metric, [place for place in (touchpoint, comparison) if place], changed_on, period)
    judged_by: dict[str, Any] = {
        "expected": size,
        "higher_is_better": direction == "up",
        "minimum": current_organisation().minimum_answers,
    }
    if any(sample is None for sample in samples):
        counts = [sample.n if sample else 0 for sample in samples]
        design: Design = "difference_in_differences" if comparison else "before_after"
        return Effect(0.0, -inf, inf, counts[0], counts[1], design, "cannot_tell")
    known = [sample for sample in samples if sample]
    if comparison is None:
        return before_after(*known, **judged_by)
    found = difference_in_differences(*known, **judged_by)
    return by_clusters(metric, [touchpoint.pk, comparison.pk], changed_on, period, found, **judged_by)


def by_clusters(
    metric: Metric, places: list[int], changed_on: date, period: Period, plain: Effect, **judged_by: Any
) -> Effect:
    """With agents, or else units, as witnesses of the noise; as it was where there are too few of them."""
    halves = Stretches([period.start, changed_on])
    for by in () if metric.protects_people else ("agent", "unit"):
        groups, sides = ["touchpoint", by, halves], list[dict[int, Counts]]([{}, {}, {}, {}])
        found = tally(Where(period=period), groups, kinds=(metric.kind,), touchpoints=places)
        for (place, cluster, after), one in found.items():
            if cluster is not None and (scored := metric.scored(one.counts)):
                sides[2 * places.index(place) + after][cluster] = scored
        n = sum(sum(one.counts.values()) for one in found.values())
        if judged := clustered_effect((sides[0], sides[1]), (sides[2], sides[3]), n, **judged_by):
            return replace(judged, n_before=plain.n_before, n_after=plain.n_after)
    return plain


def sides(
    metric: Metric, places: Sequence[Touchpoint], changed_on: date, period: Period
) -> list[Sample | None]:
    """Before and after at each place in turn, in one query; None where nothing was heard."""
    if metric.protects_people:
        return sides_of_staff(metric, places, changed_on, period)
    found = tally(
        Where(period=period),
        ["touchpoint", Stretches([period.start, changed_on])],
        kinds=(metric.kind,),
        touchpoints=[place.pk for place in places],
    )
    sides = [found.get((place.pk, side)) for place in places for side in (0, 1)]
    return [metric.sample(one.counts) if one else None for one in sides]


def sides_of_staff(
    metric: Metric, places: Sequence[Touchpoint], changed_on: date, period: Period
) -> list[Sample | None]:
    ends = [(period.start, changed_on), (changed_on, period.end)]
    halves = [Period(start, end) for start, end in ends if start < end]
    samples: list[Sample | None] = []
    for place in places:
        where = Where(touchpoint=place.pk)
        found = secrecy.counts_of_periods(metric.kind, where, halves)
        samples += [metric.sample(counts) if counts else None for counts in found]
        samples += [None] * (len(ends) - len(halves))
    return samples


def targets(metrics: Iterable[Metric]) -> dict[tuple[str, int | None], float]:
    """Targets by metric and touchpoint; those of None are common to every touchpoint."""
    keys = [metric.key for metric in metrics]
    rows = Target.objects.filter(metric__in=keys).values_list("metric", "touchpoint_id", "value")
    return {(metric, touchpoint): value for metric, touchpoint, value in rows}


def target_of(
    known: Mapping[tuple[str, int | None], float], metric: Metric, touchpoint: int | None
) -> float | None:
    """A touchpoint's own target, or the common one."""
    return known.get((metric.key, touchpoint), known.get((metric.key, None)))


LEADING = (
    "nps",
    "csat_top2",
    "effort_net",
    "expectation_net",
    "ces_1_7_agree",
    "ces_1_5_net",
    "sentiment_net",
    "enps",
)


def metrics_in_order() -> list[Metric]:
    """The usual metric of each kind first, then others of what people say, then what encounters show."""
    leading = [METRICS[key] for key in LEADING]
    others = [metric for key, metric in METRICS.items() if key not in LEADING]
    return [*leading, *sorted(others, key=lambda metric: get_args(Level).index(metric.level))]


def measure_all(where: Where, *, by: Sequence[str] = ()) -> dict[str, list[Measured]]:
    """Every metric that heard anything, by its key in the usual order, in one query."""
    by_kind: dict[str, dict[tuple[Any, ...], Tally]] = {}
    for (kind, *key), found in tally(where, ["kind", *by]).items():
        by_kind.setdefault(kind, {})[tuple(key)] = found
    for metric in METRICS.values():
        if metric.protects_people:
            by_kind[metric.kind] = tally_of(metric, where, by)
    return {
        metric.key: as_measured_groups(metric, by_kind[metric.kind], by)
        for metric in metrics_in_order()
        if by_kind.get(metric.kind)
    }


def usual_metric() -> Metric:
    """The first metric that heard anything at all; NPS while nothing is heard."""
    return next(iter(metrics_heard()), METRICS["nps"])


def has_heard() -> bool:
    """Whether any value was ever heard."""
    return Measurement.objects.order_by().exists() or bool(secrecy.kinds_told())


def kinds_heard() -> set[str]:
    return {kind for (kind,) in ask(Question(sql="SELECT DISTINCT kind FROM facts"))} | secrecy.kinds_told()


def metrics_heard() -> list[Metric]:
    """Metrics of the kinds that were ever heard, in the usual order."""
    kinds = kinds_heard()
    return [metric for metric in metrics_in_order() if metric.kind in kinds]


def answers_on(journeys: Iterable[Journey], where: Where) -> dict[int, int]:
    """Customers' answers at the touchpoints of each journey; a touchpoint placed twice counts once."""
    placed = Placement.objects.filter(moment__stage__journey__in=list(journeys)).order_by()
    pairs = set(placed.values_list("moment__stage__journey", "touchpoint"))
    ends = (midnight(where.period.start), midnight(where.period.end)) if where.period else None
    counted = seldom(f"answers:{where.period}", lambda: answers_by_touchpoint(ends))
    found: dict[int, int] = {}
    for journey, touchpoint in pairs:
        found[journey] = found.get(journey, 0) + counted.get(touchpoint, 0)
    return found
