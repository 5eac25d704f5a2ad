"""Asking at the right moment, the right person, not too often."""

from __future__ import annotations

from .bounces import take_bounce
from .choosing import active_occasions, ask_the_eligible, invite
from .links import invitation_of, leaving_address, personal_address
from .post import send_all_due, send_due
from .progress import (
    answer_facts,
    answer_uid,
    has_left,
    invitation_of_uid,
    is_answered,
    is_expired,
    note_answers,
    note_visit,
    opt_in_again,
    opt_out,
)
from .triggers import Trigger, of_encounters

__all__ = [
    "Trigger",
    "active_occasions",
    "answer_facts",
    "answer_uid",
    "ask_the_eligible",
    "has_left",
    "invitation_of",
    "invitation_of_uid",
    "invite",
    "is_answered",
    "is_expired",
    "leaving_address",
    "note_answers",
    "note_visit",
    "of_encounters",
    "opt_in_again",
    "opt_out",
    "personal_address",
    "send_all_due",
    "send_due",
    "take_bounce",
]
