"""A table of groups: one metric or several, each cell with its interval and number of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .charts import show, show_interval
from .dimensions import labels, name_of
from .filters import Filter, parameters_of_group
from .metric import Metric
from .numbers import HonestNumber, drawn_values, honest_number
from .queries import Measured, measure, measure_all, target_of, targets

MOST_GROUPS = 200
MOST_METRICS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    value: str
    unit: str
    interval: str
    n: int
    state: str
    too_few: bool


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    query: str
    n: int
    cells: Sequence[Cell | None]
    number: HonestNumber | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    name: str
    metrics: Sequence[Metric]
    rows: Sequence[Row]
    left_out: int = 0


def of_metric(metric: Metric, chosen: Filter) -> Breakdown:
    """One metric's groups, those with most answers first."""
    measured = measure(metric, where=chosen.where, by=[chosen.by])
    known = targets([metric])
    words = labels(chosen.by, [row.group[chosen.by] for row in measured])
    measured.sort(key=lambda row: (-row.n, words[row.group[chosen.by]]))
    top = metric.top(drawn_values(measured, known.values()))
    rows = []
    for one in measured[:MOST_GROUPS]:
        value = one.group[chosen.by]
        target = target_of_group(known, metric, chosen, value)
        number = honest_number(metric, one, where=chosen.where, days=chosen.days, target=target, top=top)
        rows.append(
            Row(words[value], query_of(chosen, one.group), one.n, [cell(metric, one, number.state)], number)
        )
    return Breakdown(name_of(chosen.by), [metric], rows, max(0, len(measured) - MOST_GROUPS))


def target_of_group(
    known: Mapping[tuple[str, int | None], float], metric: Metric, chosen: Filter, value: Any
) -> float | None:
    """What the group is judged by: a touchpoint by its own target, if it has one."""
    return target_of(known, metric, value if chosen.by == "touchpoint" else chosen.where.touchpoint)


def of_all(metrics: Sequence[Metric], chosen: Filter) -> Breakdown:
    """The groups with the first few of these metrics side by side; one query for all of them."""
    shown = list(metrics)[:MOST_METRICS]
    found = measure_all(chosen.where, by=[chosen.by])
    by_value: dict[Any, dict[str, Measured]] = {}
    for metric in shown:
        for one in found.get(metric.key, []):
            by_value.setdefault(one.group[chosen.by], {})[metric.key] = one
    words = labels(chosen.by, by_value)
    known = targets(shown)
    rows = [across(shown, value, words[value], by_value[value], chosen, known) for value in by_value]
    rows.sort(key=lambda row: (-row.n, row.label))
    return Breakdown(name_of(chosen.by), shown, rows[:MOST_GROUPS], max(0, len(rows) - MOST_GROUPS))


def across(
    metrics: Sequence[Metric],
    value: Any,
    words: str,
    measured: Mapping[str, Measured],
    chosen: Filter,
    known: Mapping[tuple[str, int | None], float],
) -> Row:
    cells: list[Cell | None] = []
    for metric in metrics:
        one = measured.get(metric.key)
        if one is None:
            cells.append(None)
            continue
        target = target_of_group(known, metric, chosen, value)
        number = honest_number(metric, one, where=chosen.where, target=target)
        cells.append(cell(metric, one, number.state))
    most = max((one.n for one in measured.values()), default=0)
    return Row(words, query_of(chosen, {chosen.by: value}), most, cells)


def cell(metric: Metric, measured: Measured, state: str) -> Cell:
    estimate = measured.estimate
    return Cell(
        show(metric, estimate.value if estimate else None),
        str(metric.unit),
        show_interval(metric, estimate),
        measured.n,
        state,
        estimate is None,
    )


def query_of(chosen: Filter, group: Mapping[str, Any]) -> str:
    """The address of the same page narrowed down to this group; "" where there is no such address."""
    narrower = parameters_of_group(group)
    return chosen.query(**narrower) if narrower else ""
