"""What an address asks of the pages that set numbers side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, trend_chart
from kohtaamo.insight.comparing import (
    BEFORE,
    BY_PERIOD,
    YEAR_AGO,
    Comparison,
    groups_compared,
    parameters,
    periods_compared,
)
from kohtaamo.insight.control import Control, control_of, control_picture
from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.filters import Filter, filter_of, is_dimension
from kohtaamo.insight.heat import HeatMap, Order, heat_by_metric, heat_by_month
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import Measured, metrics_heard, trend, usual_metric
from kohtaamo.insight.where import today
from kohtaamo.kit.text import whole_number

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Asked:
    """An address read once: the whole query, and what of it every page understands."""

    query: QueryDict
    chosen: Filter
    made: dict[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        return cls(query, filter_of(query, today=today()))

    def text(self, name: str) -> str:
        return str(self.query.get(name, ""))

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What several parts of a page stand on is counted once."""
        if name not in self.made:
            self.made[name] = make()
        found: Made = self.made[name]
        return found


def query_of(parameters: Mapping[str, str]) -> QueryDict:
    """Kept parameters as an address has them."""
    query = QueryDict(mutable=True)
    query.update(dict(parameters))
    return query


def metric_asked(query: QueryDict) -> tuple[Metric, list[Metric]]:
    """The metric that the address names, else the usual one; and all that have heard something."""
    heard = metrics_heard()
    named = {metric.key: metric for metric in heard}
    return named.get(str(query.get("metric", ""))) or (heard[0] if heard else usual_metric()), heard


def metric_named(asked: Asked) -> Metric:
    """For the page of one metric, which may not have heard anything yet."""
    return METRICS.get(asked.text("metric")) or usual_metric()


def crosstab_asked(query: QueryDict) -> tuple[str, str]:
    rows = dimension_of(str(query.get("rows", "")), "touchpoint")
    columns = dimension_of(str(query.get("columns", "")), "channel")
    if columns == rows:
        columns = "month" if rows != "month" else "channel"
    return rows, columns


def dimension_of(text: str, usual: str) -> str:
    return text if is_dimension(text) or text == "month" else usual


@dataclass(frozen=True, slots=True)
class HeatAsked:
    by_metric: bool
    order: Order
    journey: int | None


def heat_asked(query: QueryDict) -> HeatAsked:
    order: Order = "journey" if query.get("order") == "journey" else "attention"
    return HeatAsked(query.get("show") == "metrics", order, whole_number(str(query.get("journey", ""))))


def heat_of(metric: Metric, chosen: Filter, asked: HeatAsked) -> HeatMap:
    if asked.by_metric:
        return heat_by_metric(chosen, journey=asked.journey, order=asked.order)
    return heat_by_month(metric, chosen, journey=asked.journey, order=asked.order)


def split_asked(query: QueryDict) -> str:
    split = str(query.get("split", ""))
    return split if is_dimension(split) else BY_PERIOD


def comparison_asked(
    query: QueryDict, metric: Metric, chosen: Filter
) -> tuple[Comparison | None, list[Choice], dict[str, str]]:
    """The comparison, the selects that choose its sides, and what the address says of it."""
    by = split_asked(query)
    if by == BY_PERIOD:
        against = YEAR_AGO if query.get("against") == YEAR_AGO else BEFORE
        options = [
            Option(BEFORE, gettext("as many days before"), against == BEFORE),
            Option(YEAR_AGO, gettext("the same days a year earlier"), against == YEAR_AGO),
        ]
        comparison = periods_compared(metric, chosen, against)
        return (
            comparison,
            [Choice("against", gettext("Compare with"), options)],
            parameters(by, "", "", against),
        )
    first, second = str(query.get("first", "")), str(query.get("second", ""))
    comparison, firsts, seconds = groups_compared(metric, chosen, by, first, second)
    selects = [
        Choice("first", gettext("First group"), firsts),
        Choice("second", gettext("Second group"), seconds),
    ]
    picked = [next((one.value for one in options if one.is_chosen), "") for options in (firsts, seconds)]
    return comparison, selects, parameters(by, picked[0], picked[1], "")


def fitting_people(metric: Metric, chosen: Filter) -> Filter:
    """A crowd of our own people seldom answers in one week."""
    return replace(chosen, size="month") if metric.protects_people else chosen


@dataclass(frozen=True, slots=True)
class Moved:
    """How a metric has moved; `control` is None while there are too few points for limits."""

    rows: Sequence[Measured]
    control: Control | None
    chart: Chart


def moved_of(metric: Metric, chosen: Filter, target: float | None) -> Moved:
    size, rows = chosen.size, trend(metric, chosen.where, chosen.size)
    control = control_of(metric, rows, size=size, period=chosen.where.period, today=today())
    shown: dict[str, Any] = {"size": size, "target": target}
    if control is None:
        return Moved(rows, None, trend_chart(metric, rows, **shown))
    return Moved(rows, control, control_picture(metric, rows, control, **shown))
