"""Who is one person: rows of customers with one number or one e-mail address."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from kohtaamo.encounters.models import Customer

# by the key of each customer, all rows of the same person
People = dict[int, list[Customer]]


def hold(customers: Iterable[Customer]) -> People:
    """Lock every row of these people, in one order, so that two triggers about one person take turns.

    Both rows of a person were committed before either is decided about, so whoever asks later meets the other.
    On SQLite the transaction itself is the turn.
    """
    given = list(customers)
    keys, addresses = {one.pk for one in given}, {one.email for one in given} - {""}
    rows = Customer.objects.select_for_update().filter(Q(pk__in=keys) | Q(email__in=addresses))
    return together(list(rows.order_by("pk")))


def together(rows: Iterable[Customer]) -> People:
    given = list(rows)
    of_address: dict[str, list[Customer]] = {}
    for row in given:
        if row.email:
            of_address.setdefault(row.email, []).append(row)
    return {row.pk: of_address.get(row.email, [row]) for row in given}
