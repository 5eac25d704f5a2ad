"""The rows of the funnel and of what follows what, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from kohtaamo.insight.charts import language
from kohtaamo.kit.statistics import Estimate
from kohtaamo.kit.text import show_number, show_percent

from .following import Pair
from .funnel import Reached
from .times import DAY, HOUR, Times

MINUTE = 60
# Longer than so many of a unit, a time is told in the next one.
MOST_OF_A_UNIT = 2


@dataclass(frozen=True, slots=True)
class FunnelRow:
    name: str
    n: int
    width: str
    is_hidden: bool
    of_all: str
    of_all_interval: str
    of_previous: str
    of_previous_interval: str
    lost: str
    mean: str
    mean_interval: str
    median: str
    quartiles: str


@dataclass(frozen=True, slots=True)
class PairRow:
    here: str
    there: str
    n: int
    cases: int
    share: str
    interval: str
    mean: str
    mean_interval: str


def funnel_rows(found: Sequence[Reached]) -> list[FunnelRow]:
    first = found[0].n if found else 0
    return [funnel_row(one, first) for one in found]


def funnel_row(one: Reached, first: int) -> FunnelRow:
    hidden = one.is_hidden
    took = None if hidden else one.took
    return FunnelRow(
        name=one.step.name,
        n=one.n,
        width="0%" if hidden or not first else f"{one.n / first:.2%}",
        is_hidden=hidden,
        of_all=value(None if hidden else one.of_all),
        # all of all is no estimate
        of_all_interval=interval(None if hidden or one.of_previous is None else one.of_all),
        of_previous=value(None if hidden else one.of_previous),
        of_previous_interval=interval(None if hidden else one.of_previous),
        lost="" if hidden or one.took is None else show_number(one.lost, language()),
        mean=lasted(took.mean) if took else "",
        mean_interval=interval_of_times(took),
        median=lasted(took.median) if took and took.median is not None else "",
        quartiles=f"{lasted(took.quartiles[0])} – {lasted(took.quartiles[2])}"
        if took and took.quartiles
        else "",
    )


def pair_rows(pairs: Sequence[Pair], names: Mapping[int | None, str]) -> list[PairRow]:
    """In their order, those that go no further last."""
    return [
        PairRow(
            here=names[one.here],
            there=place_of(one, names),
            n=one.n,
            cases=one.cases,
            share=value(one.of_here),
            interval=interval(one.of_here),
            mean=lasted(one.took.mean) if one.took else "",
            mean_interval=interval_of_times(one.took),
        )
        for one in sorted(pairs, key=lambda one: one.there is None)
    ]


def place_of(pair: Pair, names: Mapping[int | None, str]) -> str:
    return gettext("goes no further") if pair.there is None else names[pair.there]


def value(share: Estimate | None) -> str:
    return "" if share is None else show_percent(share.value, language())


def interval(share: Estimate | None) -> str:
    if share is None:
        return ""
    return f"{show_number(100 * share.low, language(), 0)}–{show_percent(share.high, language())}"


def interval_of_times(took: Times | None) -> str:
    if took is None or took.low is None or took.high is None:
        return ""
    return f"{lasted(took.low)} – {lasted(took.high)}"


def lasted(seconds: float) -> str:
    """In the largest unit of which there are at least two: "3.4 d", "26.0 h", "12 min"."""
    if seconds >= MOST_OF_A_UNIT * DAY:
        shown, unit = show_number(seconds / DAY, language(), 1), pgettext("unit", "d")
    elif seconds >= MOST_OF_A_UNIT * HOUR:
        shown, unit = show_number(seconds / HOUR, language(), 1), pgettext("unit", "h")
    elif seconds >= MOST_OF_A_UNIT * MINUTE:
        shown, unit = show_number(seconds / MINUTE, language(), 0), pgettext("unit", "min")
    else:
        shown, unit = show_number(seconds, language(), 0), pgettext("unit", "s")
    return f"{shown} {unit}"
