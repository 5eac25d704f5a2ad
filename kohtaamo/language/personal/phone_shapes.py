"""Which rows of digits are telephone numbers. Finnish areas and lengths: Traficom's numbering plan."""

from __future__ import annotations

import re

MOST_DIGITS = 17  # E.164 says 15; 00 may stand before
MOBILE = re.compile("04[0-9]|050")
MOBILE_GROUPS = (3, 4)
STRICT_LENGTHS = (9, 10, 11)
AREA = re.compile("0[235689]|01[3-9]")
COMPANY = re.compile("010|020|029|030|0[67]00|0800|07[135]")
# Countries by the digits of their code, from E.164.
LONG_CODES = (
    "21[1-368]|2[2346][0-9]|25[0-8]|29[01789]|35[0-9]|37[0-9]|38[0-35-79]|42[013]|50[0-9]|59[0-9]"
    "|67[02-9]|68[0-9]|69[0-2]|85[02356]|88[06]|96[0-8]|97[0-79]|99[2-68]"
)
CODES = re.compile(LONG_CODES + "|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[17]")
DATE = re.compile("(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}")
FOREIGN_LENGTHS = range(7, 13)
FINNISH_LENGTHS = range(6, 11)
NEIGHBOURS = re.compile("4[4-79]|372")
NEIGHBOUR_LENGTHS = (10, 11, 12)
NORTH_AMERICAN = re.compile("[2-9][0-9]{2}[2-9][0-9]{6}")


def is_foreign(digits: str, sizes: list[int], seps: list[str]) -> bool:
    """After a plus sign; a price or a change (`+20 000 000`) is none."""
    code = CODES.match(digits)
    if not code or (len(sizes) > 1 and sizes[-1] == 1):
        return False
    rest = digits[code.end() :]
    if code.group() == "1":
        return bool(NORTH_AMERICAN.fullmatch(rest))
    has_trunk = rest.startswith("0") and code.group() != "39"  # Italy dials its zero
    if rest.endswith("000000") or (
        has_trunk and code.group() != "358" and not any("(" in sep for sep in seps)
    ):
        return False
    rest = rest.removeprefix("0")
    return rest[:1] > "0" and len(rest) in (FINNISH_LENGTHS if code.group() == "358" else FOREIGN_LENGTHS)


def is_national(digits: str, sizes: list[int], seps: list[str]) -> bool:
    if digits.startswith("00"):
        rest = digits[2:]
        grouped = len(sizes) > 1 and sizes[0] <= len("00358")
        near = rest.startswith("358") or (NEIGHBOURS.match(rest) and len(rest) in NEIGHBOUR_LENGTHS)
        return bool(near or grouped) and dots_are_even(sizes, seps) and is_foreign(rest, sizes, seps)
    if not dots_are_even(sizes, seps) or (len(sizes) > 1 and sizes[-1] == 1):
        return False
    if digits.startswith("358"):
        return bool(MOBILE.match("0" + digits[3:])) and len(digits) == len("358401234567")
    if any("/" in sep for sep in seps[1:]):
        return False
    if MOBILE.match(digits):
        return is_mobile(digits, sizes, seps)
    return is_landline(digits, sizes)


def is_mobile(digits: str, sizes: list[int], seps: list[str]) -> bool:
    if len(sizes) > 1 and sizes[0] not in MOBILE_GROUPS and (sizes[0] < len("040123") or "-" in seps[0]):
        return False  # a date of six digits and a number is no telephone either
    longest = 11 if digits.startswith("0457") else 10
    shortest = 9 if len(sizes) == 1 else 8
    return shortest <= len(digits) <= longest


def is_landline(digits: str, sizes: list[int]) -> bool:
    """`03 012 3456` is of Pirkanmaa, `030 123 456` of a company: the first group tells."""
    areas = [match.group() for match in (COMPANY.match(digits), AREA.match(digits)) if match]
    if len(sizes) == 1:  # eight digits in a row are as often a date or an order
        return bool(areas) and len(digits) in (9, 10)
    area = next((area for area in areas if len(area) == sizes[0]), None)
    if area is None or (sizes[:3] == [2, 2, 4] and DATE.fullmatch(digits)):
        return False
    shortest = 7 if len(area) == len("09") else 8
    clear = sizes[1] > len("12") or len(digits) > len("09123456")
    return clear and shortest <= len(digits) <= len("0912345678")


def is_strict_mobile(digits: str, sizes: list[int]) -> bool:
    """Written so that nothing else is: it may follow another number."""
    if digits.startswith("358"):
        return True
    grouped = len(sizes) > 1 and sizes[0] in MOBILE_GROUPS
    return grouped and bool(MOBILE.match(digits)) and len(digits) in STRICT_LENGTHS


def dots_are_even(sizes: list[int], seps: list[str]) -> bool:
    """Dots stand in dates, times and addresses of machines; in a number all the way: 040.123.4567."""
    if "." not in seps:
        return True
    return set(seps) == {"."} and len(sizes) > 2 and min(sizes) > len("12")  # noqa: PLR2004
