"""Rules that several services share: names, and rows in an order that people choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kohtaamo.journeys.models import Journey, Moment, Placement, Stage

Ordered = TypeVar("Ordered", Stage, Moment, Placement)

LONGEST_NAME = 200


def clean_name(name: str, *, may_be_empty: bool = False) -> str:
    """The name with its white space tidied; raises `ValidationError` if it is empty or too long."""
    tidy = " ".join(name.replace("\0", "").split())
    if not tidy and not may_be_empty:
        raise ValidationError(_("Give it a name first."))
    if len(tidy) > LONGEST_NAME:
        raise ValidationError(_("The name is too long: at most 200 characters fit."))
    return tidy


def hold(journey_id: int) -> Journey:
    """Holds the journey until the transaction ends, so that two people never renumber it at once.

    Raises `Journey.DoesNotExist` when it has been removed.
    """
    return Journey.objects.select_for_update().get(pk=journey_id, removed_at=None)


def number(rows: Iterable[Ordered]) -> None:
    """Gives the rows positions 0, 1, 2, ... in the order given; writes only those that changed."""
    changed = []
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position"])


def moved(rows: Iterable[Ordered], row: Ordered, position: int) -> list[Ordered]:
    """The rows with this one at the position, which is cut to fit."""
    others = [one for one in rows if one.pk != row.pk]
    others.insert(max(0, min(position, len(others))), row)
    row.position = -1  # what the caller holds may be old, so `number` always writes it
    return others
