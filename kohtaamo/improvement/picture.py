"""Before and after, as figures and as weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, language, trend_chart, value_line
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.numbers import HonestNumber, honest_number
from kohtaamo.insight.queries import measure, target_of, targets, trend
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period, bucket_start
from kohtaamo.kit.text import show_date, show_period

from .models import Intervention, Verdict
from .needed_answers import VALUE_DAYS

WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Side:
    label: str
    days: str
    number: HonestNumber


@dataclass(frozen=True, slots=True)
class Picture:
    """Of what is done the two sides, and those of the comparison; of what is not yet done only today."""

    sides: list[Side]
    comparison: list[Side]
    chart: Chart


def picture_of(action: Intervention, metric: Metric, today: date) -> Picture:
    if action.done_on is None:
        now = Period.last_days(VALUE_DAYS, today)
        weeks = Period.last_days(7 * WEEKS_SHOWN, today)
        return Picture(
            [side(gettext("Now"), metric, action.touchpoint, now, with_target=True)],
            [side(str(place), metric, place, now) for place in [action.comparison] if place],
            chart_of(action, metric, weeks),
        )
    before, after = sides_of(action, action.done_on, today)
    whole = Period(before.start, after.end)
    return Picture(
        before_and_after(action.touchpoint, metric, before, after),
        before_and_after(action.comparison, metric, before, after) if action.comparison else [],
        chart_of(action, metric, whole),
    )


def sides_of(action: Intervention, done_on: date, today: date) -> tuple[Period, Period]:
    """The same days that are judged: as many after as before, as far as today reaches."""
    days = timedelta(days=action.window_days)
    end = min(done_on + days, today + timedelta(days=1))
    return Period(done_on - days, done_on), Period(done_on, max(end, done_on + timedelta(days=1)))


def before_and_after(place: Touchpoint, metric: Metric, before: Period, after: Period) -> list[Side]:
    return [
        side(gettext("Before"), metric, place, before),
        side(gettext("After"), metric, place, after),
    ]


def side(label: str, metric: Metric, place: Touchpoint, period: Period, *, with_target: bool = False) -> Side:
    where = Where(period=period, touchpoint=place.pk)
    target = target_of(targets([metric]), metric, place.pk) if with_target else None
    number = honest_number(metric, measure(metric, where=where)[0], where=where, target=target)
    return Side(label, show_period(period, language()), number)


def chart_of(action: Intervention, metric: Metric, period: Period) -> Chart:
    weeks = trend(metric, Where(period=period, touchpoint=action.touchpoint_id), "week")
    facts = {"metric": metric.name, "touchpoint": action.touchpoint}
    chart = trend_chart(
        metric, weeks, size="week", label=gettext("%(metric)s at “%(touchpoint)s” by week") % facts
    )
    series: list[dict[str, Any]] = chart.option["series"]
    if action.done_on:
        starts = [week.group["week"] for week in weeks]
        position = starts.index(bucket_start(action.done_on, "week"))
        is_late = position > len(starts) / 2
        series[-1]["markLine"] = marked_day(action.done_on, position, align="right" if is_late else "left")
    if action.comparison:
        other = trend(metric, Where(period=period, touchpoint=action.comparison_id), "week")
        line = value_line(metric, other, "week", colour="var(--soft)")
        line["lineStyle"]["type"] = "dotted"
        series.append(line)
    return chart


def marked_day(day: date, position: int, *, align: str) -> dict[str, Any]:
    """The week of the change, drawn as a line across the chart, its words on the side where there is room."""
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "var(--ink)", "type": "dashed", "opacity": 0.55},
        "label": {
            "formatter": gettext("done %(day)s") % {"day": show_date(day, language())},
            "color": "var(--soft)",
            "align": align,
            "opacity": 1,
        },
        "data": [{"xAxis": position}],
    }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A change on its scale, which has nothing in the middle: places as SVG percentages from the left."""

    state: str
    point: str
    start: str
    width: str
    expected: str


def drawn(action: Intervention, verdict: Verdict) -> Drawn | None:
    """None where no number may be shown."""
    if verdict.value is None or verdict.low is None or verdict.high is None:
        return None
    expected = action.size if action.direction == Intervention.Direction.UP else -action.size
    reach = 1.15 * max(abs(verdict.low), abs(verdict.high), abs(expected))

    def place(value: float) -> float:
        return 50 + 50 * value / reach

    is_unsure = verdict.low <= 0 <= verdict.high
    return Drawn(
        state="same" if is_unsure else "better" if verdict.verdict == "helped" else "worse",
        point=f"{place(verdict.value):.2f}%",
        start=f"{place(verdict.low):.2f}%",
        width=f"{place(verdict.high) - place(verdict.low):.2f}%",
        expected=f"{place(expected):.2f}%",
    )
