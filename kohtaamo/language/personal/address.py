"""Finnish addresses: a street with its number, stair and flat, and a postcode with its town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .found import Found
from .phone import CUE_REACH, OTHER_NUMBER

TOWNS = frozenset((Path(__file__).parent / "towns.txt").read_text(encoding="utf-8").split())
NUMBER = re.compile(r"\s(?<=[a-zåäöA-ZÅÄÖ]\s)\s?[1-9][0-9]{0,2}(?![0-9])")
WORD_BACKWARDS = re.compile(r"[\wåäö-]{3,40}")
STRONG = ("katu", "tie", "kuja", "polku", "väylä", "raitti", "bulevardi", "esplanadi", "puistikko", "tanhua",
          "taival", "vägen", "gatan", "gränden", "stigen", "kadulla", "tiellä", "kujalla", "polulla", "kadun", "tien",
          "kadulle", "tielle", "kadulta", "tieltä", "raitilla", "kaari", "aukio", "penger")  # fmt: skip
# After a capital letter: names of places and people end so too, so some need a flat or a postcode behind them.
WEAK = ("ranta", "laituri", "rinne", "ntori", "kauppatori", "keskustori", "kaarre")
NAMELESS = ("Kauppatori", "Keskustori", "Bulevardi", "Esplanadi")
FRAIL = ("mäki", "portti", "kulma", "kierto", "laita", "linja", "piha", "syrjä", "niitty", "metsä", "kallio", "lehto",
         "aho", "pelto", "rannalla", "rinteellä", "torilla")  # fmt: skip
NO_STREETS = re.compile(
    r"(?:(?:valta|kanta|maan|moottori|seutu|yhdys|rauta|kehä|kiito|vesi|ilma)tie(?:n|llä|lle|ltä)?"
    r"|(?:asiakas|palvelu|oppi|opin|opinto|hoito|ura|osto|kehitys)polku|(?:osto|päätös)raitti|umpikuja|sateenkaari"
    r"|\w*(?:bussi|metro|raitio|juna|tuote|palvelu|vaihto|tuotanto|puhelin)linja|\w*(?:lähtö|bussi|juna)laituri"
    r"|\w*(?:lähtö|tulo)portti|katie|cutie|sweetie|auntie|necktie|bow-?tie)",
    re.IGNORECASE,
)
FIRST_WORDS = re.compile(
    r"(?:Itäinen|Läntinen|Pohjoinen|Eteläinen|Iso|Pieni|Vanha|Uusi|Ylinen|Alinen|Keskinen|Suuri|Pitkä|Ensimmäinen"
    r"|Toinen|Kolmas|Neljäs|Viides|Vanhan|Ison|Norra|Södra|Östra|Västra|Stora|Lilla) $",
    re.IGNORECASE,
)
LONGEST_FIRST_WORD = len("Ensimmäinen ")
TO_FLAT = re.compile(
    r"(?:\s?-\s?[0-9]{1,3}(?![0-9]))?"
    r"(?:\s?[A-HJ-Z](?![A-Za-zåäöÅÄÖ'’])|\s?[a-h](?=\s?[0-9]|\s?[,.;!?)]|\s*$|\n)(?!\w*[a-zåäö]))?"
    r"(?:(?<=[A-Za-z])\s?[0-9]{1,3}(?![0-9])|\s(?:as|asunto|bst|lgh|huoneisto|apt|flat)\b\.?\s?[0-9]{1,3}(?![0-9]))?"
)
WORD = r"[A-ZÅÄÖ][\wåäö]+(?:-[A-ZÅÄÖ]?[\wåäö]+)?"
TO_TOWN = re.compile(rf"\s?,?\s{{1,3}}(?:FIN?-)?[0-9]{{5}}(?![0-9])(?:\s{{1,2}}{WORD})?")
ALONE = re.compile(r"([0-9](?<![\w,.][0-9])[0-9]{4}),?\s{1,2}([^\W\d_]{2,24})")
LAST_UNUSED = "00001"
COUNTRY = re.compile(r"(?<!\w)FIN?-$", re.IGNORECASE)


def find_addresses(text: str) -> Iterator[Found]:
    end = 0
    for number in NUMBER.finditer(text):
        start = start_of_street(text, number.start())
        if start is None or start < end:
            continue
        after = (TO_FLAT.match(text, number.end()) or number).end()
        town = TO_TOWN.match(text, after)
        if not town and after == number.end() and text[start : number.start()].lower().endswith(FRAIL):
            continue
        ends = (town.end() if town else after, after, number.end())
        free = [end for end in ends if not text[end : end + 1].isalnum()]
        if free:
            end = free[0]
            yield Found("address", start, end)


def find_towns(text: str) -> Iterator[Found]:
    for match in ALONE.finditer(text):
        number, town = match.groups()
        if town.lower() not in TOWNS or number <= LAST_UNUSED or not (town[0].isupper() or number[0] == "0"):
            continue
        if OTHER_NUMBER.search(text, max(0, match.start() - CUE_REACH), match.start()):
            continue
        country = COUNTRY.search(text[max(0, match.start() - len(" FIN-")) : match.start()])
        if country or text[max(0, match.start() - 1) : match.start()] != "-":
            yield Found("address", match.start() - (len(country.group()) if country else 0), match.end())


def start_of_street(text: str, end: int) -> int | None:
    backwards = WORD_BACKWARDS.match(text[max(0, end - 40) : end][::-1])
    if not backwards:
        return None
    word = backwards.group()[::-1].lstrip("-")
    small = word.lower()
    ends_so = word and (small.endswith(STRONG) or (word[0].isupper() and small.endswith(WEAK + FRAIL)))
    bare = small in STRONG + WEAK + FRAIL and word not in NAMELESS
    if not ends_so or bare or NO_STREETS.fullmatch(word):
        return None
    start = end - len(word)
    first = FIRST_WORDS.search(text[max(0, start - LONGEST_FIRST_WORD) : start])
    return start - len(first.group()) if first else start
