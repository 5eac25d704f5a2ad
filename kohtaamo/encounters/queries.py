from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit

from .models import Consent, Customer, Encounter

# SQLite takes a limited number of parameters in one query.
MOST_PARAMETERS = 10_000


def customers_of_keys(keys: Sequence[str]) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for start in range(0, len(keys), MOST_PARAMETERS):
        rows = Customer.objects.filter(key__in=keys[start : start + MOST_PARAMETERS])
        found |= {row.key: row for row in rows}
    return found


def words_on_reaching(customers: Iterable[Customer], channel: str) -> dict[int, bool]:
    """The newest word of each customer on being reached this way, who has said one; one query for all."""
    keys = [one.pk for one in customers]
    found: dict[int, bool] = {}
    for start in range(0, len(keys), MOST_PARAMETERS):
        rows = Consent.objects.filter(
            customer__in=keys[start : start + MOST_PARAMETERS], channel__in=(channel, Consent.Channel.ANY)
        )
        # oldest first, so that the newest stands
        found |= dict(rows.order_by("happened_at", "pk").values_list("customer", "is_given"))
    return found


def may_be_reached(customers: Iterable[Customer], channel: str, *, needs_consent: bool = False) -> set[int]:
    """Who has not asked us to leave her in peace; with `needs_consent` only those who have allowed it."""
    given = list(customers)
    said = words_on_reaching(given, channel)
    return {one.pk for one in given if said.get(one.pk, not needs_consent)}


def encounters_of_uids(uids: Sequence[str]) -> dict[str, Encounter]:
    rows = Encounter.objects.select_related("touchpoint").filter(uid__in=uids)
    return {row.uid: row for row in rows}


def encounters_of_cases(cases: Iterable[str]) -> dict[tuple[str, int], Encounter]:
    """By case and touchpoint; the newest of several."""
    given = list(cases)
    if not given:
        return {}
    rows = Encounter.objects.filter(case__in=given).order_by("happened_at", "pk")
    return {(row.case, row.touchpoint_id): row for row in rows}


def touchpoints_of(keys: Iterable[int | str]) -> dict[int | str, Touchpoint]:
    """Touchpoints by number and by name."""
    numbers, names = split(keys)
    found: dict[int | str, Touchpoint] = {}
    for row in Touchpoint.objects.filter(Q(pk__in=numbers) | Q(name__in=names)):
        found |= {row.pk: row, row.name: row}
    return found


def members_of(keys: Iterable[int | str]) -> dict[int | str, Member]:
    """Members by number and by name; of two with one name the first to join."""
    numbers, names = split(keys)
    found: dict[int | str, Member] = {}
    for row in Member.objects.filter(Q(pk__in=numbers) | Q(name__in=names)).order_by("-pk"):
        found |= {row.pk: row, row.name: row}
    return found


def units_of(names: Iterable[str]) -> dict[str, Unit]:
    return {row.name: row for row in Unit.objects.filter(name__in=list(names))}


def split(keys: Iterable[int | str]) -> tuple[list[int], list[str]]:
    given = list(keys)
    return [key for key in given if isinstance(key, int)], [key for key in given if isinstance(key, str)]
