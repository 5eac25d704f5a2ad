"""A person asked to be forgotten: her data goes here, and in the packages that hear of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from kohtaamo.encounters.models import Consent, Customer, Encounter
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

# So long it can be undone.
GRACE = timedelta(minutes=10)
# The beginning of the number and the names of rows that are of nobody any more; the rest is the row's own key.
ERASED = "erased:"
EMPTY = {"name": "", "email": "", "phone": "", "segment": "", "language": "", "preferred_channel": ""}


@transaction.atomic
def ask_to_erase(*, customer: Customer, actor: Member | None = None) -> Customer:
    """She is erased after `GRACE`, unless she is kept before that. Asked again, the first time stands."""
    held = Customer.objects.select_for_update().get(pk=customer.pk, erased_at__isnull=True)
    if held.erase_at is None:
        held.erase_at = timezone.now() + GRACE
        held.save(update_fields=["erase_at"])
        record("encounters.erasure_asked", subject_id=held.pk, actor=actor)
    return held


@transaction.atomic
def keep_customer(*, customer: Customer, actor: Member | None = None) -> bool:
    """Takes the asking back; returns whether there was still time."""
    waiting = Customer.objects.filter(pk=customer.pk, erase_at__isnull=False, erased_at__isnull=True)
    kept = bool(waiting.update(erase_at=None))
    if kept:
        record("encounters.erasure_undone", subject_id=customer.pk, actor=actor)
    return kept


@transaction.atomic
def erase_customer(*, customer: Customer, actor: Member | None = None) -> bool:
    """Nothing of her is left here; her meetings stay as counts of nobody. Returns whether there was she to erase.

    Her row stays empty until every package has heard of it, because their rows point at it; then it goes too
    (`encounters.handlers`). The event tells only its number.
    """
    held = Customer.objects.select_for_update().filter(pk=customer.pk, erased_at__isnull=True).first()
    if held is None:
        return False
    Consent.objects.filter(customer=held).delete()
    nameless = Concat(Value(ERASED), Cast("pk", CharField()))
    Encounter.objects.filter(customer=held).update(uid=nameless, customer=None, case="", attributes={})
    Customer.objects.filter(pk=held.pk).update(
        **EMPTY, key=f"{ERASED}{held.pk}", attributes={}, erased_at=timezone.now(), erase_at=None
    )
    record("encounters.customer_erased", subject_id=held.pk, actor=actor)
    return True
