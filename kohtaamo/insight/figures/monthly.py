"""Figures by month, whatever they were told by: days of a month add up, or their mean is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Avg, Count, F, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from kohtaamo.insight.models import BusinessFigure, FigureValue

Grain = Literal["all", "unit", "touchpoint", "customer"]
GRAINS: tuple[Grain, ...] = ("all", "unit", "touchpoint", "customer")
PLACED = {"unit": "unit_id", "touchpoint": "touchpoint_id", "customer": "customer_id"}


@dataclass(frozen=True, slots=True)
class MonthValue:
    """`month` is year × 12 + month − 1, `n` how many values were told."""

    figure: int
    place: int | None
    month: int
    value: float
    n: int

    @property
    def starts_on(self) -> date:
        return first_day(self.month)


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def of_grain(grain: Grain) -> QuerySet[FigureValue]:
    rows = FigureValue.objects.order_by()
    if grain == "all":
        return rows.filter(place="")
    return rows.filter(**{f"{grain}__isnull": False})


def grains_of(figures: Iterable[BusinessFigure]) -> dict[int, list[Grain]]:
    """The places each figure was told of, the coarsest first."""
    rows = FigureValue.objects.filter(figure__in=list(figures)).order_by()
    counted = rows.values_list("figure").annotate(
        every=Count("pk"), unit=Count("unit"), touchpoint=Count("touchpoint"), customer=Count("customer")
    )
    found: dict[int, list[Grain]] = {}
    for figure, every, unit, touchpoint, customer in counted:
        told = (every - unit - touchpoint - customer, unit, touchpoint, customer)
        found[figure] = [grain for grain, count in zip(GRAINS, told, strict=True) if count]
    return found


def grain_of(figures: Iterable[BusinessFigure]) -> dict[int, Grain]:
    """The coarsest places of each figure: adding units up to customers would count twice."""
    return {figure: grains[0] for figure, grains in grains_of(figures).items()}


def every_grain(figures: Iterable[BusinessFigure]) -> set[Grain]:
    return {grain for grains in grains_of(figures).values() for grain in grains}


def monthly_of_places(figures: Iterable[BusinessFigure], grain: Grain) -> list[MonthValue]:
    """Each figure of each month at each place of a grain, in one query.

    A month told as a month holds; else its days are combined.
    """
    known = {figure.pk: figure for figure in figures}
    place = F(PLACED[grain]) if grain in PLACED else F("place")
    counted = (
        of_grain(grain)
        .filter(figure__in=known)
        .annotate(at=place, month=ExtractYear("starts_on") * 12 + ExtractMonth("starts_on") - 1)
        .values("figure", "at", "month", "size")
        .annotate(total=Sum("value"), mean=Avg("value"), n=Count("pk"))
        .order_by("figure", "at", "month", "size")
    )
    found: dict[tuple[int, int | None, int], MonthValue] = {}
    for row in counted:  # "day" before "month": a month's own value takes the place of its days
        at = row["at"] if grain in PLACED else None
        value = row["total"] if known[row["figure"]].is_summed else row["mean"]
        found[row["figure"], at, row["month"]] = MonthValue(row["figure"], at, row["month"], value, row["n"])
    return list(found.values())


def monthly(figures: Iterable[BusinessFigure]) -> dict[int, list[MonthValue]]:
    """Each figure of everything together, by month: told so, or its places added up (or their mean)."""
    given = list(figures)
    grains = grain_of(given)
    found: dict[int, list[MonthValue]] = {figure.pk: [] for figure in given}
    for grain in GRAINS:
        of_this = [figure for figure in given if grains.get(figure.pk) == grain]
        if not of_this:
            continue
        places = monthly_of_places(of_this, grain)
        for figure in of_this:
            found[figure.pk] = together(figure, [one for one in places if one.figure == figure.pk])
    return found


def together(figure: BusinessFigure, places: Iterable[MonthValue]) -> list[MonthValue]:
    months: dict[int, list[MonthValue]] = {}
    for one in places:
        months.setdefault(one.month, []).append(one)
    return [
        MonthValue(
            figure.pk,
            None,
            month,
            sum(one.value for one in found) / (1 if figure.is_summed else len(found)),
            sum(one.n for one in found),
        )
        for month, found in sorted(months.items())
    ]


def by_place(values: Iterable[MonthValue]) -> Mapping[int, list[MonthValue]]:
    found: dict[int, list[MonthValue]] = {}
    for one in values:
        if one.place is not None:
            found.setdefault(one.place, []).append(one)
    return found
