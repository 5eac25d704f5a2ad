"""Tweets to airlines with the tone and the reason people gave them ("Twitter US Airline Sentiment"), beside ours."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kohtaamo.kit.statistics import Estimate, share
from kohtaamo.language.themes import themes_in

FILE = "airline_mentions.csv"
LANGUAGE = "en"
# Which of our themes speak of a reason, declared before they were measured. A flight that was cancelled is none of
# the twelve, and "Can't Tell" is no reason.
THEMES_OF_REASON: dict[str, frozenset[str]] = {
    "Customer Service Issue": frozenset({"staff", "communication", "waiting"}),
    "Late Flight": frozenset({"waiting"}),
    "Lost Luggage": frozenset({"delivery"}),
    "Damaged Luggage": frozenset({"delivery", "product"}),
    "Bad Flight": frozenset({"facilities", "product"}),
    "Flight Booking Problems": frozenset({"usability"}),
    "Flight Attendant Complaints": frozenset({"staff"}),
    "longlines": frozenset({"waiting"}),
    "Cancelled Flight": frozenset(),
    "Can't Tell": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Mention:
    text: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReasonFound:
    """Of the tweets with the reason how many have one of its themes, and of those with another reason."""

    reason: str
    themes: frozenset[str]
    found: Estimate
    elsewhere: Estimate


def mentions(path: Path) -> list[Mention]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return [Mention(row["text"], row["airline_sentiment"], row["negativereason"]) for row in rows]


def reasons_found(all_of: Sequence[Mention]) -> list[ReasonFound]:
    """Only reasons that some of our themes speak of."""
    read = [
        (one.reason, {theme.key for theme in themes_in(one.text, LANGUAGE)}) for one in all_of if one.reason
    ]
    told = []
    for reason, themes in THEMES_OF_REASON.items():
        own = [bool(themes & keys) for other, keys in read if other == reason]
        rest = [bool(themes & keys) for other, keys in read if other != reason]
        if themes and own and rest:
            told.append(ReasonFound(reason, themes, share(sum(own), len(own)), share(sum(rest), len(rest))))
    return told
