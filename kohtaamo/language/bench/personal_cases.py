"""Cases for the finder of personal data: made from a seed, with check characters worked out in their own way."""

from __future__ import annotations

import calendar
import random
import string
from collections.abc import Callable
from dataclasses import dataclass

POSITIVES_OF_A_KIND = 280
NEGATIVES = 1000

FRAMES = (
    "Hei, {} ja odotan vastausta.", "Voisitteko korjata: {}?", "{}", "Kiitos hyvästä palvelusta! {}",
    "Asia on kesken ({}).", "Tiedot:\n{}\nTerveisin asiakas", "Sent again, {}, please check.", "Hello\n\n{}",
    "Olen odottanut jo kaksi viikkoa. {} . Miksi kukaan ei vastaa?", "see [{}]", "Details: {}; thank you",
    "\u00e4\u00e4kköset \u2013 {} \u2013 ja hymiö \U0001f600", '"{}"', "Laskutus ei toimi.\r\n{}\r\n",
)  # fmt: skip
SPELLINGS = ("plain", "nbsp", "wide", "invisible", "dash")
ENDINGS = ("", "", "", ",", ".", ":een", ":lle", ":n", "!", "?", " kiitos", ";", ")", "\n", " ja muuta")
TOWNS = [
    "Helsinki",
    "Espoo",
    "Tampere",
    "Oulu",
    "Turku",
    "Jyväskylä",
    "Lahti",
    "Kuopio",
    "Pori",
    "Äänekoski",
    "Hämeenlinna",
    "Ii",
]


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    spans: tuple[tuple[str, int, int], ...]


def cases(seed: int = 20) -> list[Case]:
    """Positives of each kind, then pairs of kinds in one text, then texts with no personal data."""
    chance = random.Random(seed)
    made = [framed(chance, kind) for kind in MAKERS for _ in range(POSITIVES_OF_A_KIND)]
    made += [paired(chance) for _ in range(POSITIVES_OF_A_KIND)]
    return made + [Case(negative(chance), ()) for _ in range(NEGATIVES)]


def framed(chance: random.Random, kind: str) -> Case:
    before, value = MAKERS[kind](chance)
    value = respelt(chance, kind, value)
    head, tail = chance.choice(FRAMES).split("{}")
    head += before
    return Case(head + value + chance.choice(ENDINGS) + tail, ((kind, len(head), len(head) + len(value)),))


def paired(chance: random.Random) -> Case:
    text, spans = "", []
    for kind in chance.sample(sorted(MAKERS), 2):
        before, value = MAKERS[kind](chance)
        text += before
        spans.append((kind, len(text), len(text) + len(value)))
        text += value + chance.choice((", ", "; ", "\n", " sekä ", ". "))
    return Case(text, tuple(spans))


def respelt(chance: random.Random, kind: str, value: str) -> str:
    spelling = chance.choice(SPELLINGS)
    if kind == "email":
        return value
    if spelling == "nbsp":
        return value.replace(" ", "\u00a0")
    if spelling == "wide":
        return value.translate({ord(digit): ord(digit) + 0xFEE0 for digit in string.digits})
    if spelling == "invisible":
        middle = len(value) // 2
        return value[:middle] + "\u200b" + value[middle:]
    if spelling == "dash":
        return value.replace("-", "\u2011")
    return value


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(string.digits) for _ in range(count))


def grouped(text: str, size: int, gap: str) -> str:
    return gap.join(text[place : place + size] for place in range(0, len(text), size))


def make_hetu(chance: random.Random) -> tuple[str, str]:
    mark, first = chance.choice(
        [("+", 1850), *((mark, 1900) for mark in "-YXWVU"), *((m, 2000) for m in "ABCDEF")]
    )
    year = first + chance.randrange(50 if first < 1900 else 100)
    month = chance.randint(1, 12)
    day = chance.randint(1, calendar.monthrange(year, month)[1])
    number = f"{day:02}{month:02}{year % 100:02}{chance.randint(2, 999):03}"
    # By long division, a digit at a time; the letters G, I, O, Q and Z are left out.
    rest = 0
    for digit in number:
        rest = (rest * 10 + ord(digit) - ord("0")) % 31
    check = [letter for letter in string.digits + string.ascii_uppercase if letter not in "GIOQZ"][rest]
    code = number[:6] + mark + number[6:] + check
    before = chance.choice(
        ("hetu ", "Hetuni on ", "henkilötunnus: ", "syntynyt ", "my identity code is ", "hetu:", "")
    )
    return before, chance.choice((code, code, code.lower()))


SHAPES = {"FI": "d14", "SE": "d20", "DE": "d18", "EE": "d16", "NO": "d11", "GB": "a4d14", "NL": "a4d10", "FR": "d23",
          "DK": "d14", "LV": "a4d13"}  # fmt: skip


def make_iban(chance: random.Random) -> tuple[str, str]:
    country = chance.choice((*["FI"] * 12, *SHAPES))
    shape = SHAPES[country]
    letters = "".join(chance.choice(string.ascii_uppercase) for _ in range(4)) if shape[0] == "a" else ""
    body = letters + digits(chance, int(shape.rpartition("d")[2]))
    # The check digits make the whole leave 1: tried one by one, taking the remainder a character at a time.
    check = next(two for two in (f"{n:02}" for n in range(2, 99)) if remainder_97(body + country + two) == 1)
    code = country + check + body
    spelt = chance.choice(
        (code, grouped(code, 4, " "), grouped(code, 4, " "), code.lower(), grouped(code, 4, "-"))
    )
    if chance.random() < 0.1:
        spelt = grouped(code, 4, "\n" if chance.random() < 0.5 else "  ")
    return chance.choice(("tili ", "IBAN: ", "tilinumeroni on ", "account ", "maksakaa tilille ", "")), spelt


def remainder_97(text: str) -> int:
    rest = 0
    for letter in text:
        value = ord(letter) - ord("0") if letter in string.digits else ord(letter) - ord("A") + 10
        rest = (rest * (10 if value < 10 else 100) + value) % 97
    return rest


def make_card(chance: random.Random) -> tuple[str, str]:
    prefix, length, sizes = chance.choice((
        ("4", 16, (4, 4, 4, 4)), ("4", 16, (4, 4, 4, 4)), ("51", 16, (4, 4, 4, 4)), ("2221", 16, (4, 4, 4, 4)),
        ("37", 15, (4, 6, 5)), ("36", 14, (4, 6, 4)), ("6011", 16, (4, 4, 4, 4)), ("3530", 16, (4, 4, 4, 4)),
        ("4", 13, (4, 3, 3, 3)), ("6759", 16, (4, 4, 4, 4)), ("4", 19, (4, 4, 4, 4, 3)), ("62", 17, (6, 11)),
    ))  # fmt: skip
    body = prefix + digits(chance, length - len(prefix) - 1)
    number = next(body + last for last in string.digits if is_luhn(body + last))
    gap = chance.choice(("", " ", " ", "-", "  ", "\n" if chance.random() < 0.2 else " "))
    pieces, place = [], 0
    for size in sizes:
        pieces.append(number[place : place + size])
        place += size
    return chance.choice(
        ("korttini ", "Visa ", "card number: ", "kortti nro ", "maksoin kortilla ", "")
    ), gap.join(pieces)


def is_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def make_phone(chance: random.Random) -> tuple[str, str]:
    before = chance.choice(
        ("puh. ", "numeroon ", "Puh:", "soita ", "call me ", "my number is ", "gsm ", "tel. ", "p. ", "")
    )
    area = chance.choice(("40", "44", "45", "50", "46", "41", "400"))
    rest = digits(chance, 9 - len(area))
    foreign = ("+46 70 {}", "+44 20 79{}", "+372 5{}", "+4917{}", "+1 212 5{}", "+1 (212) 5{}")
    own = ("0{0} {1} {2}", "0{0}{1}{2}", "0{0}-{1}{2}", "0{0} {1}{2}", "+358 {0} {1} {2}", "+358{0}{1}{2}",
           "00358 {0} {1}{2}", "+358 (0){0} {1} {2}", "+358-{0}-{1}{2}", "(0{0}) {1} {2}", "0{0}.{1}.{2}",
           "0{0}-{1}-{2}", "00358{0}{1}{2}", "+358 (0) {0} {1}{2}", "0{0}/{1}{2}")  # fmt: skip
    if chance.random() < 0.15:
        shape = chance.choice(foreign)
        return before, shape.format({"+46 70 {}": "123 45 67", "+44 20 79{}": "46 0958", "+372 5{}": "123 4567",
                                     "+4917{}": "012345678"}.get(shape, "55-0" + digits(chance, 3)))  # fmt: skip
    if chance.random() < 0.3:
        shape = chance.choice(
            ("{} {} {}", "{}-{}{}", "({}) {} {}", "{} {}{}", "+358 {3} {1} {2}", "{}/{} {}")
        )
        code = chance.choice(("09", "02", "03", "08", "013", "019", "05", "06", "014"))
        return before, shape.format(
            code, digits(chance, 3), digits(chance, 4 if len(code) == 2 else 3), code[1:]
        )
    return before, chance.choice(own).format(area, rest[:3], rest[3:])


def make_email(chance: random.Random) -> tuple[str, str]:
    name = chance.choice(
        ("matti.virtanen", "liisa_k", "m", "anna-maija.mäkinen", "info+tilaus", "Pekka.Puupaa", "x99")
    )
    domain = chance.choice(
        ("firma.fi", "posti.example.com", "GMAIL.COM", "yhtiö.fi", "a-b.co.uk", "kunta.hel.fi")
    )
    at = chance.choice(("@", "@", "@", "@", " (at) ", "(at)", " [at] ", "[at]", "\uff20", " (ät) "))
    return chance.choice(
        ("sposti ", "Sähköposti: ", "mail ", "mailto:", "osoitteeni on ", "<", "")
    ), name + at + domain


def make_address(chance: random.Random) -> tuple[str, str]:
    street = chance.choice(("Mannerheimintie", "Kauppakatu", "Iso Roobertinkatu", "Koivukuja", "Rantapolku",
                            "Siltasaarenkatu", "Itäinen Rantakatu", "mannerheimintie", "Hakaniemenranta",
                            "Hämeenpuisto-tie", "Storgatan", "Kirkkokatu", "Telakkaraitti"))  # fmt: skip
    flat = chance.choice(
        ("", "", " A 5", " B12", " as 3", " C", " a 4", "-14 D 2", " asunto 7", "b 3", " D 101")
    )
    town = f"{chance.randint(100, 99980):05} {chance.choice(TOWNS)}"
    tail = chance.choice(("", ", " + town, " " + town, ",\n" + town, "\n" + town, ", FI-" + town))
    before = chance.choice(
        ("asun ", "osoite: ", "Osoitteeni on ", "my address is ", "toimitus ", "lähetetty ")
    )
    if chance.random() < 0.2:
        return before, town
    return before, f"{street} {chance.randint(1, 299)}{flat}{tail}"


def make_plate(chance: random.Random) -> tuple[str, str]:
    letters = "".join(chance.choice("ABCEFGHIJKLMNORSTUVXYZ") for _ in range(chance.choice((2, 3, 3))))
    number = str(chance.randint(1, 999))
    before = chance.choice(("autoni ", "rekisterinumero ", "rekisteritunnus: ", "Auto on ", "rekkari ", "my car is ",
                            "license plate ", "pysäköin auton "))  # fmt: skip
    return before, f"{letters}-{number}"


def make_passport(chance: random.Random) -> tuple[str, str]:
    letters = "".join(chance.choice(string.ascii_uppercase) for _ in range(2))
    return chance.choice(
        ("passi ", "passini numero on ", "passport number ", "Passin nro: ")
    ), letters + digits(chance, 7)


MAKERS: dict[str, Callable[[random.Random], tuple[str, str]]] = {
    "hetu": make_hetu,
    "iban": make_iban,
    "card": make_card,
    "phone": make_phone,
    "email": make_email,
    "address": make_address,
    "plate": make_plate,
    "passport": make_passport,
}


def negative(chance: random.Random) -> str:
    head, tail = chance.choice(FRAMES).split("{}")
    return head + chance.choice(NEGATIVE_MAKERS)(chance) + tail


def wrong_check(chance: random.Random) -> str:
    _, code = make_hetu(chance)
    return code[:-1] + chance.choice(
        [letter for letter in "0123456789ABCDEFHJK" if letter != code[-1].upper()]
    )


def wrong_iban(chance: random.Random) -> str:
    body = digits(chance, 14)
    wrong = [two for two in (f"{n:02}" for n in range(2, 99)) if remainder_97(body + "FI" + two) != 1]
    return grouped("FI" + chance.choice(wrong) + body, 4, chance.choice(("", " ")))


def wrong_card(chance: random.Random) -> str:
    body = "4" + digits(chance, 14)
    return grouped(
        next(body + last for last in "5831" if not is_luhn(body + last)), 4, chance.choice(("", " ", "-"))
    )


def numbers_of_trade(chance: random.Random) -> str:
    year, count = chance.randint(1990, 2030), chance.randint(1, 99)
    return chance.choice(
        (
            f"tilausnumero {digits(chance, chance.randint(5, 12))}",
            f"lasku {year}-{digits(chance, 6)}",
            f"order number 0{digits(chance, 9)}",
            f"tilaus #0{digits(chance, 8)}",
            f"invoice INV-{digits(chance, 8)}",
            f"viite {grouped('1' + digits(chance, 9), 5, ' ')}",
            f"viitenumero RF18 {grouped('1' + digits(chance, 11), 4, ' ')}",
            f"Y-tunnus {digits(chance, 7)}-{digits(chance, 1)}",
            f"Y-tunnus 0{digits(chance, 6)}-{digits(chance, 1)}",
            f"seurantakoodi JJFI{digits(chance, 17)}",
            f"tracking RR{digits(chance, 9)}FI",
            f"tuote AB-{digits(chance, 4)}",
            f"tuotekoodi ABC-{digits(chance, 3)}",
            f"VAT FI{digits(chance, 8)}",
            f"malli {digits(chance, 3)}-{digits(chance, 4)}",
            f"asiakasnumeroni on 0{digits(chance, 7)}",
            f"ISBN 978-952-{digits(chance, 3)}-{digits(chance, 3)}-{count % 10}",
            f"{count} kpl",
            f"case id: 04{digits(chance, 8)}",
            f"serial number 0{digits(chance, 10)}",
            f"https://kauppa.fi/tilaus/040{digits(chance, 7)}",
            f"COVID-{count}",
        )
    )


def numbers_of_days(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1950, 2030)
    hour = chance.randint(0, 23)
    return chance.choice(
        (
            f"{day}.{month}.{year}",
            f"{day:02}.{month:02}.{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}/{month:02}/{year}",
            f"{day:02}{month:02}{year}",
            f"klo {hour:02}:{month:02}",
            f"klo {hour:02}.00-{hour:02}.45",
            f"{day:02} {month:02} {year}",
            f"0{hour % 10}.00 - 1{hour % 10}.30",
            f"vuonna {year}",
            f"{year}-{year + 1}",
            f"{day:02}{month:02}{year % 100:02}",
            f"{year}-{month:02}-{day:02}T{hour:02}:15:00Z",
            f"auki 0{hour % 10}-1{hour % 10}",
            f"jo {year} ostin 3 kertaa",
        )
    )


def numbers_of_measure(chance: random.Random) -> str:
    some = chance.randint(1, 255)
    return chance.choice(
        (
            f"{some},90 €",
            f"{some} 050 000 euroa",
            f"+{some % 90 + 10} 000 000 euroa",
            f"{some % 100} %",
            f"+{some % 100} %",
            f"0.{digits(chance, 16)}",
            f"3,{digits(chance, 12)}",
            f"{some}.{some}.0.{some}",
            f"192.168.{some}.{some}",
            f"v{some}.{some}.{some}",
            f"versio 0{some % 10}.12.{some}",
            f"{some} 000",
            f"10 {some:03} 000,00 EUR",
            f"0{digits(chance, 3)}",
            f"koko {some}x{some}",
            f"valtatie {some % 30 + 1}",
            f"bussilinja {some}",
            f"tie {some}",
            f"kello on {some % 12 + 1} ja odotan",
            f"meet me at cafe.fi, table {some}",
            f"sivu {some}/300",
            f"{some} 0{some}",
            f"1234{digits(chance, 1)} kertaa",
            f"@nimimerkki {some}",
            f"kolme katua ja {some} taloa",
            f"-{some},5 astetta",
        )
    )


NEGATIVE_MAKERS = (wrong_check, wrong_iban, wrong_card, *[numbers_of_trade] * 4, *[numbers_of_days] * 3,
                   *[numbers_of_measure] * 4)  # fmt: skip
