"""What a person answers, from how pleased she is among those who answered in the same days."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .places import Place, at

DETRACTOR_TOP, PASSIVE_TOP = 6, 8
# The shares of 0, 1, ... 6 among detractors
DETRACTORS = ((0, 0.12), (1, 0.08), (2, 0.13), (3, 0.17), (4, 0.15), (5, 0.19), (6, 0.16))
# Mean satisfaction (1-5) of those who would recommend us with 0, 1, ... 10
CSAT_OF_NPS = (1.1, 1.2, 1.5, 1.9, 2.2, 2.7, 3.1, 3.7, 4.1, 4.6, 4.9)
WEEKLY_WOBBLE = 7.0


@dataclass(frozen=True, slots=True)
class Heard:
    """The values a survey may ask for; which of them it asks is the survey's matter."""

    nps: int
    csat: int
    effort: int
    expectation: int
    solved: str
    mood: str


def hear(rng: Random, place: Place, age: int, rank: float) -> Heard:
    """`rank` is 0 for the least pleased of the days, 1 for the most pleased."""
    nps = nps_of(rng, rank, true_nps(place, age))
    return Heard(
        nps=nps,
        csat=within(round(CSAT_OF_NPS[nps] + rng.gauss(0, 0.5)), 1, 5),
        effort=within(round((nps - 6) / 2.4 + rng.gauss(0, 0.7)), -2, 2),
        expectation=expectation_of(rng, nps),
        solved=solved_of(rng, nps),
        mood="bad" if nps <= DETRACTOR_TOP else "mixed" if nps <= PASSIVE_TOP else "good",
    )


def true_nps(place: Place, age: int) -> float:
    """The curve of the place, with the ordinary variation of its week."""
    return at(place.nps, age) + wobble(place.key, age // 7)


def wobble(key: str, week: int) -> float:
    """Weeks differ by chance; each pair of weeks evens out, so that windows of weeks keep their truth."""
    size = Random(f"wobble:{key}:{week // 2}").uniform(-WEEKLY_WOBBLE, WEEKLY_WOBBLE)  # noqa: S311
    return size if week % 2 == 0 else -size


def nps_of(rng: Random, rank: float, net: float) -> int:
    """Passives are fewer the stronger the feelings; the rest split so that the net is what it should be."""
    passive = 0.30 - 0.12 * abs(net) / 100
    detractor = max((1 - passive - net / 100) / 2, 0.0)
    if rank < detractor:
        return lowly(rank / detractor)
    if rank < detractor + passive:
        return 7 if rng.random() < 0.45 else 8  # noqa: PLR2004  seldom an even split
    return 9 if rng.random() < 0.45 else 10  # noqa: PLR2004


def lowly(rank: float) -> int:
    """0 to 6, the less pleased the lower."""
    seen = 0.0
    for value, share in DETRACTORS:
        seen += share
        if rank < seen:
            return value
    return DETRACTOR_TOP


def expectation_of(rng: Random, nps: int) -> int:
    if nps <= 4:  # noqa: PLR2004
        return -1
    chance = rng.random()
    if nps <= DETRACTOR_TOP:
        return -1 if chance < 0.6 else 0  # noqa: PLR2004
    if nps <= PASSIVE_TOP:
        return 0 if chance < 0.85 else -1  # noqa: PLR2004
    return 1 if chance < 0.45 else 0  # noqa: PLR2004


def solved_of(rng: Random, nps: int) -> str:
    chance = rng.random()
    if nps <= DETRACTOR_TOP:
        return "ei" if chance < 0.65 else "osittain"  # noqa: PLR2004
    if nps <= PASSIVE_TOP:
        return "osittain" if chance < 0.4 else "kylla"  # noqa: PLR2004
    return "kylla"


def within(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
