"""How cases go from step to step and what follows what, as pictures and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from kohtaamo.insight.charts import Chart, language
from kohtaamo.insight.dimensions import labels
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.paths import Following, Reached, Step, following, funnel
from kohtaamo.insight.paths.following import Pair
from kohtaamo.insight.paths.picture import flow_of
from kohtaamo.insight.paths.steps import By, Placed, most_met, own_steps, placements, steps_of
from kohtaamo.insight.paths.times import HOUR, Times
from kohtaamo.insight.paths.wording import (
    FunnelRow,
    funnel_rows,
    interval,
    interval_of_times,
    lasted,
    place_of,
    value,
)
from kohtaamo.insight.where import Where
from kohtaamo.kit.statistics import Estimate
from kohtaamo.kit.text import show_number, whole_number

from .asked import Asked
from .behind import Behind, Formula, behind_formulas
from .parts import Figures, Line, Part
from .sideways import Bar, bars_sideways

VERSION = 1
# In an address, the steps one chose oneself: `journey=own&s1=3&s2=5`.
OWN = "own"
MOST_OWN = 8


@dataclass(frozen=True, slots=True)
class Cases:
    """What the address asks of cases; `journey` is None of steps one chose oneself, `silent` steps of no meeting."""

    where: Where
    found: Following
    placed: Sequence[Placed]
    journey: int | None
    by: By
    own: Sequence[int]
    steps: Sequence[Step]
    silent: Sequence[str]

    @property
    def steps_of(self) -> str:
        names = {one.journey: one.journey_name for one in self.placed}
        return names[self.journey] if self.journey is not None else gettext("own steps")

    def names(self) -> dict[int | None, str]:
        keys = {key for pair in self.found.pairs for key in (pair.here, pair.there) if key is not None}
        return labels("touchpoint", keys)


def cases_of(query: QueryDict, chosen: Filter) -> Cases:
    """A case is at many touchpoints, and answers no survey."""
    where = replace(chosen.where, touchpoint=None, survey=None)
    found, placed = following(where), placements()
    asked = str(query.get("journey", ""))
    journey = None if asked == OWN else journey_of(asked, placed, found.met)
    by: By = "touchpoint" if query.get("split") == "touchpoint" else "stage"
    numbers = range(1, MOST_OWN + 1)
    own = [key for number in numbers if (key := whole_number(str(query.get(f"s{number}", ""))))]
    if journey is None:
        steps, silent = own_steps(own), list[str]()
    else:
        steps, silent = steps_of(placed, journey, by, found.met)
    return Cases(where, found, placed, journey, by, own, steps, silent)


def journey_of(asked: str, placed: Sequence[Placed], met: frozenset[int]) -> int | None:
    named = whole_number(asked)
    return named if any(one.journey == named for one in placed) else most_met(placed, met)


def steps(asked: Asked) -> Part | None:
    cases = asked.once("cases", lambda: cases_of(asked.query, asked.chosen))
    reached = funnel(cases.steps, cases.where)
    if not any(not one.is_hidden for one in reached):
        return None
    rows = funnel_rows(reached)
    title = gettext("From step to step: %(journey)s") % {"journey": cases.steps_of}
    return Part(
        key="steps",
        title=title,
        figures=Figures(
            (gettext("Step"),),
            [line for one, row in zip(reached, rows, strict=True) for line in lines_of_step(one, row)],
        ),
        behind=behind_steps(asked, cases, reached),
        chart=steps_chart(title, reached, rows),
    )


def lines_of_step(one: Reached, row: FunnelRow) -> Iterator[Line]:
    """Of a step with too few cases nothing is told, not even how many."""
    names, all_of_them = (row.name,), gettext("Of all")
    if one.is_hidden:
        yield Line(names, all_of_them, "%", None, None, None, None)
        return
    yield share_line(names, all_of_them, None if one.of_previous is None else one.of_all, one.n)
    if one.of_previous:
        yield share_line(names, gettext("Of the step before"), one.of_previous, one.n)
    if one.took:
        yield time_line(names, gettext("Time from the step before"), one.took)
        median = one.took.median
        if median is not None:
            told = (row.median, row.quartiles or "–")
            yield Line(names, gettext("Median"), "h", median / HOUR, None, None, one.took.n, told)


def share_line(names: tuple[str, ...], metric: str, share: Estimate | None, n: int) -> Line:
    """All of all is no estimate and has no interval."""
    if share is None:
        return Line(names, metric, "%", 100.0, None, None, n, ("100 %", "–"))
    told = (value(share), interval(share))
    return Line(names, metric, "%", 100 * share.value, 100 * share.low, 100 * share.high, n, told)


def time_line(names: tuple[str, ...], metric: str, took: Times) -> Line:
    low, high = (None if end is None else end / HOUR for end in (took.low, took.high))
    told = (lasted(took.mean), interval_of_times(took) or "–")
    return Line(names, metric, "h", took.mean / HOUR, low, high, took.n, told)


def steps_chart(title: str, reached: Sequence[Reached], rows: Sequence[FunnelRow]) -> Chart:
    bars = []
    for one, row in zip(reached, rows, strict=True):
        share = None if one.is_hidden else one.of_all
        is_estimate = share is not None and one.of_previous is not None
        words = f"{row.of_all} · n {show_number(one.n, language())}" if share else gettext("too few cases")
        bars.append(
            Bar(
                row.name,
                100 * share.value if share else None,
                100 * share.low if share and is_estimate else None,
                100 * share.high if share and is_estimate else None,
                words,
            )
        )
    heads = [gettext("Step"), gettext("Of all"), gettext("95 % interval")]
    return Chart(
        title,
        bars_sideways(bars, most=100),
        heads,
        [[row.name, row.of_all, row.of_all_interval] for row in rows],
    )


def follows(asked: Asked) -> Part | None:
    cases = asked.once("cases", lambda: cases_of(asked.query, asked.chosen))
    if not cases.found.pairs:
        return None
    names = cases.names()
    heads = (pgettext("a step", "From"), pgettext("a step", "To"))
    shown = sorted(cases.found.pairs, key=lambda one: one.there is None)
    return Part(
        key="follows",
        title=gettext("What follows what"),
        figures=Figures(heads, [line for pair in shown for line in lines_of_pair(pair, names)]),
        behind=behind_follows(asked, cases),
        flow=flow_of(cases.found.pairs, names),
    )


def lines_of_pair(pair: Pair, names: Mapping[int | None, str]) -> Iterator[Line]:
    ends = (names[pair.here], place_of(pair, names))
    yield share_line(ends, gettext("Share of those from there"), pair.of_here, pair.n)
    if pair.took:
        yield time_line(ends, gettext("Mean time between"), pair.took)


def behind_steps(asked: Asked, cases: Cases, reached: Sequence[Reached]) -> Behind:
    words = gettext(
        "A case begins with its first meeting at the first step, in the period. It reaches a step when it has "
        "reached those before it and is met there then or later."
    )
    told = formula_of("funnel", gettext("Funnel"), words, first_of(reached))
    return behind_formulas(
        [told],
        cases.where,
        more=[(gettext("Steps of"), cases.steps_of)],
        groups=gettext("Step").lower(),
        again=("steps", asked.query),
    )


def behind_follows(asked: Asked, cases: Cases) -> Behind:
    words = gettext(
        "Meetings after one another in the same case; where no case is told, all meetings of a customer are one. "
        "Ways of too few cases are left out."
    )
    told = formula_of("follows", gettext("What follows what"), words, sum(one.n for one in cases.found.pairs))
    return behind_formulas([told], cases.where, again=("follows", asked.query))


def first_of(reached: Sequence[Reached]) -> int | None:
    """How many cases began; not told of too few."""
    if not reached:
        return 0
    return None if reached[0].is_hidden else reached[0].n


def formula_of(key: str, name: str, words: str, rows: int | None) -> Formula:
    return Formula(
        key=key,
        name=name,
        words=words,
        interval=gettext("shares by Wilson, means by Student, 95 %"),
        source="Wilson 1927; Student 1908",
        version=VERSION,
        rows=rows,
        rows_url="",
    )
