"""Touchpoints, units and customers that cells name: found whatever their capitals, or made."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.queries import encounters_of_cases
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.services import find_or_create_touchpoint
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import current_organisation_id

from .row import ReadRow

# More than this from one file is a column of texts taken for a column of names.
MOST_NEW_TOUCHPOINTS = 300


class Places:
    """Those of one batch. `new_touchpoints` grows over the whole file."""

    def __init__(self, rows: Iterable[ReadRow], *, new_touchpoints: set[str], actor: Member | None) -> None:
        given = list(rows)
        self._actor = actor
        self._new = new_touchpoints
        self._touchpoints = touchpoints_of({folded(row.touchpoint) for row in given})
        self._units = ensure_units([row.unit for row in given if row.unit])
        self._customers = ensure_customers({row.customer for row in given if row.customer})
        self._encounters = encounters_of_cases({row.case for row in given if row.case})

    def touchpoint(self, name: str) -> Touchpoint | None:
        """None when the file has brought too many new ones already."""
        key = folded(name)
        if key not in self._touchpoints:
            if key not in self._new and len(self._new) >= MOST_NEW_TOUCHPOINTS:
                return None
            self._new.add(key)
            self._touchpoints[key], _ = find_or_create_touchpoint(name=name, actor=self._actor)
        return self._touchpoints[key]

    def unit(self, name: str) -> Unit | None:
        return self._units[name.casefold()] if name else None

    def customer(self, key: str) -> Customer | None:
        return self._customers[key] if key else None

    def encounter(self, case: str, touchpoint: Touchpoint) -> Encounter | None:
        """The newest of the case at this touchpoint; None where none was recorded."""
        return self._encounters.get((case, touchpoint.pk))


@lru_cache(maxsize=1_000)
def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def touchpoints_of(keys: set[str]) -> dict[str, Touchpoint]:
    """Names are looked through as plain rows: there may be hundreds, and a file is of a few of them."""
    names = Touchpoint.objects.order_by().values_list("pk", "name")
    found = [pk for pk, name in names if name.casefold() in keys]
    return {one.name.casefold(): one for one in Touchpoint.objects.filter(pk__in=found)}


def ensure_units(names: list[str]) -> dict[str, Unit]:
    """A new one is written as it stands in the first row that names it."""
    if not names:
        return {}
    known = {one.name.casefold(): one for one in Unit.objects.all()}
    missing: dict[str, str] = {}
    for name in names:
        if name.casefold() not in known:
            missing.setdefault(name.casefold(), name)
    Unit.objects.bulk_create(
        [Unit(organisation_id=current_organisation_id(), name=name) for name in missing.values()],
        ignore_conflicts=True,
    )
    if missing:
        known |= {one.name.casefold(): one for one in Unit.objects.filter(name__in=missing.values())}
    return known


def ensure_customers(keys: set[str]) -> dict[str, Customer]:
    known = customers_of(keys)
    missing = keys - known.keys()
    Customer.objects.bulk_create(
        [Customer(organisation_id=current_organisation_id(), key=key) for key in sorted(missing)],
        ignore_conflicts=True,
    )
    return known | customers_of(missing)


def customers_of(keys: set[str]) -> dict[str, Customer]:
    return {one.key: one for one in Customer.objects.filter(key__in=keys)} if keys else {}
