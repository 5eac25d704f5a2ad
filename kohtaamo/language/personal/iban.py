"""Bank account numbers: ISO 13616, checked by the length and letters of the country and by modulo 97."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .found import Found

# n digits, a capital letters, c either; from the registry of SWIFT.
COUNTRIES = {
    "AD": "8n12c", "AE": "19n", "AL": "8n16c", "AT": "16n", "AZ": "4a20c", "BA": "16n", "BE": "12n",
    "BG": "4a6n8c", "BH": "4a14c", "BR": "23n1a1c", "BY": "4c4n16c", "CH": "5n12c", "CR": "18n", "CY": "8n16c",
    "CZ": "20n", "DE": "18n", "DK": "14n", "DO": "4c20n", "EE": "16n", "EG": "25n", "ES": "20n", "FI": "14n",
    "FO": "14n", "FR": "10n11c2n", "GB": "4a14n", "GE": "2a16n", "GI": "4a15c", "GL": "14n", "GR": "7n16c",
    "GT": "24c", "HR": "17n", "HU": "24n", "IE": "4a14n", "IL": "19n", "IQ": "4a15n", "IS": "22n",
    "IT": "1a10n12c", "JO": "4a4n18c", "KW": "4a22c", "KZ": "3n13c", "LB": "4n20c", "LC": "4a24c", "LI": "5n12c",
    "LT": "16n", "LU": "3n13c", "LV": "4a13c", "LY": "21n", "MC": "10n11c2n", "MD": "20c", "ME": "18n",
    "MK": "3n10c2n", "MR": "23n", "MT": "4a5n18c", "MU": "4a19n3a", "NL": "4a10n", "NO": "11n", "PK": "4a16c",
    "PL": "24n", "PS": "4a21c", "PT": "21n", "QA": "4a21c", "RO": "4a16c", "RS": "18n", "SA": "2n18c",
    "SC": "4a20n3a", "SE": "20n", "SI": "15n", "SK": "20n", "SM": "1a10n12c", "ST": "21n", "SV": "4a20n",
    "TL": "19n", "TN": "20n", "TR": "6n16c", "UA": "6n19c", "VA": "18n", "VG": "4a16n", "XK": "16n",
}  # fmt: skip
GAP = r"(?:\s{1,2}|\s?-\s?)?"
LETTERS = {"n": "[0-9]", "a": "[A-Za-z]", "c": "[0-9A-Za-z]"}
START = re.compile(r"([A-Za-z](?<![0-9A-Za-z][A-Za-z])[A-Za-z])\s?[0-9]\s?[0-9]")


def find_ibans(text: str) -> Iterator[Found]:
    end = 0
    for start in START.finditer(text):
        shape = COUNTRIES.get(start.group(1).upper())
        if shape is None or start.start() < end:
            continue
        match = pattern_of(shape).match(text, start.end())
        if match and is_valid(text[start.start() : match.end()]):
            end = match.end()
            yield Found("iban", start.start(), end)


@cache
def pattern_of(shape: str) -> re.Pattern[str]:
    """What follows the country and the check digits; an ending may hang on a digit, not on a letter."""
    parts = re.findall(r"([0-9]+)([nac])", shape)
    body = "".join(f"(?:{GAP}{LETTERS[kind]}){{{count}}}" for count, kind in parts)
    return re.compile(body + r"(?![0-9])(?:(?<=[0-9])|(?![A-Za-z]))")


def is_valid(spelt: str) -> bool:
    letters = "".join(filter(str.isalnum, spelt)).upper()
    number = "".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])
    return int(number) % 97 == 1
