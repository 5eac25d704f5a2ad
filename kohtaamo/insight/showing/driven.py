"""What goes together with the answers to one kind of question, as a picture and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict
from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, language
from kohtaamo.insight.driving import Among, Driving, driving
from kohtaamo.insight.driving.weighing import RESAMPLES, Weighed
from kohtaamo.insight.driving.wording import Shown, kind_name, shown
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import metrics_heard
from kohtaamo.kit.text import show_percent

from .asked import Asked
from .behind import Behind, Formula, behind_formulas, formula
from .parts import Figures, Line, Part
from .sideways import Bar, bars_sideways

# 2: other scores are weighed apart from what happened.
VERSION = 2
# Keys of drivers that are left out stand in the address one after another.
BETWEEN = ","
Beside = Literal["all", "said", "happened"]
GROUPS: dict[Beside, tuple[Among, ...]] = {
    "all": ("happened", "said"),
    "happened": ("happened",),
    "said": ("said",),
}


@dataclass(frozen=True, slots=True)
class DriversAsked:
    """`metric` is None while nothing has been heard; one of our own people is told nothing of."""

    metric: Metric | None
    outcomes: Sequence[Metric]
    among: Beside
    without: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Drivers that are weighed together, and apart from the other group."""

    among: Among
    found: Driving


def drivers_asked(query: QueryDict) -> DriversAsked:
    outcomes = outcomes_heard()
    metric = outcome_of(str(query.get("metric", "")), outcomes)
    if metric is not None and metric not in outcomes:
        outcomes.append(metric)
    asked = query.get("among", "")
    among: Beside = "said" if asked == "said" else "happened" if asked == "happened" else "all"
    without = [one for one in str(query.get("without", "")).split(BETWEEN) if one]
    return DriversAsked(metric, outcomes, among, without)


def outcomes_heard() -> list[Metric]:
    """One metric of each kind that people answer, those of our own people too, so that it is told why not."""
    found: dict[str, Metric] = {}
    for metric in metrics_heard():
        if metric.level in {"feedback", "staff"}:
            found.setdefault(metric.kind, metric)
    return list(found.values())


def outcome_of(key: str, outcomes: list[Metric]) -> Metric | None:
    """What the address names, or else the first; a metric of the same kind stands for another."""
    named = METRICS.get(key)
    if named is not None and named.protects_people:
        return named
    heard = {metric.key: metric.kind for metric in metrics_heard()} if outcomes else {}
    kind = heard.get(key)
    return next((one for one in outcomes if one.kind == kind), outcomes[0] if outcomes else None)


def groups_of(wish: DriversAsked, chosen: Filter) -> list[Group]:
    """What can be acted on comes first. Empty of our own people: drivers set one person's answers side by side."""
    if wish.metric is None or wish.metric.protects_people:
        return []
    kind, without = wish.metric.kind, wish.without
    return [
        Group(among, driving(kind, chosen.where, among=among, without=without))
        for among in GROUPS[wish.among]
    ]


def drivers(asked: Asked) -> Part | None:
    wish = drivers_asked(asked.query)
    groups = [one for one in groups_of(wish, asked.chosen) if one.found.drivers]
    if wish.metric is None or not groups:
        return None
    rows = [(group, one, row) for group in groups for one, row in drivers_of(group.found)]
    title = gettext("What goes together with “%(outcome)s”") % {"outcome": kind_name(wish.metric.kind)}
    lines = [
        line
        for group, one, row in rows
        for line in lines_of_driver((group_name(group.among), row.name), one, row, group.found.n)
    ]
    return Part(
        key="drivers",
        title=title,
        figures=Figures((gettext("Group"), gettext("Driver")), lines),
        behind=behind_drivers(asked, wish, groups),
        chart=drivers_chart(title, [(one, row) for _group, one, row in rows]),
    )


def drivers_of(found: Driving) -> list[tuple[Weighed, Shown]]:
    return list(zip(found.drivers, shown(found), strict=True))


def lines_of_driver(names: tuple[str, str], one: Weighed, row: Shown, n: int) -> Iterator[Line]:
    told = (row.weight, row.interval)
    weight, low, high = (100 * part for part in (one.weight, one.low, one.high))
    yield Line(names, gettext("Accounts for"), "%", weight, low, high, n, told, row.direction)
    share = show_percent(one.share, language())
    yield Line(names, gettext("Share of all drivers"), "%", 100 * one.share, None, None, n, (share, "–"))
    yield Line(names, "Shapley", "%", 100 * one.shapley, None, None, n, (row.shapley, "–"))
    yield Line(names, gettext("Correlation"), "", one.correlation, None, None, n, (row.correlation, "–"))
    yield Line(names, gettext("Mean"), "", one.mean, None, None, n, (row.mean, "–"))


def drivers_chart(title: str, rows: Sequence[tuple[Weighed, Shown]]) -> Chart:
    """What may be chance is faint."""
    bars = [
        Bar(
            row.name,
            100 * one.weight,
            100 * one.low,
            100 * one.high,
            f"{row.weight} ({row.interval})",
            row.is_real,
        )
        for one, row in rows
    ]
    heads = [gettext("Driver"), gettext("Accounts for"), gettext("95 % interval")]
    return Chart(
        title, bars_sideways(bars), heads, [[row.name, row.weight, row.interval] for _one, row in rows]
    )


def behind_drivers(asked: Asked, wish: DriversAsked, groups: Sequence[Group]) -> Behind:
    where = asked.chosen.where
    more = [(gettext("Set beside"), among_in_words(wish.among))]
    if wish.without:
        more.append((gettext("Left out"), ", ".join(wish.without)))
    answers = max((one.found.answers for one in groups), default=0)
    outcome = [formula(wish.metric, answers, where, asked.chosen.days)] if wish.metric else []
    weights = [weights_of(one) for one in groups]
    return behind_formulas([*weights, *outcome], where, more=more, again=("drivers", asked.query))


def weights_of(group: Group) -> Formula:
    words = gettext(
        "Johnson's relative weights of the drivers of the newest ten thousand answers at most: how much of the "
        "differences between answers (R²) falls to each. R² together %(share)s."
    )
    return Formula(
        key=f"relative_weights_{group.among}",
        name=f"{gettext('Relative weights')}: {group_name(group.among)}",
        words=words % {"share": show_percent(group.found.r_squared, language())},
        interval=gettext("answers drawn anew %(times)s times, 2.5 %% and 97.5 %% points")
        % {"times": RESAMPLES},
        source="Johnson 2000; Tonidandel, LeBreton & Johnson 2009; Lipovetsky & Conklin 2001",
        version=VERSION,
        rows=group.found.n,
        rows_url="",
    )


def group_name(among: Among) -> str:
    return gettext("Other scores of the same answers") if among == "said" else gettext("What can be acted on")


def among_in_words(among: Beside) -> str:
    if among == "said":
        return gettext("what the same person answered")
    return gettext("what happened") if among == "happened" else gettext("everything that is known")
