"""Touchpoints by month, or by metric: where it really differs from its target or from everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext

from kohtaamo.journeys.models import Journey, Placement, Touchpoint
from kohtaamo.kit.statistics import Difference

from .dimensions import label, name_of
from .filters import Filter
from .grid import Grid, GridCell, GridGroup, GridRow, Head, Tint, gap_to_level, gap_to_rest, grid_cell, tints
from .metric import Metric
from .metrics import METRICS
from .queries import Measured, measure, measure_all, target_of, targets

MOST_METRICS = 8
MOST_MONTHS = 12

Show = Literal["months", "metrics"]
Order = Literal["attention", "journey"]
Column = Any
Cells = Mapping[tuple[int, Column], tuple[Metric, Measured]]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`worse` and `better`: how many cells really differ; `silent`: touchpoints of which nothing was heard."""

    grid: Grid
    worse: int
    better: int
    silent: int
    has_rows: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint's row in one stage."""

    touchpoint: int
    name: str


def heat_by_month(metric: Metric, chosen: Filter, *, journey: int | None, order: Order) -> HeatMap:
    rows = measure(metric, where=chosen.where, by=["touchpoint", "month"])
    months = sorted({one.group["month"] for one in rows})[-MOST_MONTHS:]
    cells = {
        (one.group["touchpoint"], one.group["month"]): (metric, one)
        for one in rows
        if one.group["month"] in months
    }
    wholes = dict.fromkeys(months, measure(metric, where=chosen.where)[0])
    heads = [Head(label("month", month)) for month in months]
    return heat(cells, months, heads, wholes, chosen, journey=journey, order=order)


def heat_by_metric(chosen: Filter, *, journey: int | None, order: Order) -> HeatMap:
    found = measure_all(chosen.where, by=["touchpoint"])
    together = measure_all(chosen.where)
    shown = [key for key in found if key in together][:MOST_METRICS]
    cells = {(one.group["touchpoint"], key): (METRICS[key], one) for key in shown for one in found[key]}
    wholes = {key: together[key][0] for key in shown}
    heads = [Head(str(METRICS[key].short_name)) for key in shown]
    return heat(cells, shown, heads, wholes, chosen, journey=journey, order=order)


def heat(
    cells: Cells,
    columns: Sequence[Column],
    heads: Sequence[Head],
    wholes: Mapping[Column, Measured],
    chosen: Filter,
    *,
    journey: int | None,
    order: Order,
) -> HeatMap:
    coloured = tints(gaps_of(cells, wholes))
    stages, silent = placed({touchpoint for touchpoint, _ in cells}, journey)
    troubles = {
        place.touchpoint: trouble([coloured.get((place.touchpoint, column)) for column in columns])
        for _, places in stages
        for place in places
    }
    groups = [
        (name, sorted(places, key=lambda one: (-troubles[one.touchpoint], one.name)))
        for name, places in stages
    ]
    if order == "attention":
        groups.sort(key=lambda group: -max(troubles[place.touchpoint] for place in group[1]))
    drawn = [
        GridGroup(name, [row_of(place, columns, cells, coloured, chosen) for place in places])
        for name, places in groups
    ]
    listed = {place.touchpoint for _, places in groups for place in places}
    tones = [tint.tone for (touchpoint, _), tint in coloured.items() if touchpoint in listed]
    return HeatMap(
        grid=Grid(name_of("touchpoint"), heads, drawn),
        worse=tones.count("worse"),
        better=tones.count("better"),
        silent=silent,
        has_rows=bool(drawn),
    )


def gaps_of(
    cells: Cells, wholes: Mapping[Column, Measured]
) -> dict[tuple[int, Column], tuple[Metric, Difference | None]]:
    """Each cell against its touchpoint's target; without one against all the rest of the period."""
    known = targets({metric.key: metric for metric, _ in cells.values()}.values())
    found: dict[tuple[int, Column], tuple[Metric, Difference | None]] = {}
    for (touchpoint, column), (metric, cell) in cells.items():
        target = target_of(known, metric, touchpoint)
        gap = (
            gap_to_rest(metric, cell, wholes[column])
            if target is None
            else gap_to_level(metric, cell, target)
        )
        found[touchpoint, column] = (metric, gap)
    return found


def trouble(row: Sequence[Tint | None]) -> int:
    """How much a row needs attention: the depth of what is worse, the newest column counted twice."""
    depths = [one.depth if one and one.tone == "worse" else 0 for one in row]
    return sum(depths) + (depths[-1] if depths else 0)


def row_of(
    place: Place,
    columns: Sequence[Column],
    cells: Cells,
    coloured: Mapping[tuple[int, Column], Tint],
    chosen: Filter,
) -> GridRow:
    drawn: list[GridCell | None] = []
    for column in columns:
        at = (place.touchpoint, column)
        if at not in cells:
            drawn.append(None)
            continue
        metric, measured = cells[at]
        drawn.append(grid_cell(metric, measured, chosen=chosen, group=measured.group, tint=coloured.get(at)))
    return GridRow(place.name, chosen.query(touchpoint=place.touchpoint), drawn)


def placed(heard: set[int], journey: int | None) -> tuple[list[tuple[str, list[Place]]], int]:
    """The stages in the order of their journeys with the touchpoints heard at; and how many were silent.

    A touchpoint stands in each stage it is met at; those on no journey come last.
    """
    names = dict(Touchpoint.objects.values_list("pk", "name"))
    rows = Placement.objects.filter(
        moment__stage__journey__kind=Journey.Kind.CURRENT, moment__stage__journey__removed_at=None
    ).order_by("moment__stage__journey__name", "moment__stage__journey", "moment__stage__position", "pk")
    if journey is not None:
        rows = rows.filter(moment__stage__journey=journey)
    journeys: set[int] = set()
    stages: dict[int, tuple[str, str, dict[int, Place]]] = {}
    met: set[int] = set()
    for of, journey_name, stage, stage_name, touchpoint in rows.values_list(
        "moment__stage__journey",
        "moment__stage__journey__name",
        "moment__stage",
        "moment__stage__name",
        "touchpoint",
    ):
        journeys.add(of)
        met.add(touchpoint)
        if touchpoint in heard:
            here = stages.setdefault(stage, (journey_name, stage_name, {}))[2]
            here[touchpoint] = Place(touchpoint, names[touchpoint])
    several = len(journeys) > 1
    found = [
        (f"{journey_name} · {stage_name}" if several else stage_name, list(here.values()))
        for journey_name, stage_name, here in stages.values()
    ]
    elsewhere = [Place(one, names[one]) for one in sorted(heard - met) if one in names]
    if elsewhere and journey is None:
        found.append((gettext("On no journey"), elsewhere))
    everyone = set(names) if journey is None else met
    return found, len(everyone - heard)
