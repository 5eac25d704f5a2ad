"""Where Satama meets its customers, and what is true at each place. Ages are days before today."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

YEAR = 364
# The day of a change counts as after it.
CLOSINGS = (190, 165)
QUEUE_FULL = 150
CALL_BACK = 70
GREETING = 90
NEW_INVOICE = 10
NEW_APP = 26
NEW_LOGIN = 24

# (age, value), oldest first; straight lines between, the first and last value beyond.
Curve = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A touchpoint: `nps` and `busyness` (relative number of meetings) over the year, true by decree.

    `encounters` and `answers` are the numbers of a whole year. `hours` are opening hours, `weekend` the
    share of a weekday's meetings that a Saturday or Sunday has.
    """

    key: str
    name: str
    kind: str
    form: str = ""
    icon: str = ""
    owner: str
    unit: str = ""
    channels: tuple[str, ...]
    encounters: int
    answers: int
    nps: Curve
    busyness: Curve = ((YEAR, 0.6), (0, 1.7))
    wait_minutes: Curve = ()
    transfers: Curve = ()
    hours: tuple[int, int] = (8, 20)
    weekend: float = 0.7
    description: str = ""


def at(curve: Curve, age: float) -> float:
    """The value of a curve so many days ago."""
    if age >= curve[0][0]:
        return curve[0][1]
    for (older, first), (newer, second) in pairwise(curve):
        if older >= age >= newer:
            return first + (second - first) * (older - age) / (older - newer)
    return curve[-1][1]


def day_at(cumulated: list[float], share: float) -> tuple[int, float]:
    """Which day, and how far into it, has this share of a year's total behind it."""
    total = cumulated[-1]
    day = min(bisect_left(cumulated, share * total), len(cumulated) - 1)
    before = cumulated[day - 1] if day else 0.0
    size = cumulated[day] - before
    return day, (share * total - before) / size if size else 0.5


PHONE_RUSH: Curve = ((YEAR, 0.6), (191, 0.7), (QUEUE_FULL, 1.4), (0, 1.6))

PLACES: tuple[Place, ...] = (
    Place(
        key="website",
        name="Verkkosivu",
        kind="channel",
        form="digital",
        icon="globe",
        owner="Sanna Heikkilä",
        unit="Verkkopalvelut",
        channels=("web",),
        encounters=0,
        answers=800,
        nps=((YEAR, 24), (NEW_LOGIN + 1, 24), (NEW_LOGIN, -32), (0, -32)),
        hours=(7, 23),
        weekend=0.9,
    ),
    Place(
        key="friends",
        name="Tuttujen puheet",
        kind="channel",
        form="intangible",
        icon="users",
        owner="Helmi Koski",
        channels=("web",),
        encounters=0,
        answers=6,
        nps=((YEAR, 20), (0, 20)),
        hours=(9, 22),
    ),
    Place(
        key="app",
        name="Sovellus",
        kind="channel",
        form="digital",
        icon="smartphone",
        owner="Sanna Heikkilä",
        unit="Verkkopalvelut",
        channels=("app",),
        encounters=1000,
        answers=800,
        nps=((YEAR, 8), (NEW_APP + 1, 8), (NEW_APP, 52), (0, 52)),
        hours=(6, 24),
        weekend=1.0,
        description="Uusi versio julkaistiin äskettäin.",
    ),
    Place(
        key="chatbot",
        name="Chatbotti",
        kind="channel",
        form="digital",
        icon="bot",
        owner="Mikko Salo",
        unit="Verkkopalvelut",
        channels=("chat",),
        encounters=1100,
        answers=680,
        nps=((YEAR, -24), (0, -24)),
        hours=(6, 24),
        weekend=0.9,
    ),
    Place(
        key="form",
        name="Sopimuslomake",
        kind="channel",
        form="digital",
        icon="file-text",
        owner="Helmi Koski",
        unit="Verkkopalvelut",
        channels=("web",),
        encounters=550,
        answers=330,
        nps=((YEAR, 12), (0, 12)),
        hours=(8, 23),
    ),
    Place(
        key="desk",
        name="Palvelupiste",
        kind="channel",
        form="physical",
        icon="store",
        owner="Leena Aho",
        channels=("face_to_face",),
        encounters=1000,
        answers=540,
        nps=((YEAR, 66), (191, 64), (160, 53), (0, 53)),
        busyness=((YEAR, 1.1), (191, 1.1), (160, 0.9), (0, 1.1)),
        wait_minutes=((YEAR, 4), (191, 4), (160, 11), (0, 11)),
        hours=(10, 18),
        weekend=0.3,
        description="Jäljellä ovat Helsinki, Tampere, Oulu ja Turku.",
    ),
    Place(
        key="phone",
        name="Puhelinpalvelu",
        kind="channel",
        form="physical",
        icon="phone",
        owner="Onni Virta",
        channels=("phone",),
        encounters=2450,
        answers=1340,
        nps=((YEAR, 8), (191, 6), (QUEUE_FULL, -44), (CALL_BACK + 1, -44), (CALL_BACK, -23), (0, -23)),
        busyness=PHONE_RUSH,
        wait_minutes=((YEAR, 4), (191, 5), (QUEUE_FULL, 26), (CALL_BACK + 1, 26), (CALL_BACK, 9), (0, 9)),
        transfers=((YEAR, 0.3), (191, 0.4), (QUEUE_FULL, 1.3), (0, 1.2)),
        hours=(8, 18),
        weekend=0.12,
    ),
    Place(
        key="transfer",
        name="Siirto toiselle",
        kind="operating_model",
        icon="shuffle",
        owner="Onni Virta",
        channels=("phone",),
        encounters=520,
        answers=320,
        nps=((YEAR, -20), (191, -22), (QUEUE_FULL, -47), (0, -46)),
        busyness=PHONE_RUSH,
        wait_minutes=((YEAR, 6), (191, 7), (QUEUE_FULL, 24), (0, 15)),
        transfers=((YEAR, 1.6), (191, 1.7), (QUEUE_FULL, 2.6), (0, 2.5)),
        hours=(8, 18),
        weekend=0.12,
        description="Puhelu ohjataan toiselle asiantuntijalle, pahimmillaan viisi kertaa.",
    ),
    Place(
        key="guide",
        name="Ohjeet",
        kind="object",
        icon="book-open",
        owner="Helmi Koski",
        channels=("web",),
        encounters=0,
        answers=160,
        nps=((YEAR, 9), (0, 9)),
        hours=(8, 22),
    ),
    Place(
        key="installer",
        name="Asentaja",
        kind="person",
        icon="user-round",
        owner="Jari Mäkelä",
        channels=("face_to_face",),
        encounters=340,
        answers=230,
        nps=((YEAR, 58), (0, 60)),
        hours=(8, 17),
        weekend=0.05,
    ),
    Place(
        key="invoice",
        name="Lasku",
        kind="object",
        icon="receipt",
        owner="Aino Laine",
        channels=("email", "email", "letter"),
        encounters=0,
        answers=430,
        nps=((YEAR, 16), (NEW_INVOICE + 1, 16), (NEW_INVOICE, 22), (0, 22)),
        hours=(8, 21),
    ),
    Place(
        key="exit",
        name="Irtisanominen",
        kind="operating_model",
        icon="door-open",
        owner="Onni Virta",
        channels=("phone", "web"),
        encounters=60,
        answers=8,
        nps=((YEAR, -30), (0, -30)),
        wait_minutes=((YEAR, 5), (191, 6), (QUEUE_FULL, 26), (0, 12)),
        hours=(9, 17),
        weekend=0.1,
    ),
)
