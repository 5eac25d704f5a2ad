"""What each made-up meeting shows by itself: whether it was settled, how many turns it took, who gave up."""

from __future__ import annotations

from math import exp
from random import Random
from typing import Any

from .model import SEED, Meeting

# Share of contacts settled at once at each place that settles matters, of those who said nothing of it.
SETTLED = {"phone": 0.78, "transfer": 0.58, "desk": 0.90, "chatbot": 0.46, "exit": 0.7}
SETTLED_AS_SAID = {"kylla": 0.93, "osittain": 0.55, "ei": 0.15}
LOST_A_TRANSFER = 0.08
# Of what was not settled, the share that nobody could have settled at that place.
BEYOND_REACH = {"phone": 0.25, "transfer": 0.15, "desk": 0.3, "chatbot": 0.5, "exit": 0.2}
GIVES_UP = {"chatbot": 0.16, "form": 0.21}
GIVES_UP_A_MINUTE_OF_WAIT = 0.006
# Median seconds until the first answer, and how much it varies.
ANSWERED_IN = {"chatbot": (1.2, 0.4), "form": (9.9, 0.8)}
CONVERSES = ("chatbot",)
# A customer's contacts of the same two weeks are about the same matter.
DAYS_OF_CASE = 14


def course_of(meeting: Meeting) -> dict[str, Any]:
    """Facts of an encounter, the same every time for the same meeting."""
    key = meeting.place.key
    rng = Random(f"{SEED}:{key}:{meeting.number}:course")  # noqa: S311  made-up data, not a secret
    facts: dict[str, Any] = {}
    dropped = gave_up(rng, meeting)
    if dropped is not None:
        facts["dropped_off"] = dropped
    if key in SETTLED:
        day = meeting.happened_at.toordinal()
        facts["case"] = f"{meeting.person.key}/{day // DAYS_OF_CASE}"
        facts["resolved"] = not dropped and rng.random() < chance_settled(meeting)
        facts["resolvable"] = facts["resolved"] or rng.random() >= BEYOND_REACH[key]
    if key in ANSWERED_IN and not dropped:
        facts["responded_seconds"] = round(exp(rng.gauss(*ANSWERED_IN[key])))
    if key in CONVERSES:
        facts["turns"] = 2 + round(exp(rng.gauss(1.8, 0.5)))
    return facts


def gave_up(rng: Random, meeting: Meeting) -> bool | None:
    """None where it cannot be known. Who answered a survey afterwards had stayed to the end."""
    key = meeting.place.key
    if key in GIVES_UP:
        return meeting.heard is None and rng.random() < GIVES_UP[key]
    if meeting.waited_seconds is None:
        return None
    chance = GIVES_UP_A_MINUTE_OF_WAIT * meeting.waited_seconds / 60
    return meeting.heard is None and rng.random() < chance


def chance_settled(meeting: Meeting) -> float:
    if meeting.heard is not None:
        return SETTLED_AS_SAID[meeting.heard.solved]
    return SETTLED[meeting.place.key] - LOST_A_TRANSFER * (meeting.transfers or 0)
