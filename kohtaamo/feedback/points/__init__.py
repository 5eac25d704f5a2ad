"""Devices that ask where people are, with or without a line: kiosks, and interviewers' own."""

from __future__ import annotations

from .arriving import Arrived, take_answers, told_of
from .calls import call_outcomes, give_calls, take_attempt
from .device import for_device, mark_of
from .kiosks import (
    change_kiosk,
    hear,
    kiosk_of,
    make_kiosk,
    new_pairing,
    pair,
    retire_kiosk,
)
from .outcomes import OUTCOMES, CallOutcome

__all__ = [
    "OUTCOMES",
    "Arrived",
    "CallOutcome",
    "call_outcomes",
    "change_kiosk",
    "for_device",
    "give_calls",
    "hear",
    "kiosk_of",
    "make_kiosk",
    "mark_of",
    "new_pairing",
    "pair",
    "retire_kiosk",
    "take_answers",
    "take_attempt",
    "told_of",
]
