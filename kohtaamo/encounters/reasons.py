"""Why an encounter cannot be kept: a stable code, and one sentence for it in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "uid_unfit": _("The encounter needs a uid of 1 to %(most)s characters."),
    "uid_taken": _("Another encounter already has this uid, and its contents differ."),
    "channel_too_long": _("The channel is longer than %(most)s characters."),
    "case_too_long": _("The case is longer than %(most)s characters."),
    "number_out_of_range": _("“%(field)s” must be a whole number from 0 to %(most)s."),
    "happened_at_out_of_range": _("The date must be between the years 1900 and 2100."),
    "happened_at_in_future": _("The date is in the future."),
    "foreign_touchpoint": _("There is no such touchpoint."),
    "foreign_reference": _("The encounter points at something that does not exist: %(field)s."),
    "customer_missing": _("There is no customer number and no address."),
    "contact_unfit": _("“%(field)s” is too long, or has a line break in it."),
    "email_unfit": _("“%(value)s” is no e-mail address."),
    "phone_unfit": _("“%(value)s” is no phone number."),
    "malformed": _("The encounter is not in the right form: %(place)s: %(trouble)s"),
}


class UnfitEncounterError(ValueError):
    """An encounter cannot be taken as it is. The code is one of `REASONS`."""

    def __init__(self, uid: str, code: str, **facts: Any) -> None:
        super().__init__(f"{uid!r}: {code} {facts or ''}")
        self.code = code
        self.facts = facts


def explain(code: str, facts: Mapping[str, Any]) -> str:
    return str(REASONS[code]) % facts
