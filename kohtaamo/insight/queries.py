from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import inf
from typing import Any, Literal

from django.db.models import Case, Count, IntegerField, Max, Min, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django_scopes import get_scope

from kohtaamo.feedback.models import Answer
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
from kohtaamo.organisation.models import Organisation

from .metric import Metric
from .metrics import METRICS
from .models import Measurement, Target
from .where import Where, dimension, measurements, midnight, narrowed, zone
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
    counts: dict[float, int] = field(default_factory=dict)
    latest: datetime | None = None

    def add(self, value: float, n: int, latest: datetime) -> None:
        self.counts[value] = self.counts.get(value, 0) + n
        self.latest = latest if self.latest is None else max(self.latest, latest)


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

    One query that counts equal values, so every metric is exact. Raises `UnknownDimensionError`.
    """
    tallies = tally(measurements(metric.kind, where), by)
    if not by and not tallies:
        tallies = {(): Tally()}
    return as_measured_groups(metric, tallies, by)


def as_measured_groups(
    metric: Metric, tallies: Mapping[tuple[Any, ...], Tally], by: Sequence[str]
) -> list[Measured]:
    fewest = current_organisation().minimum_answers
    measured = [
        as_measured(metric, dict(zip(by, key, strict=True)), found, fewest) for key, found in tallies.items()
    ]
    return without_leaks(measured) if metric.protects_people and by else measured


def tally(rows: QuerySet[Measurement], by: Sequence[str | Combinable] = ()) -> dict[tuple[Any, ...], Tally]:
    """Answers a value in each group, as the database counts them."""
    names = [f"group_{number}" for number in range(len(by))]
    dimensions = dict(
        zip(names, (dimension(one) if isinstance(one, str) else one for one in by), strict=True)
    )
    counted = (
        rows.order_by()
        .annotate(**dimensions)
        .values(*names, "value")
        .annotate(answers=Count("pk"), latest=Max("happened_at"))
        .order_by(*names, "value")
    )
    tallies: dict[tuple[Any, ...], Tally] = {}
    for row in counted:
        key = tuple(row[name] for name in names)
        tallies.setdefault(key, Tally()).add(row["value"], row["answers"], row["latest"])
    return tallies


def as_measured(metric: Metric, group: Group, found: Tally, fewest: int) -> Measured:
    n = sum(found.counts.values())
    estimate = metric.estimate(found.counts) if n >= max(fewest, 1) else None
    return Measured(group, estimate, n, found.latest, found.counts)


def without_leaks(measured: list[Measured]) -> list[Measured]:
    """When one group alone is hidden, the total would tell it: the smallest shown one is hidden too."""
    hidden = [one for one in measured if one.estimate is None]
    shown = [one for one in measured if one.estimate is not None]
    if len(hidden) != 1 or not shown:
        return measured
    smallest = min(shown, key=lambda one: one.n)
    return [Measured(one.group, None, one.n, one.latest) if one is smallest else one for one in measured]


def measure_touchpoints(
    metric: Metric, touchpoints: Iterable[Touchpoint], where: Where
) -> dict[int, Measured]:
    """One query for any number of touchpoints; each has its `Measured`, with n 0 when nothing was heard."""
    keys = [touchpoint.pk for touchpoint in touchpoints]
    tallies = tally(measurements(metric.kind, where).filter(touchpoint__in=keys), ["touchpoint"])
    fewest = current_organisation().minimum_answers
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
    starts = [bucket.start for bucket in period.buckets(size)]
    found = tally(measurements(metric.kind, where), [position_among([midnight(start) for start in starts])])
    fewest = current_organisation().minimum_answers
    return [
        as_measured(metric, {size: start}, found.get((number,), Tally()), fewest)
        for number, start in enumerate(starts)
    ]


def period_heard(metric: Metric, where: Where) -> Period | None:
    """From the first answer until today."""
    first = measurements(metric.kind, where).aggregate(first=Min("happened_at"))["first"]
    if first is None:
        return None
    start = first.astimezone(zone()).date()
    return Period(start, max(day_now(), start) + timedelta(days=1))


def position_among(starts: Sequence[datetime], first: int = 0) -> Combinable:
    """Which of these stretches of time a value fell in, counted from 0, halving as one looks up a word.

    The databases' own truncation is exact too, but SQLite's is written in Python and five times slower.
    """
    if len(starts) == 1:
        return Value(first, output_field=IntegerField())
    half = len(starts) // 2
    return Case(
        When(happened_at__lt=starts[half], then=position_among(starts[:half], first)),
        default=position_among(starts[half:], first + half),
        output_field=IntegerField(),
    )


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

    `direction` is where the change was meant to go, `size` by how much, in the metric's unit. With a
    comparison its change is taken away. Where a side has no answers the effect is 0, its interval endless.
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
    return (difference_in_differences if comparison else before_after)(*known, **judged_by)


def sides(
    metric: Metric, places: Sequence[Touchpoint], changed_on: date, period: Period
) -> list[Sample | None]:
    """Before and after at each place in turn, in one query; None where nothing was heard."""
    is_after = Case(
        When(happened_at__gte=midnight(changed_on), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = (
        measurements(metric.kind, Where(period=period))
        .filter(touchpoint__in=places)
        .values("touchpoint_id", "value", side=is_after)
        .annotate(answers=Count("pk"))
        .order_by("touchpoint_id", "side", "value")
    )
    found: dict[tuple[int, int], dict[float, int]] = {}
    for row in rows:
        found.setdefault((row["touchpoint_id"], row["side"]), {})[row["value"]] = row["answers"]
    counts: list[Counts | None] = [found.get((place.pk, side)) for place in places for side in (0, 1)]
    return [metric.sample(one) if one else None for one in counts]


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
    """The usual metric of each kind first."""
    leading = [METRICS[key] for key in LEADING]
    return [*leading, *(metric for key, metric in METRICS.items() if key not in LEADING)]


def measure_all(where: Where, *, by: Sequence[str] = ()) -> dict[str, list[Measured]]:
    """Every metric that heard anything, by its key in the usual order, in one query."""
    rows = narrowed(Measurement.objects.filter(is_superseded=False).order_by(), where)
    by_kind: dict[str, dict[tuple[Any, ...], Tally]] = {}
    for (kind, *key), found in tally(rows, ["kind", *by]).items():
        by_kind.setdefault(kind, {})[tuple(key)] = found
    return {
        metric.key: as_measured_groups(metric, by_kind[metric.kind], by)
        for metric in metrics_in_order()
        if metric.kind in by_kind
    }


def usual_metric() -> Metric:
    """The first metric that heard anything at all; NPS while nothing is heard."""
    rows = Measurement.objects.filter(is_superseded=False).order_by()
    for metric in metrics_in_order():
        if rows.filter(kind=metric.kind).exists():
            return metric
    return METRICS["nps"]


def has_heard() -> bool:
    """Whether any value was ever heard."""
    return Measurement.objects.order_by().exists()


def metrics_heard() -> list[Metric]:
    """Metrics of the kinds that were ever heard, in the usual order."""
    kinds = set(
        Measurement.objects.filter(is_superseded=False).order_by().values_list("kind", flat=True).distinct()
    )
    return [metric for metric in metrics_in_order() if metric.kind in kinds]


def answers_on(journeys: Iterable[Journey], where: Where) -> dict[int, int]:
    """How many answers there are at the touchpoints of each journey; a touchpoint placed twice counts once."""
    placed = Placement.objects.filter(moment__stage__journey__in=list(journeys)).order_by()
    pairs = set(placed.values_list("moment__stage__journey", "touchpoint"))
    rows = Answer.objects.filter(touchpoint__in={touchpoint for _, touchpoint in pairs}).order_by()
    if where.period:
        rows = rows.filter(
            happened_at__gte=midnight(where.period.start), happened_at__lt=midnight(where.period.end)
        )
    counted = dict(rows.values_list("touchpoint").annotate(answers=Count("pk")))
    found: dict[int, int] = {}
    for journey, touchpoint in pairs:
        found[journey] = found.get(journey, 0) + counted.get(touchpoint, 0)
    return found
