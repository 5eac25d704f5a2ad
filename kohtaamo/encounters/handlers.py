from __future__ import annotations

from kohtaamo.organisation.events import EVERY_VERB, on
from kohtaamo.organisation.models import Event

from .jobs import erase_when_due
from .models import Customer


@on("encounters.erasure_asked")
def plan_erasing(event: Event) -> None:
    row = Customer.objects.filter(pk=event.subject_id or 0, erase_at__isnull=False).first()
    if row is not None and row.erase_at is not None:
        erase_when_due.using(run_after=row.erase_at).enqueue(event.organisation_id, row.pk, event.actor_id)


@on(EVERY_VERB)
def remove_empty_row(event: Event) -> None:
    """After those who react to this very verb: they look for their rows by hers."""
    if event.verb == "encounters.customer_erased":
        Customer.objects.filter(pk=event.subject_id or 0, erased_at__isnull=False).delete()
