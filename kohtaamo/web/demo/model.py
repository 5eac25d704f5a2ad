"""A year of meetings and answers, the same every time for the same moment. docs/demo.md tells the truth in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from math import exp
from random import Random

from .people import AGENTS, INSTALLERS, Person, customers
from .places import CALL_BACK, PLACES, YEAR, Place, at, day_at
from .values import Heard, hear

SEED = 1917
CUSTOMERS = 1_900
SATURDAY = 5
# Answers are drawn in blocks whose values follow the true shares, so that what is planted is found on any day.
BLOCK = 20
MOST_TRANSFERS = 5
LONGEST_WAIT_MINUTES = 95
SHARE_CALLED_BACK = 0.6
LATEST_HOURS = 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """One customer at one place. `number` is unique within the place; `heard` is None when she said nothing.

    `is_known` tells whether the meeting itself was recorded, and not only the answer.
    """

    place: Place
    number: int
    happened_at: datetime
    age: int
    person: Person
    channel: str
    unit: str
    agent: str
    is_known: bool
    waited_seconds: int | None = None
    lasted_seconds: int | None = None
    transfers: int | None = None
    was_called_back: bool = False
    heard: Heard | None = None

    @property
    def uid(self) -> str:
        return f"demo:{self.place.key}:{self.number}"


@dataclass(frozen=True, slots=True)
class Satama:
    people: list[Person]
    meetings: list[Meeting] = field(default_factory=list)


def a_year(until: datetime, *, share: float = 1.0) -> Satama:
    """Everything until this moment, oldest first within a place.

    `until` carries the zone of the organisation. A `share` below 1 makes a smaller world for tests; places
    with a handful of answers keep them all.
    """
    rng = Random(SEED)  # noqa: S311  made-up data, not a secret
    people = customers(rng, max(round(CUSTOMERS * share), 1))
    made = Satama(people)
    for place in PLACES:
        meetings = list(meetings_at(place, people, until, share))
        made.meetings.extend(with_answers(place, meetings, share))
    return made


def scaled(count: int, share: float) -> int:
    return count if count < BLOCK else max(round(count * share), BLOCK)


def meetings_at(place: Place, people: list[Person], until: datetime, share: float) -> Iterator[Meeting]:
    rng = Random(f"{SEED}:{place.key}")  # noqa: S311
    total = scaled(max(place.encounters, place.answers), share)
    cumulated = list(accumulate(day_weight(place, until.date(), age) for age in range(YEAR, -1, -1)))
    for number in range(total):
        day, _ = day_at(cumulated, (number + rng.random()) / total)
        age = YEAR - day
        person = rng.choice(people)
        unit = place.unit or person.town.unit
        agents = INSTALLERS if place.key == "installer" else AGENTS.get(unit, ())
        yield with_course(
            rng,
            Meeting(
                place=place,
                number=number,
                happened_at=moment_of_day(rng, place, until, age),
                age=age,
                person=person,
                channel=rng.choice(place.channels),
                unit=unit,
                agent=rng.choice(agents)
                if place.key in {"phone", "transfer", "desk", "installer", "exit"}
                else "",
                is_known=place.encounters > 0,
            ),
        )


def day_weight(place: Place, today: date, age: int) -> float:
    weekday = (today - timedelta(days=age)).weekday()
    # Mondays are the busiest, Fridays the calmest working days
    factor = place.weekend if weekday >= SATURDAY else 1.15 - 0.07 * weekday
    return at(place.busyness, age) * factor


def moment_of_day(rng: Random, place: Place, until: datetime, age: int) -> datetime:
    """Most people come around the middle of the opening hours; nobody comes later than `until`."""
    opens, closes = place.hours
    minutes = rng.triangular(opens * 60, closes * 60 - 1)
    day = until.date() - timedelta(days=age)
    moment = datetime.combine(day, time(), tzinfo=until.tzinfo) + timedelta(
        minutes=int(minutes), seconds=rng.randrange(60)
    )
    if moment > until:
        moment = until - timedelta(seconds=rng.randrange(60, LATEST_HOURS * 3_600))
    return moment


def with_course(rng: Random, meeting: Meeting) -> Meeting:
    """How long she waited, how long it took, how often she was passed on."""
    place, age = meeting.place, meeting.age
    waited = transfers = None
    if place.wait_minutes and meeting.channel != "web":
        minutes = at(place.wait_minutes, age) * exp(rng.gauss(-0.15, 0.55))
        waited = round(min(minutes, LONGEST_WAIT_MINUTES) * 60)
    called_back = place.key == "phone" and age <= CALL_BACK and rng.random() < SHARE_CALLED_BACK
    if place.transfers:
        least = 1 if place.key == "transfer" else 0
        transfers = min(least + passed_on(rng, at(place.transfers, age) - least), MOST_TRANSFERS)
    lasted = round(exp(rng.gauss(5.6, 0.5))) if meeting.is_known else None
    return replace(
        meeting,
        waited_seconds=waited,
        transfers=transfers,
        was_called_back=called_back,
        lasted_seconds=lasted,
    )


def passed_on(rng: Random, mean: float) -> int:
    """How many times more, with about this mean: geometric, so that a few are passed on very often."""
    chance, times = mean / (1 + mean), 0
    while times < MOST_TRANSFERS and rng.random() < chance:
        times += 1
    return times


def with_answers(place: Place, meetings: list[Meeting], share: float) -> list[Meeting]:
    """Some of them answer: evenly over the year, and in each block the worst served are the least pleased."""
    rng = Random(f"{SEED}:{place.key}:answers")  # noqa: S311
    wanted = scaled(place.answers, share)
    bounds = [len(meetings) * index // wanted for index in range(wanted + 1)]
    answering = [meetings[rng.randrange(first, end)] for first, end in pairwise(bounds)]
    heard: dict[int, Heard] = {}
    for start in range(0, len(answering), BLOCK):
        heard |= hear_block(rng, answering[start : start + BLOCK])
    return [replace(one, heard=heard.get(one.number)) for one in meetings]


def hear_block(rng: Random, block: list[Meeting]) -> dict[int, Heard]:
    ranked = sorted(block, key=lambda one: goodness(one) + rng.gauss(0, 1.0))
    return {
        one.number: hear(rng, one.place, one.age, (position + rng.random()) / len(ranked))
        for position, one in enumerate(ranked)
    }


def goodness(meeting: Meeting) -> float:
    """How well it went, compared with the others of its block: waiting and being passed on weigh most."""
    value = 0.0
    if meeting.waited_seconds is not None:
        value -= meeting.waited_seconds / 60 / 18
    if meeting.transfers is not None:
        value -= 0.45 * meeting.transfers
    if meeting.was_called_back:
        value += 0.8
    if meeting.person.segment == "seniori":
        value += {"chatbot": -0.7, "desk": 0.5, "app": -0.4}.get(meeting.place.key, 0.0)
    if meeting.person.segment == "yritys" and meeting.place.key == "invoice":
        value -= 0.5
    if meeting.person.town.closed is not None and meeting.age <= meeting.person.town.closed:
        value -= 0.4
    return value
