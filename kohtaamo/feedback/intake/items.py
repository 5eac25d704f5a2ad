"""The items of a request, one or a list; whoever sends too many or none is told so in the words of what was sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Words

MOST_ITEMS = 1000
NOT_JSON = _("The request is not JSON that can be read.")


class UnreadableError(ValueError):
    """Nothing of the request can be taken; `told` says why in the language in force."""

    def __init__(self, status: int, sentence: Words, **facts: Any) -> None:
        super().__init__(status)
        self.status = status
        self.sentence = sentence
        self.facts = facts

    def told(self) -> str:
        return str(self.sentence) % self.facts


@dataclass(frozen=True, slots=True)
class Wording:
    """What to say of a request; `too_many` may speak of %(most)s."""

    too_many: Words
    none_given: Words


def items_of(body: bytes, wording: Wording) -> list[Any]:
    """Raises `UnreadableError`."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError(400, NOT_JSON) from None
    items = given if isinstance(given, list) else [given]
    check_number(items, wording)
    return items


def check_number(items: Sequence[Any], wording: Wording) -> None:
    if len(items) > MOST_ITEMS:
        raise UnreadableError(413, wording.too_many, most=MOST_ITEMS)
    if not items:
        raise UnreadableError(400, wording.none_given)
