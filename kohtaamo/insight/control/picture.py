"""The control chart: what is ordinary shaded, what is not marked by shape and colour."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from django.utils.translation import gettext

from kohtaamo.insight.charts import (
    Chart,
    Option,
    axis_range,
    columns,
    frame,
    language,
    level,
    point,
    show,
    table,
    value_line,
)
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.queries import Measured
from kohtaamo.kit.periods import BucketSize
from kohtaamo.kit.text import show_range

from .judging import Control, Judged


def control_picture(
    metric: Metric,
    rows: Sequence[Measured],
    control: Control,
    *,
    size: BucketSize,
    target: float | None = None,
    label: str = "",
    is_small: bool = False,
) -> Chart:
    """Every point of `rows`, with the ordinary range of those that are judged shaded behind them."""
    judged = {one.row.group[size]: one for one in control.points}
    own = [judged.get(row.group[size]) for row in rows]
    lows, highs = limits(metric, control, own)
    line = value_line(metric, rows, size, colour="var(--soft)")
    line["data"] = [marked(metric, row, one, control, size) for row, one in zip(rows, own, strict=True)]
    line["z"] = 3
    line["markLine"] = level(control.middle, "")
    line["markLine"]["lineStyle"] = {"color": "var(--soft)", "type": "solid", "opacity": 0.45}
    if target is not None:
        words = "" if is_small else gettext("target %(value)s") % {"value": show(metric, target)}
        line["markLine"]["data"] += target_line(target, words)
    option = frame(rows, size)
    known = [row.estimate.value for row in rows if row.estimate]
    ends = [end for end in (*lows, *highs, target) if end is not None]
    option["yAxis"] |= axis_range([*known, *ends], metric)
    option["series"] = [*shaded(lows, highs), line]
    return Chart(label or str(metric.name), option, heads(size), explained(metric, rows, own, control, size))


def limits(
    metric: Metric, control: Control, own: Sequence[Judged | None]
) -> tuple[list[float | None], list[float | None]]:
    """The ends of what is ordinary at each point, within the scale; XmR limits are the same everywhere."""
    same = control.points[0] if control.method == "xmr" else None
    at = [one or same for one in own]
    bottom, top = metric.scale[0], inf if metric.is_open else metric.scale[1]
    return (
        [round(max(one.low, bottom), 4) if one else None for one in at],
        [round(min(one.high, top), 4) if one else None for one in at],
    )


def shaded(lows: Sequence[float | None], highs: Sequence[float | None]) -> list[Option]:
    band: Option = {
        "type": "line",
        "stack": "limits",
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "step": "middle",
        "connectNulls": True,
        "lineStyle": {"opacity": 0},
    }
    widths = [
        None if low is None or high is None else round(high - low, 4)
        for low, high in zip(lows, highs, strict=True)
    ]
    return [
        {**band, "data": list(lows)},
        {**band, "data": widths, "areaStyle": {"color": "var(--band)", "opacity": 1}},
    ]


def marked(metric: Metric, row: Measured, one: Judged | None, control: Control, size: BucketSize) -> Option:
    """Outside its limits a diamond, in a long run a square, not judged a ring: shape first, then colour."""
    item = point(metric, row, size)
    if row.estimate is None:
        return item
    if one is None:
        return {**item, "symbol": "emptyCircle"}
    item["tooltip"] = {"formatter": f"{item['tooltip']['formatter']}\n{meaning(one)}"}
    if not one.signals:
        return item
    is_better = (one.value > control.middle) == metric.higher_is_better
    colour = "var(--better)" if is_better else "var(--worse)"
    shape, across = ("diamond", 14) if one.outside else ("rect", 9)
    return {**item, "symbol": shape, "symbolSize": across, "itemStyle": {"color": colour}}


def meaning(one: Judged | None) -> str:
    if one is None:
        return gettext("not judged")
    if one.outside:
        return gettext("above its limits") if one.value > one.high else gettext("below its limits")
    return gettext("long run on one side") if one.in_run else gettext("ordinary variation")


def target_line(target: float, words: str) -> list[Option]:
    return [
        {
            "yAxis": target,
            "lineStyle": {"color": "var(--ink)", "type": "dashed", "opacity": 0.55},
            "label": {
                "show": bool(words),
                "formatter": words,
                "position": "insideStartTop",
                "color": "var(--soft)",
            },
        }
    ]


def heads(size: BucketSize) -> list[str]:
    return [*columns(size), gettext("Ordinary"), gettext("What it is")]


def explained(
    metric: Metric,
    rows: Sequence[Measured],
    own: Sequence[Judged | None],
    control: Control,
    size: BucketSize,
) -> list[list[str]]:
    lows, highs = limits(metric, control, own)
    return [
        [*cells, ordinary(metric, low, high), meaning(one) if row.estimate else "–"]
        for cells, row, one, low, high in zip(table(metric, rows, size), rows, own, lows, highs, strict=True)
    ]


def ordinary(metric: Metric, low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else show_range(low, high, language(), metric.decimals)
