from __future__ import annotations

from django.utils.translation import gettext

from kohtaamo.insight.charts import bars, distribution_chart
from kohtaamo.insight.comparing import BY_PERIOD, Comparison, amount, percent, side_by_side
from kohtaamo.insight.dimensions import bucket_in_full, name_of
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.numbers import honest_number
from kohtaamo.insight.queries import measure, target_of, targets

from .asked import Asked, comparison_asked, fitting_people, metric_asked, metric_named, moved_of, split_asked
from .behind import Behind, behind
from .parts import Figures, Line, Part, line_of
from .tables import rows_told, whole_of


def number(asked: Asked) -> Part | None:
    """One metric over the whole period."""
    metric = metric_named(asked)
    chosen = fitting_people(metric, asked.chosen)
    measured = measure(metric, where=chosen.where)[0]
    if not measured.n:
        return None
    target = target_of(targets([metric]), metric, chosen.where.touchpoint)
    return Part(
        key="number",
        title=str(metric.name),
        figures=Figures((), [line_of(metric, measured)]),
        behind=behind([(metric, rows_told(metric, measured))], chosen.where, days=chosen.days),
        numbers=[honest_number(metric, measured, where=chosen.where, days=chosen.days, target=target)],
    )


def movement(asked: Asked) -> Part | None:
    metric = metric_named(asked)
    chosen = fitting_people(metric, asked.chosen)
    target = target_of(targets([metric]), metric, chosen.where.touchpoint)
    moved = moved_of(metric, chosen, target)
    if not any(row.n for row in moved.rows):
        return None
    lines = [line_of(metric, row, bucket_in_full(row.group[chosen.size], chosen.size)) for row in moved.rows]
    rows = whole_of(metric, chosen)
    return Part(
        key="trend",
        title=gettext("%(metric)s: how it has moved") % {"metric": metric.name},
        figures=Figures((name_of(chosen.size),), lines),
        behind=behind([(metric, rows)], chosen.where, days=chosen.days, by=[chosen.size]),
        chart=moved.chart,
    )


def distribution(asked: Asked) -> Part | None:
    """How what was given falls on the scale."""
    metric, chosen = metric_named(asked), asked.chosen
    measured = measure(metric, where=chosen.where)[0]
    if not measured.n or (measured.estimate is None and metric.protects_people):
        return None
    title = words_about(metric)
    lines = [
        share_line(metric, count, measured.n, (words,))
        for words, _value, count in bars(metric, measured.counts)
    ]
    return Part(
        key="distribution",
        title=f"{metric.short_name}: {title}",
        figures=Figures((gettext("Answer"),), lines),
        behind=behind([(metric, measured.n)], chosen.where, days=chosen.days),
        chart=distribution_chart(metric, measured.counts, label=title),
    )


def words_about(metric: Metric) -> str:
    if metric.level == "encounter":
        return gettext("How the encounters fall on the scale")
    return gettext("How the answers fall on the scale")


def share_line(metric: Metric, count: int, n: int, names: tuple[str, ...]) -> Line:
    share = 100 * count / (n or 1)
    shown = (f"{percent(share)} ({amount(count)})", "–")
    return Line(names, str(metric.short_name), "%", share, None, None, count, shown)


def compared(asked: Asked) -> Part | None:
    """The two sides and their difference."""
    metric, comparison = comparison_of(asked)
    if comparison is None:
        return None
    lines = [line_of(metric, side.measured, side.label) for side in (comparison.first, comparison.second)]
    return Part(
        key="compared",
        title=f"{metric.name}: {comparison.first.label} / {comparison.second.label}",
        figures=Figures((side_head(asked),), [*lines, difference_line(metric, comparison)]),
        behind=behind_comparison(metric, asked.chosen, split_asked(asked.query)),
    )


def side_by_side_answers(asked: Asked) -> Part | None:
    """How the answers of both sides fall on the scale."""
    metric, comparison = comparison_of(asked)
    chart = side_by_side(comparison) if comparison else None
    if comparison is None or chart is None:
        return None
    lines = [
        share_line(metric, count, side.measured.n, (side.label, words))
        for side in (comparison.first, comparison.second)
        for words, _value, count in bars(metric, side.measured.counts)
    ]
    return Part(
        key="answers",
        title=chart.label,
        figures=Figures((side_head(asked), gettext("Answer")), lines),
        behind=behind_comparison(metric, asked.chosen, split_asked(asked.query)),
        chart=chart,
    )


def comparison_of(asked: Asked) -> tuple[Metric, Comparison | None]:
    metric, _heard = metric_asked(asked.query)
    comparison, _choices, _kept = comparison_asked(asked.query, metric, asked.chosen)
    return metric, comparison


def side_head(asked: Asked) -> str:
    by = split_asked(asked.query)
    return gettext("Period") if by == BY_PERIOD else name_of(by)


def behind_comparison(metric: Metric, chosen: Filter, by: str) -> Behind:
    rows = whole_of(metric, chosen)
    return behind([(metric, rows)], chosen.where, days=chosen.days, by=[] if by == BY_PERIOD else [by])


def difference_line(metric: Metric, comparison: Comparison) -> Line:
    found = comparison.difference
    return Line(
        names=(gettext("Difference"),),
        metric=str(metric.short_name),
        unit=str(metric.change_unit),
        value=found.value if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        n=None,
        shown=(comparison.amount or "–", comparison.interval or "–"),
    )
