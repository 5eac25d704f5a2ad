from __future__ import annotations

from collections.abc import Sequence

from .models import Customer, Encounter

# SQLite takes a limited number of parameters in one query.
MOST_PARAMETERS = 10_000


def customers_of_keys(keys: Sequence[str]) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for start in range(0, len(keys), MOST_PARAMETERS):
        rows = Customer.objects.filter(key__in=keys[start : start + MOST_PARAMETERS])
        found |= {row.key: row for row in rows}
    return found


def encounters_of_uids(uids: Sequence[str]) -> dict[str, Encounter]:
    rows = Encounter.objects.select_related("touchpoint").filter(uid__in=uids)
    return {row.uid: row for row in rows}
