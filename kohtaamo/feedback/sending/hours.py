"""When a message may arrive: never at night, on a day off or on a holiday of the receiver's country."""

from __future__ import annotations

from kohtaamo.feedback.models import SendingHours
from kohtaamo.kit.calendar import NoTimeError
from kohtaamo.kit.calendar import next_open as next_allowed
from kohtaamo.organisation.tenancy import current_organisation_id

__all__ = ["NoTimeError", "hours_now", "next_allowed"]


def hours_now() -> SendingHours:
    """Those of the organisation in force; the usual ones where it has chosen none."""
    return SendingHours.objects.first() or SendingHours(organisation_id=current_organisation_id())
