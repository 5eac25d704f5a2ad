"""Asking at the right moment, the right person, not too often."""

from __future__ import annotations

from .bounces import take_bounce
from .choosing import active_occasions, ask_the_eligible, invite
from .contacts import take_contacts, take_pasted
from .hours import hours_now
from .links import hand_out, invitation_of, leaving_address, personal_address
from .occasions import (
    ask_those_who_waited,
    change_hours,
    pause_occasion,
    remove_occasion,
    save_occasion,
    set_limits,
    start_occasion,
)
from .picture import Picture, picture_of
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
from .wording import limit_in_words, sentences_of

__all__ = [
    "Picture",
    "Trigger",
    "active_occasions",
    "answer_facts",
    "answer_uid",
    "ask_the_eligible",
    "ask_those_who_waited",
    "change_hours",
    "hand_out",
    "has_left",
    "hours_now",
    "invitation_of",
    "invitation_of_uid",
    "invite",
    "is_answered",
    "is_expired",
    "leaving_address",
    "limit_in_words",
    "note_answers",
    "note_visit",
    "of_encounters",
    "opt_in_again",
    "opt_out",
    "pause_occasion",
    "personal_address",
    "picture_of",
    "remove_occasion",
    "save_occasion",
    "send_all_due",
    "send_due",
    "sentences_of",
    "set_limits",
    "start_occasion",
    "take_bounce",
    "take_contacts",
    "take_pasted",
]
