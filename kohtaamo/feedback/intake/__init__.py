"""Answers as programs send them, from the bytes of a request to the bytes of the reply.

    given = read_body(body)          # UnreadableError: nothing of it can be taken
    outcomes = take_in(given.items)  # inside the organisation's scope
    status, reply = tell(given, outcomes)

Both doors, Django's route and the quick one before it, are made of these three.
"""

from __future__ import annotations

from .items import MOST_ITEMS, UnreadableError
from .reading import AnswerIn, Given, body_schema, read_body, too_large
from .taking import take_in
from .telling import tell

__all__ = [
    "MOST_ITEMS",
    "AnswerIn",
    "Given",
    "UnreadableError",
    "body_schema",
    "read_body",
    "take_in",
    "tell",
    "too_large",
]
