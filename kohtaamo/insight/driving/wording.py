"""What drivers are called, and what was found of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import labels, name_of
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.text import show_number, show_percent, show_signed

from .gathering import Source
from .weighing import Driving, Weighed

MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the picture and of the table: places on the bar are percentages of its width."""

    key: str
    name: str
    weight: str
    interval: str
    share: str
    correlation: str
    direction: str
    mean: str
    above: str
    shapley: str
    is_real: bool
    start: str
    width: str
    point: str


def kind_name(kind: str) -> str:
    """A question is called as it is asked; what is observed, as the mean of it."""
    if kind in QUESTIONS:
        return str(QUESTIONS[kind].label)
    metrics = [one for one in METRICS.values() if one.kind == kind]
    metrics.sort(key=lambda one: one.unit == "%")
    return str(metrics[0].short_name) if metrics else kind


def names_of(sources: Iterable[Source]) -> dict[Source, str]:
    given = list(sources)
    places = {one.touchpoint for one in given if one.touchpoint is not None}
    words = labels("touchpoint", places) if places else {}
    return {one: source_name(one, words) for one in given}


def source_name(source: Source, places: Mapping[int | None, str]) -> str:
    if source.family == "attribute":
        return name_of(source.name)
    name = kind_name(source.name)
    return name if source.touchpoint is None else f"{name}, {places[source.touchpoint]}"


def shown(found: Driving) -> list[Shown]:
    names = names_of(one.source for one in found.drivers)
    top = max((one.high for one in found.drivers), default=0) or 1
    return [shown_driver(one, names[one.source], top) for one in found.drivers]


def shown_driver(one: Weighed, name: str, top: float) -> Shown:
    return Shown(
        key=one.source.key,
        name=name,
        weight=percent(one.weight),
        interval=range_in_percent(one.low, one.high),
        share=show_percent(one.share, language()),
        correlation=show_signed(one.correlation, language(), 2),
        direction=direction(one),
        mean=mean_in_words(one),
        above="" if one.above is None else show_percent(one.above, language(), 1),
        shapley=percent(one.shapley),
        is_real=one.beyond_chance,
        start=f"{one.low / top:.2%}",
        width=f"{(one.high - one.low) / top:.2%}",
        point=f"{one.weight / top:.2%}",
    )


def percent(share: float) -> str:
    return show_percent(share, language(), 1)


def range_in_percent(low: float, high: float) -> str:
    return f"{show_number(100 * low, language(), 1)}–{percent(high)}"


def direction(one: Weighed) -> str:
    if not one.beyond_chance:
        return gettext("may be chance")
    return gettext("the more, the higher") if one.correlation > 0 else gettext("the more, the lower")


def mean_in_words(one: Weighed) -> str:
    """In the unit that its metric is shown in; as it is stored where it has none."""
    metric = metric_of(one.source)
    if metric is None or metric.per_unit == 1:
        return show_number(one.mean, language(), 2)
    return f"{show_number(one.mean / metric.per_unit, language(), metric.decimals)} {metric.unit}"


def metric_of(source: Source) -> Metric | None:
    if source.family == "attribute":
        return None
    found = [one for one in METRICS.values() if one.kind == source.name and one.is_open]
    return found[0] if found else None


def sentence(outcome: str, found: Driving, rows: Sequence[Shown]) -> str:
    """The plainest thing that can be said: what goes most with the outcome, which way, and how much."""
    real = [(one, row) for one, row in zip(found.drivers, rows, strict=True) if row.is_real]
    if not real:
        return gettext("Nothing here goes together with “%(outcome)s” more than chance would.") % {
            "outcome": outcome
        }
    one, row = real[0]
    words = (
        gettext(
            "“%(driver)s” goes together with “%(outcome)s” the most: where the first is higher, so is the "
            "second. It accounts for %(weight)s of how answers differ."
        )
        if one.correlation > 0
        else gettext(
            "“%(driver)s” goes together with “%(outcome)s” the most: where the first is higher, the second "
            "is lower. It accounts for %(weight)s of how answers differ."
        )
    )
    return words % {"driver": row.name, "outcome": outcome, "weight": row.weight}


def cross_check(found: Driving) -> str:
    """What the second method says of the first, in words; of one driver alone nothing."""
    if not found.drivers[1:]:
        return ""
    points = show_number(100 * found.disagreement, language(), 1)
    if found.agrees:
        words = gettext(
            "A second method, Shapley, puts them in the same order and differs by %(points)s points at most."
        )
    else:
        words = gettext(
            "A second method, Shapley, puts them in another order and differs by up to %(points)s points."
        )
    return words % {"points": points}
