"""What names a person in somebody's own words is hidden wherever they are shown, sent or given out.

Pages, files, mails and links all ask here. Those with `feedback.personal` open the words one by one, and that is
written in the log. Identity codes, accounts and cards are certain by their check digits; names are found as well
as lists and turns of speech can, so some stay seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kohtaamo.language.redacting import Kind, Veiled
from kohtaamo.language.redacting import veiled as veiled_with

PERSONAL = "feedback.personal"
VEILS: dict[Kind, str | Promise] = {
    "hetu": _("identity code"),
    "iban": _("bank account"),
    "card": _("card number"),
    "phone": _("telephone number"),
    "email": _("e-mail address"),
    "address": _("street address"),
    "plate": _("register plate"),
    "passport": _("passport number"),
    "name": pgettext_lazy("of a person", "name"),
}


def veiled(text: str) -> Veiled:
    """In the language of the page."""
    return veiled_with(text, VEILS)


def in_words(kinds: Iterable[str]) -> str:
    known = {str(kind): words for kind, words in VEILS.items()}
    return ", ".join(str(known.get(kind, kind)) for kind in kinds)


def veiled_value(value: Any) -> Any:
    """An answer's value, whatever its shape; numbers, steps and choices stay as they are."""
    if isinstance(value, str):
        return veiled(value).text
    if isinstance(value, list):
        return [veiled_value(one) for one in value]
    if isinstance(value, dict):
        return {key: veiled_value(one) for key, one in value.items()}
    return value
