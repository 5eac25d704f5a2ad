"""What people say in their own words: sentences that fit the place, the mood and the time."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from .model import SEED, Meeting
from .places import CALL_BACK, GREETING, NEW_APP, NEW_INVOICE, NEW_LOGIN

FOLDER = Path(__file__).parent / "comments"
ANYWHERE = "*"
LONG_WAIT_MINUTES = 8
SHORT_WAIT_MINUTES = 3
MANY_TRANSFERS = 2
# 45 % of all: those who are displeased write more
SHARE_WRITING = {"bad": 0.56, "mixed": 0.36, "good": 0.40}
SHARE_OF_TWO_SENTENCES = 0.3
RECENT = 10
# A sentence about what has just happened comes to mind before one that always fits.
WEIGHT_OF_OCCASION, WEIGHT_OF_ANYWHERE = 3.0, 0.3

TIMES = {
    "fi": {2: "kaksi kertaa", 3: "kolme kertaa", 4: "neljä kertaa", 5: "viisi kertaa"},
    "en": {2: "twice", 3: "three times", 4: "four times", 5: "five times"},
}
COUNTS = {2: "kaksi", 3: "kolme", 4: "neljä", 5: "viisi"}


@dataclass(frozen=True, slots=True)
class Sentence:
    place: str
    mood: str
    occasion: str
    text: str


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Sentence(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def comments(meetings: Iterable[Meeting]) -> dict[str, str]:
    """Comments by the uid of the meeting; not everybody writes one, and neighbours say different things."""
    rng = Random(f"{SEED}:comments")  # noqa: S311  made-up data, not a secret
    recent: defaultdict[str, deque[Sentence]] = defaultdict(lambda: deque(maxlen=RECENT))
    written = {}
    for meeting in meetings:
        if meeting.heard is not None and rng.random() < SHARE_WRITING[meeting.heard.mood]:
            said = comment(rng, meeting, recent[meeting.place.key])
            recent[meeting.place.key].extend(said)
            written[meeting.uid] = " ".join(filled(one.text, meeting) for one in said)
    return written


def comment(rng: Random, meeting: Meeting, recent: Collection[Sentence]) -> list[Sentence]:
    occasions = occasions_of(meeting)
    fitting = [one for one in sentences(meeting.person.language) if fits(one, meeting, occasions)]
    fresh = [one for one in fitting if one not in recent] or fitting
    first = rng.choices(fresh, [weight(one) for one in fresh])[0]
    others = [one for one in fresh if one.occasion != first.occasion and one.place != ANYWHERE]
    if others and first.place != ANYWHERE and rng.random() < SHARE_OF_TWO_SENTENCES:
        return [first, rng.choice(others)]
    return [first]


def fits(sentence: Sentence, meeting: Meeting, occasions: set[str]) -> bool:
    return (
        sentence.place in {meeting.place.key, ANYWHERE}
        and meeting.heard is not None
        and sentence.mood == meeting.heard.mood
        and sentence.occasion in occasions
        and ("{agent}" not in sentence.text or bool(meeting.agent))
    )


def weight(sentence: Sentence) -> float:
    if sentence.place == ANYWHERE:
        return WEIGHT_OF_ANYWHERE
    return WEIGHT_OF_OCCASION if sentence.occasion else 1.0


def occasions_of(meeting: Meeting) -> set[str]:
    """What has happened to her, or around her, that a sentence may be about; "" always."""
    closed = meeting.person.town.closed
    minutes = None if meeting.waited_seconds is None else meeting.waited_seconds // 60
    age = meeting.age
    true = {
        "": True,
        "queue": minutes is not None and minutes >= LONG_WAIT_MINUTES,
        "quick": minutes is not None and minutes <= SHORT_WAIT_MINUTES,
        "transfers": (meeting.transfers or 0) >= MANY_TRANSFERS,
        "closed": closed is not None and age <= closed,
        "callback": meeting.was_called_back and age <= CALL_BACK,
        "greeting": age <= GREETING,
        "newapp": age <= NEW_APP,
        "newbill": age <= NEW_INVOICE,
        "login": age <= NEW_LOGIN,
    }
    # whoever was called back has not been standing in the queue
    if true["callback"]:
        true["queue"] = False
    return {name for name, holds in true.items() if holds}


def filled(text: str, meeting: Meeting) -> str:
    town, transfers = meeting.person.town, meeting.transfers or 0
    said = text.format(
        minutes=(meeting.waited_seconds or 0) // 60,
        transfers=TIMES[meeting.person.language].get(transfers, ""),
        transfers_count=COUNTS.get(transfers, ""),
        town=town.name,
        town_of=town.genitive,
        town_in=town.inside,
        town_from=town.from_there,
        agent=meeting.agent.partition(" ")[0],
    )
    return said[:1].upper() + said[1:]
