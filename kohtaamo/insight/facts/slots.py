"""Which column of the copy holds which attribute of an organisation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Max

from kohtaamo.insight.models import AttributeSlot
from kohtaamo.organisation.tenancy import current_organisation_id

# A column once given out is never taken back.
_known: dict[tuple[int, str], int] = {}


def slots() -> dict[str, int]:
    return dict(AttributeSlot.objects.order_by("slot").values_list("key", "slot"))


def slot_of(key: str) -> int | None:
    """None of an attribute that no value has carried yet, or that came after the last free column."""
    organisation = current_organisation_id()
    if (known := _known.get((organisation, key))) is not None:
        return known
    slot = AttributeSlot.objects.filter(key=key).values_list("slot", flat=True).first()
    if slot is not None and not is_private():
        _known[organisation, key] = slot
    return slot


def is_private() -> bool:
    """Inside a transaction that may yet be taken back, what it sees is nobody else's."""
    # as Django's own check of `durable`: the transaction around a test is not one of ours
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def forget_slots() -> None:
    _known.clear()


def give_out(keys: Iterable[str], *, most: int) -> None:
    """Each attribute met for the first time gets the next free column, as long as there are any.

    Safe when two do it at once: one of them is ignored and looks again the next time.
    """
    met = list(dict.fromkeys(keys))
    if not met:
        return
    known = set(AttributeSlot.objects.values_list("key", flat=True))
    new = [key for key in met if key not in known]
    if not new or len(known) >= most:
        return
    taken = AttributeSlot.objects.aggregate(last=Max("slot"))["last"] or 0
    rows = [
        AttributeSlot(organisation_id=current_organisation_id(), key=key[:200], slot=taken + number)
        for number, key in enumerate(new[: most - taken], start=1)
    ]
    AttributeSlot.objects.bulk_create(rows, ignore_conflicts=True)
