"""The weeks behind an alert: the metric beside its usual level, and the chart that gave the signal."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, frame, language, level, show, trend_chart
from kohtaamo.insight.dimensions import bucket_in_full, label_of_bucket
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.queries import Measured
from kohtaamo.kit.statistics.alarms import Step, height
from kohtaamo.kit.text import show_number

from .design import BASELINE_WEEKS, WEEK, alarm_kept, closing_after, weeks, where_of
from .rules import target_for
from .watch import charted

LONGEST = 78


def pictures_of(alert: Alert, metric: Metric) -> list[Chart]:
    """None for a single value, one against a target, two of a change."""
    rule = alert.rule
    if rule.kind == AlertRule.Kind.LOW_SCORE:
        return []
    end = closing_after(timezone.now()).date() - WEEK
    first = max(rule.watched_from - BASELINE_WEEKS * WEEK, end - LONGEST * WEEK)
    rows = weeks(metric, where_of(rule), first, end)
    signal = week_of(alert)
    if rule.kind == AlertRule.Kind.TARGET:
        label = gettext("%(metric)s by week") % {"metric": metric.short_name}
        target = target_for(metric, rule.parameters)
        return [marked(trend_chart(metric, rows, size="week", target=target, label=label), rows, signal)]
    if signal < rule.watched_from.isoformat():  # of a chart before the rule was changed, which is not kept
        return [metric_picture(rule, metric, rows, signal)]
    watched = [row for row in rows if row.group["week"] >= rule.watched_from]
    steps = charted(rule, metric, watched)
    return [metric_picture(rule, metric, rows, signal), gathered_picture(rule, watched, steps)]


def week_of(alert: Alert) -> str:
    return alert.occasion.removeprefix("week ")


def metric_picture(rule: AlertRule, metric: Metric, rows: list[Measured], signal: str) -> Chart:
    label = gettext("%(metric)s by week") % {"metric": metric.short_name}
    chart = trend_chart(metric, rows, size="week", label=label)
    usual = gettext("usually %(value)s") % {"value": show(metric, rule.mean)}
    line = level(rule.mean or 0.0, usual, is_dashed=True)
    line["label"]["position"] = "insideStartTop"
    chart.option["series"][-1]["markLine"] = line
    return marked(chart, rows, signal)


def marked(chart: Chart, rows: list[Measured], signal: str) -> Chart:
    """The week of the signal stands out, with its name on it."""
    line = chart.option["series"][-1]
    for number, row in enumerate(rows):
        if row.group["week"].isoformat() == signal:
            item = {"symbolSize": 11, "symbol": "diamond", "itemStyle": {"color": "var(--worse)"}}
            line["data"][number] = {**line["data"][number], **item}
    return chart


def gathered_picture(rule: AlertRule, rows: list[Measured], steps: list[Step]) -> Chart:
    """How far each side of the chart has come; past the threshold it is an alert."""
    limit = height(alarm_kept(rule))
    option = frame(rows, "week")
    highest = max([limit * 1.2, *(one for step in steps for one in (step.up, step.down))])
    lowest = min([0.0, *(one for step in steps for one in (step.up, step.down))])
    option["yAxis"] = {"type": "value", "min": floor(lowest), "max": ceil(highest), "splitNumber": 3}
    up, down = gettext("upwards"), gettext("downwards")
    series = [
        line_of(rows, [step.up for step in steps], up, "var(--meri)", "solid"),
        line_of(rows, [step.down for step in steps], down, "var(--ink)", "dashed"),
    ]
    threshold = gettext("threshold %(value)s") % {"value": show_number(limit, language(), 2)}
    series[0]["markLine"] = level(limit, threshold, is_dashed=True)
    series[0]["markLine"]["label"]["position"] = "insideStartTop"
    option["series"] = series
    option["legend"] = {"show": True, "right": 8, "top": 0, "textStyle": {"color": "var(--soft)"}}
    return Chart(
        gettext("How far the differences have gathered")
        if rule.chart == AlertRule.Chart.CUSUM
        else gettext("The chart of the alert"),
        option,
        [gettext("Week"), up, down],
        [
            [
                bucket_in_full(row.group["week"], "week"),
                show_number(step.up, language(), 2),
                show_number(step.down, language(), 2),
            ]
            for row, step in zip(rows, steps, strict=True)
        ],
    )


def line_of(rows: list[Measured], values: list[float], name: str, colour: str, kind: str) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "symbolSize": 5,
        "showAllSymbol": True,
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": 1.8, "type": kind},
        "data": [
            {
                "value": round(value, 3),
                "tooltip": {
                    "formatter": f"{label_of_bucket(row.group['week'], 'week')}: {name} "
                    f"{show_number(value, language(), 2)}"
                },
            }
            for row, value in zip(rows, values, strict=True)
        ],
    }
