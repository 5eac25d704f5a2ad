"""Two periods or two groups of one metric side by side, and whether they really differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext

from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import Difference, answers_to_detect, difference
from kohtaamo.kit.text import show_number, show_period, show_range, show_signed

from .charts import Chart, Option, bars, language
from .dimensions import Option as Choosable
from .dimensions import labels
from .filters import EMPTY, Filter
from .metric import Metric
from .numbers import HonestNumber, Share, honest_number, shares
from .queries import Measured, measure, target_of, targets
from .where import ATTRIBUTE, Where

BY_PERIOD = "period"
BEFORE, YEAR_AGO = "before", "year"
FEWEST = 2
# More answers than these nobody waits for.
MOST_NEEDED = 1_000_000

Verdict = Literal["real", "chance", "unknown"]


@dataclass(frozen=True, slots=True)
class Side:
    label: str
    where: Where
    measured: Measured
    number: HonestNumber
    shares: Sequence[Share]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`difference` is the first less the second, in the metric's unit."""

    metric: Metric
    first: Side
    second: Side
    difference: Difference | None

    @property
    def verdict(self) -> Verdict:
        if self.difference is None:
            return "unknown"
        return "chance" if self.difference.low <= 0 <= self.difference.high else "real"

    @property
    def amount(self) -> str:
        if self.difference is None:
            return ""
        shown = show_signed(self.difference.value, language(), self.metric.decimals)
        # a step of a scale "/ 5" is no part of it
        return shown if str(self.metric.unit).startswith("/") else f"{shown} {self.metric.change_unit}"

    @property
    def interval(self) -> str:
        found = self.difference
        return show_range(found.low, found.high, language(), self.metric.decimals) if found else ""

    @property
    def better(self) -> str:
        """The label of the better side, when the difference is real."""
        if self.difference is None or self.verdict != "real":
            return ""
        first_is_better = (self.difference.value > 0) == self.metric.higher_is_better
        return (self.first if first_is_better else self.second).label

    @property
    def answers_needed(self) -> int | None:
        """How many answers on each side would tell a difference of this size, four times in five."""
        if self.difference is None or self.verdict != "chance" or not self.difference.value:
            return None
        variances = [variance(self.metric, side.measured) for side in (self.first, self.second)]
        needed = answers_to_detect(abs(self.difference.value), *variances)
        return needed if FEWEST < needed <= MOST_NEEDED else None


def variance(metric: Metric, measured: Measured) -> float:
    """Of one answer, read back from the standard error of all."""
    sample = metric.sample(measured.counts)
    return sample.standard_error**2 * sample.n


def compared(metric: Metric, first: Side, second: Side) -> Comparison:
    sides = (first.measured, second.measured)
    if any(one.estimate is None or one.n < FEWEST for one in sides):
        return Comparison(metric, first, second, None)
    samples = [metric.sample(one.counts) for one in sides]
    return Comparison(metric, first, second, difference(*samples))


def periods_compared(metric: Metric, chosen: Filter, against: str) -> Comparison | None:
    """The chosen days against as many before them, or against the same days a year earlier."""
    now = chosen.where.period
    if now is None:
        return None
    then = earlier(now, against)
    known = targets([metric])
    sides = []
    for period in (now, then):
        where = replace(chosen.where, period=period)
        measured = measure(metric, where=where)[0]
        target = target_of(known, metric, where.touchpoint)
        sides.append(side(metric, show_period(period, language()), where, measured, target))
    return compared(metric, *sides)


def earlier(now: Period, against: str) -> Period:
    """A year earlier only when the two do not share days; otherwise the days before."""
    if against != YEAR_AGO:
        return now.before
    then = Period(year_before(now.start), year_before(now.end))
    return now.before if then.overlap(now) else then


def year_before(day: date) -> date:
    """29 February has the 28th of a common year."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=day.day - 1)


def groups_compared(
    metric: Metric, chosen: Filter, by: str, first: str, second: str
) -> tuple[Comparison | None, list[Choosable], list[Choosable]]:
    """Two groups of a dimension, with what could be chosen instead; the two largest unless others are asked."""
    opened = replace(chosen.where, **left_open(chosen.where, by))
    found = [one for one in measure(metric, where=opened, by=[by]) if one.group[by] is not None]
    words = labels(by, [one.group[by] for one in found])
    found.sort(key=lambda one: (-one.n, words[one.group[by]]))
    by_text = {written(one.group[by]): one for one in found}
    picked = two_of(list(by_text), first, second)
    firsts, seconds = (
        [
            Choosable(text, f"{words[one.group[by]]} ({one.n})", text == chosen_text)
            for text, one in by_text.items()
        ]
        for chosen_text in picked or ("", "")
    )
    if picked is None:
        return None, firsts, seconds
    known = targets([metric])
    sides = []
    for text in picked:
        value = by_text[text].group[by]
        where = replace(opened, **only(opened, by, value))
        target = target_of(known, metric, where.touchpoint)
        sides.append(side(metric, words[value], where, by_text[text], target))
    return compared(metric, *sides), firsts, seconds


def written(value: Any) -> str:
    """A group's value as it stands in an address."""
    return str(value) if value != "" else EMPTY


def two_of(texts: Sequence[str], first: str, second: str) -> tuple[str, str] | None:
    if len(texts) < 2:  # noqa: PLR2004 - a comparison has two sides
        return None
    one = first if first in texts else next(text for text in texts if text != second)
    other = second if second in texts and second != one else next(text for text in texts if text != one)
    return one, other


def left_open(where: Where, by: str) -> dict[str, Any]:
    """What makes the filter open in this dimension, so that its groups can be compared."""
    if not by.startswith(ATTRIBUTE):
        return {by: None}
    key = by.removeprefix(ATTRIBUTE)
    return {"attributes": {name: text for name, text in where.attributes.items() if name != key}}


def only(where: Where, by: str, value: Any) -> dict[str, Any]:
    if not by.startswith(ATTRIBUTE):
        return {by: value}
    return {"attributes": {**where.attributes, by.removeprefix(ATTRIBUTE): value}}


def side(metric: Metric, label: str, where: Where, measured: Measured, target: float | None) -> Side:
    return Side(
        label,
        where,
        measured,
        honest_number(metric, measured, where=where, target=target),
        shares(metric, measured.counts) if measured.estimate else [],
    )


def side_by_side(comparison: Comparison) -> Chart | None:
    """How the answers of both fall on the scale, as shares of each; None where either may not be told."""
    metric, sides = comparison.metric, (comparison.first, comparison.second)
    if any(one.measured.estimate is None for one in sides):
        return None
    found = [bars(metric, one.measured.counts) for one in sides]
    if not found[0]:
        return None
    words = [text for text, _, _ in found[0]]
    counts = [[count for _, _, count in one] for one in found]
    percents = [[100 * count / (sum(one) or 1) for count in one] for one in counts]
    names = [one.label for one in sides]
    option: Option = {
        "legend": {"show": True, "top": 0, "left": 0, "itemGap": 28},
        "xAxis": {"type": "category", "data": words},
        "yAxis": {"type": "value", "name": "%", "splitNumber": 4},
        "grid": {"left": 8, "right": 12, "top": 40, "bottom": 6, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            bars_of(names[at], words, percents[at], counts[at], colour)
            for at, colour in enumerate(("var(--meri)", "var(--sand)"))
        ],
    }
    rows = [
        [word, *(f"{percent(percents[at][row])} ({amount(counts[at][row])})" for at in (0, 1))]
        for row, word in enumerate(words)
    ]
    label = gettext("How the answers fall on the scale")
    return Chart(label, option, [gettext("Answer"), *names], rows)


def bars_of(
    name: str, words: Sequence[str], percents: Sequence[float], counts: Sequence[int], colour: str
) -> Option:
    return {
        "type": "bar",
        "name": name,
        "barMaxWidth": 26,
        "data": [
            {
                "value": round(share, 1),
                "tooltip": {"formatter": f"{name}\n{word}: {percent(share)} ({amount(count)})"},
            }
            for word, share, count in zip(words, percents, counts, strict=True)
        ],
        "itemStyle": {"color": colour, "borderColor": "var(--edge)", "borderWidth": 1},
    }


def percent(share: float) -> str:
    return f"{show_number(share, language(), 0)} %"


def amount(count: int) -> str:
    return show_number(count, language())


def parameters(by: str, first: str, second: str, against: str) -> dict[str, str]:
    """What the address says of a comparison."""
    if by == BY_PERIOD:
        return {"split": BY_PERIOD, "against": against}
    return {"split": by, "first": first, "second": second}
