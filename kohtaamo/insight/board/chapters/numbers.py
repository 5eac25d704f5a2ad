"""The main metrics against their targets, and how they moved before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.board.chapter import Brief, Told, tells
from kohtaamo.insight.board.lineage import TARGETS, Stand
from kohtaamo.insight.board.when import within
from kohtaamo.insight.charts import band_of, language, show, show_interval
from kohtaamo.insight.dimensions import label_of_bucket
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import state_of
from kohtaamo.insight.queries import (
    Measured,
    current_organisation,
    measure_all,
    target_of,
    targets,
    trend,
)
from kohtaamo.insight.where import Where
from kohtaamo.kit.periods import Period, bucket_start
from kohtaamo.kit.text import show_number

MOST_NUMBERS, MOST_TRENDS = 9, 4
WEEKS_BEFORE = {"month": 26, "quarter": 52}
FEWEST_POINTS = 2


@tells("numbers", _("The numbers"), order=20)
def numbers(brief: Brief) -> Sequence[Told]:
    """One metric of each kind, those with a target above all; of our own people only where it may be shown."""
    found = measure_all(Where(period=brief.period))
    heard = one_of_each_kind({METRICS[key]: rows[0] for key, rows in found.items() if rows})
    known = targets(heard)
    chosen = the_main_ones(
        heard, {metric.key for metric in heard if target_of(known, metric, None) is not None}
    )
    told = [
        number(metric, measured, target_of(known, metric, None), brief) for metric, measured in chosen.items()
    ]
    shown = [metric for metric, measured in chosen.items() if measured.estimate][:MOST_TRENDS]
    trends = [picture for metric in shown if (picture := movement(metric, known, brief))]
    return [*told, *trends]


def one_of_each_kind(found: dict[Metric, Measured]) -> dict[Metric, Measured]:
    kept: dict[str, Metric] = {}
    for metric, measured in found.items():
        if measured.estimate or not metric.protects_people:
            kept.setdefault(metric.kind, metric)
    return {metric: found[metric] for metric in kept.values()}


def the_main_ones(heard: dict[Metric, Measured], aimed: set[str]) -> dict[Metric, Measured]:
    """As many as one glance holds, in the usual order; without a target a later one gives way."""
    by_weight = sorted(heard, key=lambda metric: metric.key not in aimed)
    kept = set(by_weight[:MOST_NUMBERS])
    return {metric: measured for metric, measured in heard.items() if metric in kept}


def number(metric: Metric, measured: Measured, target: float | None, brief: Brief) -> Told:
    estimate = measured.estimate
    state = state_of(metric, estimate, target)
    figures: dict[str, Any] = {
        "metric": metric.key,
        "n": measured.n,
        "minimum": current_organisation().minimum_answers,
        "target": target,
        "state": state,
    }
    if estimate:
        figures |= {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    stands = Stand(metrics=(metric.key,), period=brief.period), Stand(source=TARGETS, metrics=(metric.key,))
    return Told("number", lambda: number_sentence(metric, measured, target, state), stands, figures)


def number_sentence(metric: Metric, measured: Measured, target: float | None, state: str) -> str:
    facts = {
        "metric": metric.name,
        "value": with_unit(metric, show(metric, measured.estimate.value if measured.estimate else None)),
        "interval": show_interval(metric, measured.estimate),
        "n": show_number(measured.n, language()),
        "target": show(metric, target),
    }
    if not measured.estimate:
        return gettext("%(metric)s: too few answers for a number (%(n)s).") % facts
    said = gettext("%(metric)s: %(value)s (%(interval)s; n %(n)s).") % facts
    return f"{said} {against(state) % facts}".strip()


def against(state: str) -> str:
    return {
        "better": gettext("That is better than the target %(target)s."),
        "worse": gettext("That is worse than the target %(target)s."),
        "same": gettext("It cannot be told from the target %(target)s."),
    }.get(state, "")


def with_unit(metric: Metric, value: str) -> str:
    """No unit twice: "NPS: 24" rather than "NPS: 24 NPS"."""
    unit = str(metric.unit)
    return value if not unit or unit.casefold() in str(metric.name).casefold() else f"{value} {unit}"


def movement(metric: Metric, known: Any, brief: Brief) -> Told | None:
    """Weeks up to the end of the period, with what was ordinary before it; None where no line can be drawn."""
    monday = bucket_start(brief.period.start, "week")
    period = Period(monday - timedelta(weeks=WEEKS_BEFORE[brief.size]), brief.period.end)
    weeks = trend(metric, Where(period=period), "week")
    if sum(week.estimate is not None for week in weeks) < FEWEST_POINTS:
        return None
    before = [week for week in weeks if week.group["week"] < monday]
    band = band_of(before)
    out = [
        week.group["week"]
        for week in weeks[len(before) :]
        if band and week.estimate and not band.holds(week.estimate.value)
    ]
    figures = {
        "metric": metric.key,
        "weeks": [point(week) for week in weeks],
        "since": monday.isoformat(),
        "band": [band.low, band.middle, band.high] if band else None,
        "target": target_of(known, metric, None),
    }
    stands = (
        Stand(metrics=(metric.key,), period=period, by=("week",)),
        Stand(source=TARGETS, metrics=(metric.key,)),
    )
    return Told(
        "trend", lambda: trend_sentence(metric, out, brief, has_band=band is not None), stands, figures
    )


def point(week: Measured) -> dict[str, Any]:
    found = week.estimate
    values = {"value": found.value, "low": found.low, "high": found.high} if found else {}
    return {"week": week.group["week"].isoformat(), "n": week.n, **values}


def trend_sentence(metric: Metric, out: Sequence[date], brief: Brief, *, has_band: bool) -> str:
    facts = {
        "metric": metric.short_name,
        "when": within(brief.size, brief.period.start),
        "weeks": ", ".join(label_of_bucket(week, "week") for week in out),
    }
    if not has_band:
        return (
            gettext("%(metric)s by week: there is not enough earlier time to say what is ordinary.") % facts
        )
    if not out:
        return gettext("%(metric)s by week: every week %(when)s was ordinary variation.") % facts
    text = ngettext(
        "%(metric)s by week: one week was not ordinary (%(weeks)s).",
        "%(metric)s by week: these weeks were not ordinary: %(weeks)s.",
        len(out),
    )
    return text % facts
