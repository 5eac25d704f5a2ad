"""Satama's own people, its units, and how its customers are made up."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ADMINISTRATOR = "Aino Laine"
ADMINISTRATOR_ADDRESS = "aino.laine@satama.example"
UNITS = ("Helsinki", "Tampere", "Oulu", "Turku", "Verkkopalvelut")
# name, role, unit
MEMBERS: tuple[tuple[str, str, str], ...] = (
    ("Onni Virta", "manager", "Tampere"),
    ("Helmi Koski", "designer", "Helsinki"),
    ("Eeva Nieminen", "analyst", "Helsinki"),
    ("Leena Aho", "manager", "Helsinki"),
    ("Mikko Salo", "designer", "Verkkopalvelut"),
    ("Sanna Heikkilä", "manager", "Verkkopalvelut"),
    ("Tiina Lehto", "agent", "Helsinki"),
    ("Ville Rantanen", "agent", "Tampere"),
    ("Kirsi Laakso", "agent", "Oulu"),
    ("Petri Hakala", "agent", "Turku"),
    ("Noora Saari", "agent", "Verkkopalvelut"),
    ("Jari Mäkelä", "agent", "Tampere"),
    ("Antti Korhonen", "agent", "Oulu"),
)
AGENTS = {
    "Helsinki": ("Tiina Lehto",),
    "Tampere": ("Ville Rantanen",),
    "Oulu": ("Kirsi Laakso",),
    "Turku": ("Petri Hakala",),
    "Verkkopalvelut": ("Noora Saari",),
}
INSTALLERS = ("Jari Mäkelä", "Antti Korhonen")


@dataclass(frozen=True, slots=True)
class Town:
    """With the Finnish cases its name takes in a comment. `closed` is the age of the closing in days."""

    name: str
    genitive: str
    inside: str
    from_there: str
    unit: str
    weight: int
    closed: int | None = None


TOWNS = (
    Town("Helsinki", "Helsingin", "Helsingissä", "Helsingistä", "Helsinki", 26),
    Town("Tampere", "Tampereen", "Tampereella", "Tampereelta", "Tampere", 15),
    Town("Oulu", "Oulun", "Oulussa", "Oulusta", "Oulu", 11),
    Town("Turku", "Turun", "Turussa", "Turusta", "Turku", 12),
    Town("Kajaani", "Kajaanin", "Kajaanissa", "Kajaanista", "Oulu", 6, 190),
    Town("Rauma", "Rauman", "Raumalla", "Raumalta", "Turku", 6, 190),
    Town("Savonlinna", "Savonlinnan", "Savonlinnassa", "Savonlinnasta", "Tampere", 5, 190),
    Town("Kouvola", "Kouvolan", "Kouvolassa", "Kouvolasta", "Helsinki", 7, 165),
    Town("Mikkeli", "Mikkelin", "Mikkelissä", "Mikkelistä", "Tampere", 6, 165),
    Town("Seinäjoki", "Seinäjoen", "Seinäjoella", "Seinäjoelta", "Tampere", 6, 165),
)

SEGMENTS = (("kotitalous", 52), ("opiskelija", 16), ("seniori", 18), ("yritys", 14))
SUBSCRIPTIONS = (("mobiili", 50), ("laajakaista", 38), ("tv", 12))
ENGLISH_SHARE = 0.2


def words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


FIRST_NAMES = words(
    "Anna Mari Liisa Kaisa Elina Johanna Päivi Heidi Laura Emilia Riitta Marja Sofia Katri Susanna Pirjo "
    "Juhani Matti Timo Kari Pekka Jukka Mika Antti Lauri Heikki Sami Teemu Eero Olli Aleksi Veikko"
)
LAST_NAMES = words(
    "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen "
    "Saarinen Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen "
    "Karjalainen Jokinen Mattila Savolainen Lahtinen Ahonen Leppänen Väisänen Hiltunen"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of Satama."""

    key: str
    name: str
    segment: str
    town: Town
    subscription: str
    language: str


def customers(rng: Random, count: int) -> list[Person]:
    return [one_customer(rng, number) for number in range(count)]


def one_customer(rng: Random, number: int) -> Person:
    return Person(
        key=f"S-{10_000 + number}",
        name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
        segment=pick(rng, SEGMENTS),
        town=rng.choices(TOWNS, [town.weight for town in TOWNS])[0],
        subscription=pick(rng, SUBSCRIPTIONS),
        language="en" if rng.random() < ENGLISH_SHARE else "fi",
    )


def pick(rng: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
