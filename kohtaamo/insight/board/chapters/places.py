"""The touchpoints in the order in which they need attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.board.chapter import Brief, Told, tells
from kohtaamo.insight.board.lineage import TARGETS, Stand
from kohtaamo.insight.charts import language, show
from kohtaamo.insight.home import HOME_NUMBERS, count_word
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import state_of
from kohtaamo.insight.queries import Measured, measure_all, target_of, targets
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Placement, Touchpoint
from kohtaamo.kit.text import show_number, show_range

MOST_PLACES = 16


@dataclass(frozen=True, slots=True)
class Place:
    touchpoint: int
    name: str
    journey: str
    cells: list[dict[str, Any]]

    @property
    def worse(self) -> list[dict[str, Any]]:
        return [cell for cell in self.cells if cell["state"] == "worse"]

    @property
    def rank(self) -> tuple[int, float, str]:
        """Those worse than their targets first, and of the others the lowest in the first metric."""
        first = self.cells[0].get("value")
        return -len(self.worse), float("inf") if first is None else first, self.name


@tells("places", _("The touchpoints"), order=30)
def places(brief: Brief) -> Sequence[Told]:
    found = measure_all(Where(period=brief.period), by=["touchpoint"])
    keys = (
        tuple(key for key in HOME_NUMBERS if key in found)
        or tuple(key for key in found if not METRICS[key].protects_people)[:1]
    )
    if not keys:
        return []
    shown = sorted(places_of(found, keys), key=lambda place: place.rank)
    everywhere = (
        Stand(metrics=keys, period=brief.period, by=("touchpoint",)),
        Stand(source=TARGETS, metrics=keys, by=("touchpoint",)),
    )
    return [
        Told("sentence", lambda: sentence(shown), everywhere),
        *(told(place, keys, brief) for place in shown[:MOST_PLACES]),
    ]


def places_of(found: Mapping[str, list[Measured]], keys: Sequence[str]) -> list[Place]:
    names, journeys = dict(Touchpoint.objects.values_list("pk", "name")), journeys_of()
    known = targets([METRICS[key] for key in keys])
    cells = {key: {row.group["touchpoint"]: row for row in found[key]} for key in keys}
    heard = sorted({place for rows in cells.values() for place in rows})
    return [
        Place(
            place,
            names[place],
            journeys.get(place, ""),
            [cell(key, cells[key].get(place), target_of(known, METRICS[key], place)) for key in keys],
        )
        for place in heard
        if any(found.get(place) and found[place].estimate for found in cells.values())
    ]


def journeys_of() -> dict[int, str]:
    """The first journey that each touchpoint stands on."""
    rows = Placement.objects.order_by("-moment__stage__journey__name")
    return dict(rows.values_list("touchpoint", "moment__stage__journey__name"))


def cell(key: str, measured: Measured | None, target: float | None) -> dict[str, Any]:
    estimate = measured.estimate if measured else None
    figures: dict[str, Any] = {
        "metric": key,
        "n": measured.n if measured else 0,
        "target": target,
        "state": state_of(METRICS[key], estimate, target),
    }
    if estimate:
        figures |= {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    return figures


def told(place: Place, keys: tuple[str, ...], brief: Brief) -> Told:
    stands = (
        Stand(metrics=keys, period=brief.period, touchpoint=place.touchpoint),
        Stand(source=TARGETS, metrics=keys, touchpoint=place.touchpoint),
    )
    figures = {"touchpoint": place.name, "journey": place.journey, "cells": place.cells}
    return Told("place", lambda: place_sentence(place), stands, figures)


def sentence(shown: Sequence[Place]) -> str:
    count = sum(bool(place.worse) for place in shown)
    facts = {"all": show_number(len(shown), language()), "count": count_word(count)}
    if not count:
        return gettext("Of the %(all)s touchpoints heard, none is worse than its target.") % facts
    text = ngettext(
        "Of the %(all)s touchpoints heard, one is worse than its target.",
        "Of the %(all)s touchpoints heard, %(count)s are worse than their targets.",
        count,
    )
    return text % {**facts, "count": facts["count"].lower()}


def place_sentence(place: Place) -> str:
    cells = place.worse or [one for one in place.cells if "value" in one][:1]
    if not cells:
        return gettext("%(touchpoint)s: too few answers for a number.") % {"touchpoint": place.name}
    parts = [cell_words(one) for one in cells]
    return f"{place.name}: {'; '.join(parts)}."


def cell_words(one: Mapping[str, Any]) -> str:
    metric = METRICS[one["metric"]]
    value = f"{metric.short_name} {show(metric, one['value'])} ({interval(one)})"
    if one["state"] not in {"worse", "better"}:
        return value
    facts = {"value": value, "target": show(metric, one["target"])}
    if one["state"] == "worse":
        return gettext("%(value)s, worse than the target %(target)s") % facts
    return gettext("%(value)s, better than the target %(target)s") % facts


def interval(one: Mapping[str, Any]) -> str:
    return show_range(one["low"], one["high"], language(), METRICS[one["metric"]].decimals)
