from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from kohtaamo.insight.breakdown import MOST_GROUPS, MOST_METRICS, target_of_group
from kohtaamo.insight.crosstab import crosstab_of
from kohtaamo.insight.dimensions import labels, name_of
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.grid import Grid, GridRow
from kohtaamo.insight.heat import MOST_METRICS as MOST_IN_HEAT
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import honest_number
from kohtaamo.insight.queries import Measured, measure, measure_all, target_of, targets

from .asked import (
    Asked,
    HeatAsked,
    crosstab_asked,
    fitting_people,
    heat_asked,
    heat_of,
    metric_asked,
    metric_named,
)
from .behind import Behind, behind
from .parts import Figures, Line, Part, line_of


def rows_told(metric: Metric, measured: Measured) -> int | None:
    return None if metric.protects_people and measured.estimate is None else measured.n


def numbers(asked: Asked) -> Part | None:
    """Every metric that heard something."""
    chosen = asked.chosen
    found = {METRICS[key]: rows[0] for key, rows in measure_all(chosen.where).items()}
    if not found:
        return None
    known = targets(found)
    drawn = [
        honest_number(
            metric,
            measured,
            where=chosen.where,
            days=chosen.days,
            target=target_of(known, metric, chosen.where.touchpoint),
        )
        for metric, measured in found.items()
    ]
    counted = [(metric, rows_told(metric, measured)) for metric, measured in found.items()]
    return Part(
        key="numbers",
        title=gettext("Numbers of the whole period"),
        figures=Figures((), [line_of(metric, measured) for metric, measured in found.items()]),
        behind=behind(counted, chosen.where, days=chosen.days),
        numbers=drawn,
    )


def groups(asked: Asked) -> Part | None:
    """The first few metrics by the dimension chosen."""
    chosen = asked.chosen
    found = measure_all(chosen.where, by=[chosen.by])
    wholes = {METRICS[key]: rows[0] for key, rows in measure_all(chosen.where).items()}
    shown = list(wholes)[:MOST_METRICS]
    if not shown:
        return None
    rows = [(metric, one) for metric in shown for one in found.get(metric.key, [])]
    words = labels(chosen.by, {one.group[chosen.by] for _, one in rows})
    most: dict[str, int] = {}
    for _, one in rows:
        name = words[one.group[chosen.by]]
        most[name] = max(most.get(name, 0), one.n)
    rows.sort(key=lambda pair: (-most[words[pair[1].group[chosen.by]]], words[pair[1].group[chosen.by]]))
    kept = set(sorted(most, key=lambda name: (-most[name], name))[:MOST_GROUPS])
    lines = [
        line_of(metric, one, words[one.group[chosen.by]])
        for metric, one in rows
        if words[one.group[chosen.by]] in kept
    ]
    counted = [(metric, rows_told(metric, wholes[metric])) for metric in shown]
    return Part(
        key="groups",
        title=gettext("Compared by: %(dimension)s") % {"dimension": name_of(chosen.by)},
        figures=Figures((name_of(chosen.by),), lines),
        behind=behind(counted, chosen.where, days=chosen.days, by=[chosen.by]),
    )


def metric_groups(asked: Asked) -> Part | None:
    metric = metric_named(asked)
    chosen = fitting_people(metric, asked.chosen)
    whole = measure(metric, where=chosen.where)[0]
    rows = measure(metric, where=chosen.where, by=[chosen.by])
    if not rows:
        return None
    words = labels(chosen.by, [one.group[chosen.by] for one in rows])
    rows.sort(key=lambda one: (-one.n, words[one.group[chosen.by]]))
    known = targets([metric])
    lines = [
        line_of(metric, one, words[value], target=target_of_group(known, metric, chosen, value))
        for one, value in ((one, one.group[chosen.by]) for one in rows[:MOST_GROUPS])
    ]
    dimension = name_of(chosen.by)
    return Part(
        key="metric-groups",
        title=gettext("Compared by: %(dimension)s") % {"dimension": dimension},
        figures=Figures((dimension,), lines, has_targets=True),
        behind=behind([(metric, rows_told(metric, whole))], chosen.where, days=chosen.days, by=[chosen.by]),
    )


def crosstab(asked: Asked) -> Part | None:
    metric, _heard = metric_asked(asked.query)
    rows, columns = crosstab_asked(asked.query)
    chosen = asked.chosen
    table = crosstab_of(metric, chosen, rows=rows, columns=columns)
    if not table.has_rows:
        return None
    heads = (name_of(rows), name_of(columns))
    return Part(
        key="crosstab",
        title=f"{metric.short_name}: {table.grid.corner}",
        figures=Figures(heads, list(lines_of(table.grid, metric))),
        behind=behind_table(metric, chosen, [rows, columns]),
        grid=table.grid,
    )


def heat(asked: Asked) -> Part | None:
    metric, _heard = metric_asked(asked.query)
    chosen, wish = asked.chosen, heat_asked(asked.query)
    found = heat_of(metric, chosen, wish)
    if not found.has_rows:
        return None
    months = () if wish.by_metric else (name_of("month"),)
    heads = (gettext("Stage"), name_of("touchpoint"), *months)
    lines = lines_of(found.grid, None if wish.by_metric else metric, with_group=True)
    title = gettext("Heat map of touchpoints")
    return Part(
        key="heat",
        title=title if wish.by_metric else f"{metric.short_name}: {title}",
        figures=Figures(heads, list(lines)),
        behind=behind_heat(metric, chosen, wish),
        grid=found.grid,
    )


def behind_table(metric: Metric, chosen: Filter, by: Sequence[str]) -> Behind:
    return behind([(metric, whole_of(metric, chosen))], chosen.where, days=chosen.days, by=by)


def behind_heat(metric: Metric, chosen: Filter, wish: HeatAsked) -> Behind:
    if not wish.by_metric:
        return behind_table(metric, chosen, ["touchpoint", "month"])
    together = {METRICS[key]: rows[0] for key, rows in measure_all(chosen.where).items()}
    counted = [(one, rows_told(one, whole)) for one, whole in together.items()][:MOST_IN_HEAT]
    return behind(counted, chosen.where, days=chosen.days, by=["touchpoint"])


def whole_of(metric: Metric, chosen: Filter) -> int | None:
    return rows_told(metric, measure(metric, where=chosen.where)[0])


def lines_of(grid: Grid, metric: Metric | None, *, with_group: bool = False) -> Iterator[Line]:
    """A cell a line; without a metric the heads are the names of metrics."""
    sections: list[tuple[str, GridRow]] = [(group.label, row) for group in grid.groups for row in group.rows]
    if grid.totals:
        sections.append(("", grid.totals))
    for group, row in sections:
        for head, cell in zip(grid.heads, row.cells, strict=False):
            if cell is None:
                continue
            estimate = cell.estimate
            names = ([group] if with_group else []) + [row.label] + ([head.label] if metric else [])
            value = f"{cell.value} {cell.unit}".strip() if estimate else "–"
            yield Line(
                names=tuple(names),
                metric=str(metric.short_name) if metric else head.label,
                unit=str(metric.unit) if metric else cell.unit,
                value=estimate.value if estimate else None,
                low=estimate.low if estimate else None,
                high=estimate.high if estimate else None,
                n=cell.n,
                shown=(value, cell.interval),
            )
