from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import transaction

from kohtaamo.encounters.models import Customer
from kohtaamo.insight.models import BusinessFigure, FigureValue
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.tenancy import current_organisation_id

Size = Literal["day", "month"]
BATCH = 500

# figure, size, first day, place: one value of each
Key = tuple[int, str, date, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFigure:
    """At most one of unit, touchpoint and customer; none of them means everything together."""

    figure: BusinessFigure
    size: Size
    starts_on: date
    value: float
    unit: Unit | None = None
    touchpoint: Touchpoint | None = None
    customer: Customer | None = None

    @property
    def place(self) -> str:
        for name in ("unit", "touchpoint", "customer"):
            row = getattr(self, name)
            if row is not None:
                return f"{name}:{row.pk}"
        return ""

    @property
    def key(self) -> Key:
        return self.figure.pk, self.size, self.starts_on, self.place


@dataclass(frozen=True, slots=True)
class Counted:
    """`stored` are new or have a new value, `unchanged` stood here already as they are."""

    stored: int
    unchanged: int


@transaction.atomic
def record_figures(given: Iterable[IncomingFigure]) -> Counted:
    """Keep these values; of the same figure, place and period the last one told holds."""
    values = list(given)
    stored = sum(
        record_batch(list({one.key: one for one in values[start : start + BATCH]}.values()))
        for start in range(0, len(values), BATCH)
    )
    return Counted(stored, len(values) - stored)


def record_batch(values: Sequence[IncomingFigure]) -> int:
    rows = FigureValue.objects.filter(
        figure__in={one.figure.pk for one in values},
        starts_on__in={one.starts_on for one in values},
        place__in={one.place for one in values},
    )
    known = {(row.figure_id, row.size, row.starts_on, row.place): row.value for row in rows}
    fresh = [one for one in values if known.get(one.key) != one.value]
    FigureValue.objects.bulk_create(
        [as_row(one) for one in fresh],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["figure", "size", "starts_on", "place"],
        update_fields=["value"],
    )
    return len(fresh)


def as_row(one: IncomingFigure) -> FigureValue:
    row = FigureValue(
        organisation_id=current_organisation_id(),
        figure=one.figure,
        size=one.size,
        starts_on=one.starts_on,
        unit=one.unit,
        touchpoint=one.touchpoint,
        customer=one.customer,
        place=one.place,
        value=one.value,
    )
    row.check_references()
    return row
