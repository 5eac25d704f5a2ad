from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit

from .models import Consent, Customer, Encounter
from .personal_part import Happening, Holding, parts

# SQLite takes a limited number of parameters in one query.
MOST_PARAMETERS = 10_000
# Fewer are in nearly every phone number.
FEWEST_DIGITS = 3


def customers_of_keys(keys: Sequence[str]) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for start in range(0, len(keys), MOST_PARAMETERS):
        rows = Customer.objects.filter(key__in=keys[start : start + MOST_PARAMETERS])
        found |= {row.key: row for row in rows}
    return found


def found_customers(text: str = "") -> QuerySet[Customer]:
    """By a piece of her name, e-mail, phone or number; erased ones are nobody."""
    rows = Customer.objects.filter(erased_at__isnull=True).order_by("name", "key", "pk")
    wanted = text.strip()
    if not wanted:
        return rows
    asked = Q(key__icontains=wanted) | Q(email__icontains=wanted)
    # SQLite knows capitals of English letters only
    for form in {wanted, wanted.lower(), wanted.capitalize(), wanted.title(), wanted.upper()}:
        asked |= Q(name__contains=form)
    digits = "".join(letter for letter in wanted if letter.isdecimal()).lstrip("0")
    if len(digits) >= FEWEST_DIGITS and not any(letter.isalpha() or letter == "@" for letter in wanted):
        asked |= Q(phone__contains=digits)
    return rows.filter(asked)


def when_met(customers: Iterable[Customer]) -> dict[int, datetime]:
    """The newest encounter of each who has one."""
    rows = Encounter.objects.filter(customer__in=[one.pk for one in customers]).order_by()
    return dict(rows.values("customer").annotate(met=Max("happened_at")).values_list("customer", "met"))


def consents_now(customer: Customer) -> list[Consent]:
    """Her newest word on each way."""
    rows = Consent.objects.filter(customer=customer).order_by("happened_at", "pk")
    return sorted({one.channel: one for one in rows}.values(), key=lambda one: one.happened_at, reverse=True)


def person_copy(customer: Customer) -> dict[str, Any]:
    """Everything held of her, as JSON can say it; one key a package."""
    return {
        "made_at": timezone.now().isoformat(),
        "organisation": customer.organisation.name,
        **{part.key: part.copy(customer) for part in parts()},
    }


def timeline_of(customer: Customer, most: int) -> list[Happening]:
    """The newest first."""
    found = [one for part in parts() for one in part.timeline(customer, most)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def holdings_of(customer: Customer) -> list[Holding]:
    return [one for part in parts() for one in part.holdings(customer) if one.count]


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
