"""Values as JavaScript sees them, so that a rule means on the server what it means in the browser.

Sections named are those of ECMA-262. A list is compared by identity, as there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import copysign, fmod, inf, isinf, isnan, nan, trunc
from typing import TypeGuard

# WhiteSpace and LineTerminator of ECMA-262; Python's own strip() takes a few more.
SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
DECIMAL = r"[+-]?(?:Infinity|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
WHOLE_TEXT, BEGINNING = re.compile(rf"{DECIMAL}\Z"), re.compile(DECIMAL)
OTHER_BASES = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)\Z")
INDEX = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z")
# Between these powers of ten a number is written without an exponent.
FIRST_POWER, LAST_POWER = -6, 21
# Beyond it not every whole number has a number of its own.
LARGEST_WHOLE = 2.0**53


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    return isinstance(value, list | tuple)


def truthy(value: object) -> bool:
    """As JavaScript, and as JsonLogic an empty list is not."""
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return True if isinstance(value, Mapping) else bool(value)


def as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return copysign(inf, value)


def number_in(text: str) -> float:
    """StringToNumber: the whole text is one number; nothing but space is 0."""
    text = text.strip(SPACE)
    if not text:
        return 0.0
    if WHOLE_TEXT.match(text):
        return float(text)
    return as_float(int(text, 0)) if OTHER_BASES.match(text) else nan


def number_of(value: object) -> float:
    """ToNumber."""
    if value is None:
        return 0.0
    if isinstance(value, int | float):  # true is 1
        return as_float(value)
    return number_in(text_of(value))


def leading_number(value: object) -> float:
    """What parseFloat reads: the number that the text begins with."""
    found = BEGINNING.match(text_of(value).lstrip(SPACE))
    return float(found[0]) if found else nan


def text_of(value: object) -> str:
    """ToString."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(as_float(value))
    return joined(value) if isinstance(value, Sequence) else "[object Object]"


def joined(values: Sequence[object], between: str = ",") -> str:
    """Array.prototype.join, where nothing is an empty text."""
    return between.join("" if value is None else text_of(value) for value in values)


def number_text(value: float) -> str:
    """Number::toString: the shortest digits that give the number back."""
    if isnan(value):
        return "NaN"
    if isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign, parts, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, parts))
    point = len(digits) + int(exponent)
    digits = digits.rstrip("0")
    return "-" * sign + placed(digits, point)


def placed(digits: str, point: int) -> str:
    """0.digits times 10 ** point."""
    if FIRST_POWER < point <= 0:
        return f"0.{'0' * -point}{digits}"
    if 0 < point <= LAST_POWER:
        whole = digits[:point].ljust(point, "0")
        return f"{whole}.{digits[point:]}" if digits[point:] else whole
    fraction = f".{digits[1:]}" if digits[1:] else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"


def same(one: object, other: object) -> bool:
    """IsStrictlyEqual."""
    if is_number(one) and is_number(other):
        return number_of(one) == number_of(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return one is other


def alike(one: object, other: object) -> bool:
    """IsLooselyEqual."""
    if one is None or other is None:
        return one is other
    objects = [not isinstance(side, str | int | float) for side in (one, other)]
    if all(objects) or (isinstance(one, str) and isinstance(other, str)):
        return same(one, other)
    if any(objects) and (isinstance(one, str) or isinstance(other, str)):
        return text_of(one) == text_of(other)
    return number_of(one) == number_of(other)


def before(one: object, other: object, *, or_same: bool = False) -> bool:
    """IsLessThan: two texts by their UTF-16 units, all else as numbers; false beside what is no number."""
    texts = [as_text(side) for side in (one, other)]
    if texts[0] is not None and texts[1] is not None:
        low, high = units(texts[0]), units(texts[1])
        return low < high or (or_same and low == high)
    first, second = number_of(one), number_of(other)
    return first < second or (or_same and first == second)


def as_text(value: object) -> str | None:
    return None if value is None or isinstance(value, int | float) else text_of(value)


def units(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def quotient(one: float, other: float) -> float:
    if other != 0:
        return one / other
    return nan if one == 0 or isnan(one) else copysign(inf, one) * copysign(1, other)


def remainder(one: float, other: float) -> float:
    return nan if isinf(one) or other == 0 else fmod(one, other)


def whole(value: object) -> float:
    """ToIntegerOrInfinity."""
    number = number_of(value)
    return 0 if isnan(number) else number if isinf(number) else trunc(number)


def cut(text: str, start: object, length: object = inf) -> str:
    """String.prototype.substr, in UTF-16 units."""
    kept = units(text)
    size = len(kept) // 2
    first = whole(start)
    begin = int(min(max(size + first, 0) if first < 0 else first, size))
    end = int(min(begin + max(whole(length), 0), size))
    return kept[begin * 2 : end * 2].decode("utf-16-be", "surrogatepass")


def found(data: object, path: object, otherwise: object = None) -> object:
    """What a dotted name leads to in the data; `otherwise` where it leads nowhere.

    Only what the data themselves have: no methods and prototypes.
    """
    if path is None or path == "":
        return data
    for part in text_of(path).split("."):
        if isinstance(data, Mapping) and part in data:
            data = data[part]
        elif isinstance(data, Sequence) and part == "length":
            data = len(units(data)) // 2 if isinstance(data, str) else len(data)
        elif isinstance(data, Sequence) and INDEX.match(part) and int(part) < len(data):
            data = cut(data, int(part), 1) if isinstance(data, str) else data[int(part)]
        else:
            return otherwise
    return data
