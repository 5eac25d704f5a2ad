"""ECharts options and the same figures as a table, in the language of the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from django.utils.translation import get_language, gettext

from kohtaamo.kit.periods import BucketSize
from kohtaamo.kit.statistics import Estimate, OrdinaryBand, ordinary_band
from kohtaamo.kit.text import LOCALES, show_number, show_range, show_signed

from .dimensions import bucket_in_full, label_of_bucket
from .metric import Metric
from .queries import Measured

# A band from fewer values than this says more of chance than of what is ordinary.
FEWEST_FOR_BAND = 6
MOST_STEPS = 4

Option = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """What `<c-chart>` takes."""

    label: str
    option: Option
    columns: list[str]
    rows: list[list[str]]


def language() -> str:
    short = (get_language() or "en").split("-")[0]
    return short if short in LOCALES else "en"


def show(metric: Metric, value: float | None, *, more: int = 0) -> str:
    if value is None:
        return "–"
    shown = show_signed if metric.signed else show_number
    return shown(value, language(), metric.decimals + more)


def show_interval(metric: Metric, estimate: Estimate | None) -> str:
    return show_range(estimate.low, estimate.high, language(), metric.decimals) if estimate else "–"


def trend_chart(
    metric: Metric,
    rows: Sequence[Measured],
    *,
    size: BucketSize,
    target: float | None = None,
    label: str = "",
    is_small: bool = False,
) -> Chart:
    """The metric of each day, week or month with its interval; a gap where there were too few answers."""
    lows = [row.estimate.low if row.estimate else None for row in rows]
    widths = [row.estimate.high - row.estimate.low if row.estimate else None for row in rows]
    band = {"type": "line", "stack": "interval", "stackStrategy": "all", "symbol": "none", "silent": True}
    line = value_line(metric, rows, size)
    if target is not None:
        words = "" if is_small else gettext("target %(value)s") % {"value": show(metric, target)}
        line["markLine"] = level(target, words, is_dashed=True)
    option = frame(rows, size)
    ends = [end for row in rows if row.estimate for end in (row.estimate.low, row.estimate.high)]
    option["yAxis"] |= axis_range([*ends, target] if target is not None and ends else ends, metric)
    option["series"] = [
        {**band, "data": lows, "lineStyle": {"opacity": 0}},
        {
            **band,
            "data": widths,
            "lineStyle": {"opacity": 0},
            "areaStyle": {"color": "var(--meri)", "opacity": 0.14},
        },
        line,
    ]
    return Chart(label or str(metric.name), option, columns(size), table(metric, rows, size))


def ordinary_chart(metric: Metric, rows: Sequence[Measured], *, recent: int, label: str) -> Chart:
    """Weeks, with what is ordinary shaded: the band comes from the weeks before the `recent` ones.

    Values outside the band stand out in the colour of better or worse.
    """
    option = frame(rows, "week")
    line = value_line(metric, rows, "week", colour="var(--soft)")
    band = band_of(rows[:-recent] if recent else rows)
    if band:
        line["markArea"] = {
            "silent": True,
            "itemStyle": {"color": "var(--band)"},
            "data": [[{"yAxis": band.low}, {"yAxis": band.high}]],
        }
        line["markLine"] = level(band.middle, "")
        line["markLine"]["data"] += first_out(rows, band, recent)
        line["data"] = [
            stood_out(metric, item, row, band) for item, row in zip(line["data"], rows, strict=True)
        ]
    ends = [band.low, band.high] if band else []
    known = [row.estimate.value for row in rows if row.estimate]
    option["yAxis"] |= axis_range([*known, *ends], metric)
    option["series"] = [line]
    return Chart(label, option, columns("week"), table(metric, rows, "week"))


def first_out(rows: Sequence[Measured], band: OrdinaryBand, recent: int) -> list[Option]:
    """A line at the first recent week that is not ordinary, and its name; nothing when all are."""
    for row in rows[len(rows) - recent :]:
        if row.estimate and not band.holds(row.estimate.value):
            week = label_of_bucket(row.group["week"], "week")
            words = gettext("not ordinary, %(week)s") % {"week": week}
            label = {
                "show": True,
                "formatter": words,
                "position": "end",
                "align": "right",
                "color": "var(--soft)",
            }
            style = {"color": "var(--soft)", "type": "dashed", "opacity": 0.8}
            return [{"xAxis": week, "label": label, "lineStyle": style}]
    return []


def band_of(rows: Sequence[Measured]) -> OrdinaryBand | None:
    known = [row.estimate.value for row in rows if row.estimate]
    return ordinary_band(known) if len(known) >= FEWEST_FOR_BAND else None


def stood_out(metric: Metric, item: Option, row: Measured, band: OrdinaryBand) -> Option:
    if row.estimate is None or band.holds(row.estimate.value):
        return item
    is_better = (row.estimate.value > band.middle) == metric.higher_is_better
    return {**item, "symbolSize": 9, "itemStyle": {"color": "var(--better)" if is_better else "var(--worse)"}}


def axis_range(known: Sequence[float], metric: Metric) -> Mapping[str, float]:
    """Round ends and steps with room for these values, within the scale."""
    if not known:
        return {"min": metric.scale[0], "max": metric.scale[1]}
    low, high = min(known), max(known)
    rough = (high - low) / MOST_STEPS or 10**-metric.decimals
    size = 10.0 ** floor(log10(rough))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough)
    return {
        "min": round(max(metric.scale[0], floor(low / step) * step), 4),
        "max": round(min(metric.top([high]), ceil(high / step) * step), 4),
        "interval": round(step, 4),
    }


def frame(rows: Sequence[Measured], size: BucketSize) -> Option:
    return {
        "xAxis": {
            "type": "category",
            "data": [label_of_bucket(row.group[size], size) for row in rows],
            "boundaryGap": False,
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "scale": True},
        "grid": {"left": 8, "right": 18, "top": 22, "bottom": 6, "containLabel": True},
        "tooltip": {"trigger": "item"},
    }


def value_line(
    metric: Metric, rows: Sequence[Measured], size: BucketSize, *, colour: str = "var(--meri)"
) -> Option:
    return {
        "type": "line",
        "data": [point(metric, row, size) for row in rows],
        "connectNulls": False,
        "showAllSymbol": True,
        "symbolSize": 6,
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": 1.8},
    }


def point(metric: Metric, row: Measured, size: BucketSize) -> Option:
    if row.estimate is None:
        return {"value": None}
    words = [
        bucket_in_full(row.group[size], size),
        f"{show(metric, row.estimate.value)} {metric.unit} ({show_interval(metric, row.estimate)})",
        f"n {show_number(row.n, language())}",
    ]
    return {"value": round(row.estimate.value, 3), "tooltip": {"formatter": "\n".join(words)}}


def level(value: float, text: str, *, is_dashed: bool = False) -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {
            "color": "var(--ink)" if is_dashed else "var(--line)",
            "type": "dashed" if is_dashed else "solid",
            "opacity": 0.55,
        },
        "label": {"show": bool(text), "formatter": text, "position": "insideEndTop", "color": "var(--soft)"},
        "data": [{"yAxis": value}],
    }


def columns(size: BucketSize) -> list[str]:
    first = {"day": gettext("Day"), "week": gettext("Week"), "month": gettext("Month")}[size]
    return [first, gettext("Value"), gettext("95 % interval"), "n"]


def table(metric: Metric, rows: Sequence[Measured], size: BucketSize) -> list[list[str]]:
    return [
        [
            bucket_in_full(row.group[size], size),
            show(metric, row.estimate.value if row.estimate else None),
            show_interval(metric, row.estimate),
            show_number(row.n, language()) if row.estimate or not metric.protects_people else "–",
        ]
        for row in rows
    ]


def distribution_chart(metric: Metric, counts: Mapping[float, int], *, label: str) -> Chart:
    """How many gave each value of the scale, or fell in each stretch of it, coloured by its part."""
    n = sum(counts.values()) or 1
    shown = bars(metric, counts)
    option: Option = {
        "xAxis": {"type": "category", "data": [words for words, _, _ in shown]},
        "yAxis": {"type": "value", "minInterval": 1, "splitNumber": 4},
        "grid": {"left": 8, "right": 12, "top": 14, "bottom": 6, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 46,
                "data": [
                    {
                        "value": count,
                        "itemStyle": {"color": TONES[tone(metric, value)]},
                        "tooltip": {"formatter": f"{words}: {show_number(count, language())}"},
                    }
                    for words, value, count in shown
                ],
            }
        ],
    }
    rows = [
        [words, show_number(count, language()), f"{show_number(100 * count / n, language(), 0)} %"]
        for words, _, count in shown
    ]
    names = [gettext("Answer"), gettext("Answers")]
    if metric.level == "encounter":
        names = [str(metric.short_name), gettext("Encounters")]
    return Chart(label, option, [*names, gettext("Share")], rows)


def bars(metric: Metric, counts: Mapping[float, int]) -> list[tuple[str, float, int]]:
    """Words under a bar, a value that belongs to it, and how many."""
    if not metric.bins:
        return [
            (metric.words_of(value) or step(value), value, counts.get(value, 0)) for value in metric.answers
        ]
    found = [0] * len(metric.bins)
    for value, count in counts.items():
        found[max(bisect_right(metric.bins, value) - 1, 0)] += count
    following = [*metric.bins[1:], None]
    words = [stretch(metric, low, after) for low, after in zip(metric.bins, following, strict=True)]
    return list(zip(words, metric.bins, found, strict=True))


def stretch(metric: Metric, low: float, after: float | None) -> str:
    """From `low` until `after` begins, in the unit of the metric: "3–6" of counts, "2–5" of minutes."""
    is_counted = metric.per_unit == 1
    begin = step(low if is_counted or not low else (low - 1) / metric.per_unit)
    if after is None:
        return f"{begin}–"
    end = step(after - 1 if is_counted else (after - 1) / metric.per_unit)
    return begin if begin == end else f"{begin}–{end}"


TONES = {"worse": "var(--worse)", "plain": "var(--sand)", "better": "var(--better)"}


def tone(metric: Metric, value: float) -> str:
    return next((part.tone for part in metric.parts if part.low <= value <= part.high), "plain")


def step(value: float) -> str:
    return show_number(value, language())
