"""Which words are names of people, in their Finnish cases too: by lists of our own and by how surnames end."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from .address import TOWNS


def split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FOLDER = Path(__file__).parent
SHORTEST_STEM = 3
# After a vowel; after a consonant an "i" comes between.
CASES = ("n", "lle", "lla", "llä", "lta", "ltä", "sta", "stä", "ssa", "ssä", "a", "ä", "ksi", "na", "nä")
AFTER_I = tuple(f"i{case}" for case in CASES)
VOWELS = frozenset("aeiouyäöåé")
SOFTENED = {"d": "t", "v": "p", "l": "lt", "n": "nt", "r": "rt", "m": "mp"}
# "Virtasen", but "asetuksen"
NEN = re.compile(r"[a-zåäöéü]+[aeiouyäö](?:nen|sen|sell[eaä]|selt[aä]|sess[aä]|sest[aä])")
SWEDISH = re.compile(
    r"[a-zåäöéü]{2,}(?:ström|berg|qvist|kvist|lund|gren|sson|dahl|holm|blom|stedt|blad|ell[oö]f|felt|roth)"
    r"(?:i(?:n|ll[ea]|lt[aä]|st[aä]|ss[aä]|a|ä|ksi))?"
)
NO_SURNAME = re.compile(
    r".*(?:lli|lai|läi|mai|moi|mäi|tei|äi[ns]i|imm[aä]i|väli|sti)(?:nen|se.+)|(?:toi|punai|sini|valkoi|vihrei|itäi|länsi|läntinen"
    r"|eteläi|pohjoi|yhtei|iäkä|ihmi|kymme|nai|hevo|tuhan|sellai|tällai|tuollai|millai|nuorimmai|viimei|ensimmäi"
    r"|kolman|varsinai|perustei|edelli|ylei|julki|virallin|kesäi|talvi|keskei|keskimmäi|alkuperäi)(?:nen|se.+)"
    r"|(?:heidel|nürn|wittem?|gote?|hels|fries)berg\w*"
)
PLACE_LIKE = re.compile(
    r"(?:mäki|mäe|niemi|nieme|koski|kose|lahti|lahde|saari|saare|järvi|järve|ranta|ranna|salo|maa|luoma|oja|vaara)\w{0,3}$"
)
NOT_AFTER_A_NAME = split_words(
    """kiitos terveisin terveiset hei moi huomenta oy oyj ab ry ky tmi rf suomen suomi helsingin helsinki turun turku
    tampereen oulun lahden espoon vantaan mutta kun jos koska että hän minä sinä te me ei en on oli ja tai se tämä
    palvelu palveli asiakaspalvelu sanoi kertoi auttoi soitti vastasi lupasi ltd inc plc gmbh group bank airlines
    the and but from at in on for of to is was said told helped thanks thank you monday tuesday wednesday thursday
    friday saturday sunday january february march april june july august september october november december
    they she he it this that these who what when where why how so just maybe once really sorry were can't i'm i'd
    it's i've don't onko hiljaa nyt sitten joka tuo street avenue road airport
    university church island hotel center centre city beach county park"""
)
TITLE_WORDS = split_words(
    """herra rouva neiti tohtori lääkäri myyjä asiakaspalvelija hoitaja sairaanhoitaja lähihoitaja asentaja kuljettaja
    myyjätär tarjoilija kampaaja hieroja opettaja rehtori professori maisteri insinööri pastori pappi komisario
    poliisi kersantti luutnantti kapteeni eversti kenraali presidentti ministeri tutkija kirjailija toimittaja
    näyttelijä ohjaaja muusikko laulaja säveltäjä taiteilija valokuvaaja arkkitehti juristi asianajaja tuomari
    virkailija neuvoja edustaja konsultti päällikkö esimies esihenkilö johtaja kollega työkaveri ystäväni kaverini
    vaimoni mieheni aviomieheni poikani tyttäreni äitini isäni siskoni veljeni serkkuni kollegani esimieheni pomoni
    nimeltä nimeltään hra rva nti tri ltn maist prof dos
    mr mrs ms miss mister madam dr doctor professor nurse captain president minister agent manager sir lord lady
    colleague named called herr fru fröken doktor senaattori komissaari kuningas kuningatar keisari prinssi
    prinsessa ruhtinas piispa kardinaali paavi lähettiläs suurlähettiläs vanhempi rikoskomisario ylikonstaapeli
    konstaapeli"""
)
# What people do, and firms hardly.
SPEAKING = split_words(
    """sanoi sanoo kertoi kertoo toteaa totesi kysyi kysyy vastasi hymyili nauroi muistelee muistutti muistuttaa
    neuvoi opasti lupasi pahoitteli huusi kuunteli auttoi selitti arvelee uskoo korosti korostaa huomauttaa huomautti
    myöntää myönsi kiitti ehdotti halusi mietti pohti said says told asked replied answered smiled apologised
    apologized explained promised helped"""
)
TITLE_ENDINGS = (
    "johtaja", "ministeri", "presidentti", "lääkäri", "hoitaja", "myyjä", "palvelija", "neuvoja", "edustaja",
    "asentaja", "kuljettaja", "tutkija", "professori", "tohtori", "päällikkö", "toimittaja", "opettaja", "ohjaaja",
    "valmentaja", "mestari", "rehtori", "sihteeri", "asiamies", "insinööri", "virkailija", "juristi", "vastaava",
    "kirjailija", "näyttelijä", "säveltäjä", "kuvaaja", "pormestari", "konsultti", "asiantuntija", "emäntä", "isäntä",
)  # fmt: skip


def words_of(name: str) -> frozenset[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] not in {"#", "!"} for word in line.split())


FIRST_NAMES = words_of("first_names.txt")
SURNAMES = words_of("surnames.txt")
# Names that are words too, and those that are firms or places.
ALSO_WORDS = words_of("ambiguous_names.txt")
ALSO_FIRMS = frozenset(
    word
    for line in (FOLDER / "ambiguous_names.txt").read_text(encoding="utf-8").splitlines()
    if line.startswith("!")
    for word in line.removeprefix("!").split()
)


@lru_cache(maxsize=65_536)
def first_name(word: str) -> str:
    """Of a capitalised word "sure", "word" (of speech too), "firm" (or a place) or ""."""
    small = word.lower().partition("-")[0]
    base = base_in(small, FIRST_NAMES)
    if base in ALSO_FIRMS or small in ALSO_FIRMS:
        return "firm"
    if small in ALSO_WORDS or base in ALSO_WORDS:
        return "word"
    return "sure" if base else ""


@lru_cache(maxsize=65_536)
def is_surname(word: str) -> bool:
    """Whether it can hardly be anything else within a sentence."""
    last = word.rpartition("-")[2]
    small = last.lower()
    if not last[:1].isupper() or small in TOWNS:
        return False
    if is_listed(small):
        return True
    return not NO_SURNAME.fullmatch(small) and bool(NEN.fullmatch(small) or SWEDISH.fullmatch(small))


@lru_cache(maxsize=65_536)
def is_listed(word: str) -> bool:
    """Of the surnames that are known one by one, so that one is known at the beginning of a sentence too."""
    small = word.lower().rpartition("-")[2]
    nominative = re.sub(r"s(?:en|ell[eaä]|elt[aä]|ess[aä]|est[aä]|ta|tä)$", "nen", small)
    return nominative in SURNAMES or bool(base_in(small, SURNAMES))


def stands_alone(word: str) -> bool:
    """Whether it is known as a surname at the beginning of a sentence too, where places and words have capitals."""
    return is_listed(word) and not PLACE_LIKE.search(word)


def base_in(word: str, names: frozenset[str]) -> str:
    """The name that it is a case of: "matille" is of "matti", "danielin" of "daniel"; "" when of none."""
    if word in names:
        return word
    for case in AFTER_I:
        stem = word[: -len(case)]
        if word.endswith(case) and len(stem) >= SHORTEST_STEM and stem[-1] not in VOWELS and stem in names:
            return stem
    for case in CASES:
        stem = word[: -len(case)]
        if word.endswith(case) and len(stem) >= SHORTEST_STEM and stem[-1] in VOWELS:
            found = next((one for one in strong_forms(stem) if one in names), "")
            if found:
                return found
    return ""


def strong_forms(stem: str) -> tuple[str, ...]:
    """The stem as it is and as it may be in the nominative: "pirko" -> "pirkko", "outi" from "oudi"."""
    before, last = stem[-2], stem[-1]
    forms = [stem]
    if before in "kpt":
        forms.append(f"{stem[:-1]}{before}{last}")
    if before in SOFTENED:
        forms.append(f"{stem[:-2]}{SOFTENED[before]}{last}")
    if stem.endswith("kse"):
        forms.append(f"{stem[:-3]}s")
    return tuple(forms)


@lru_cache(maxsize=65_536)
def is_title(word: str) -> bool:
    small = word.lower().rstrip(".")
    return small in TITLE_WORDS or small.endswith(TITLE_ENDINGS)


@cache
def town_beginnings() -> frozenset[str]:
    return frozenset(town[:-1] for town in TOWNS if len(town) > len("oulu"))


@lru_cache(maxsize=65_536)
def is_place(word: str) -> bool:
    """A town of Finland, in any case of it."""
    small = word.lower()
    return small in TOWNS or any(small[:length] in town_beginnings() for length in range(4, len(small)))
