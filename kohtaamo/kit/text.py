"""Numbers and times as people read them, in Finnish and English, without Django.

Moments are shown as they are given: turn them to the reader's time zone first.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from math import isfinite, isnan
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.dates import format_date, format_interval, format_time
from babel.numbers import NumberPattern, format_decimal, parse_pattern

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from kohtaamo.kit.periods import Period

Language = Literal["fi", "en"]
Number = int | float | Decimal

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"
MOST_DECIMALS = 2

# British English has days before months and a clock of 24 hours, as our readers have
LOCALES: dict[str, str] = {"fi": "fi", "en": "en_GB"}


# What a 64-bit key can hold; and turning thousands of digits into a number takes time.
MOST_DIGITS = 18


def whole_number(text: str) -> int | None:
    """The number in an address or a form, when the text is its plain digits; else None."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


@cache
def pattern_of(decimals: int, *, all_shown: bool) -> NumberPattern:
    places = ("0" if all_shown else "#") * decimals
    return parse_pattern(f"#,##0.{places}" if decimals else "#,##0")


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


@lru_cache(maxsize=16_384)
def show_number(value: Number, language: str, decimals: int | None = None) -> str:
    """1204 -> "1 204" / "1,204", -0.72 -> "−0,72" / "−0.72"; a real minus, halves away from zero.

    `decimals` are shown even when they are zeros; without it at most two, and only those needed.
    `ValueError` for what is no number; `KeyError` for a language not ours.
    """
    if isnan(value):
        raise ValueError("not a number")
    if not isfinite(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    shown = MOST_DECIMALS if decimals is None else decimals
    # through the shortest text of the float, so that 2.675 is what it looks like
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-shown), rounding=ROUND_HALF_UP)
    pattern = pattern_of(shown, all_shown=decimals is not None)
    # babel takes its own parsed pattern as well, which its types do not tell
    text: str = format_decimal(abs(rounded), format=pattern, locale=locale_of(language))
    return MINUS + text if rounded < 0 else text


def show_signed(value: Number, language: str, decimals: int | None = None) -> str:
    """As `show_number` with a plus before what is above zero as shown: "+12", "−31", "0"."""
    text = show_number(value, language, decimals)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789∞") else text


def show_percent(share: Number, language: str, decimals: int = 0) -> str:
    """A share 0..1: 0.804 -> "80 %" / "80%"."""
    percent = show_number(Decimal(str(share)) * 100, language, decimals)
    return f"{percent}{NO_BREAK_SPACE}%" if language == "fi" else f"{percent}%"


def show_range(low: Number, high: Number, language: str, decimals: int | None = None) -> str:
    """Two ends as "4–18"; where an end is below zero a dash would be misread: "−5…3" / "−5 to 3"."""
    ends = show_number(low, language, decimals), show_number(high, language, decimals)
    if not any(end.startswith(MINUS) for end in ends):
        return EN_DASH.join(ends)
    return ("…" if language == "fi" else f"{NO_BREAK_SPACE}to{NO_BREAK_SPACE}").join(ends)


def show_percent_range(low: Number, high: Number, language: str) -> str:
    """Two shares 0..1 in whole per cents, the sign once: "62–69 %" / "62–69%"."""
    ends = show_range(round(Decimal(str(low)) * 100), round(Decimal(str(high)) * 100), language)
    return f"{ends}{NO_BREAK_SPACE}%" if language == "fi" else f"{ends}%"


def show_date(day: date, language: str) -> str:
    """21.11.2026 / 21 Nov 2026."""
    text: str = format_date(day, format="medium", locale=LOCALES[language])
    return text


def show_time(moment: time | datetime, language: str) -> str:
    """Klo 10.42 / 10:42, on the clock the moment itself carries."""
    pattern = "'klo\u00a0'H.mm" if language == "fi" else "HH:mm"
    clock = moment.replace(tzinfo=None)
    text: str = format_time(clock, format=pattern, locale=LOCALES[language])
    return text


def show_moment(moment: datetime, language: str) -> str:
    """21.11.2026 klo 10.42 / 21 Nov 2026, 10:42."""
    between = " " if language == "fi" else ", "
    return f"{show_date(moment.date(), language)}{between}{show_time(moment, language)}"


def show_period(period: Period, language: str) -> str:
    """The first and the last day of the period, what they share written once: "1.–21.11.2026"."""
    if period.days == 1:
        return show_date(period.start, language)
    skeleton = "yMd" if language == "fi" else "yMMMd"
    text: str = format_interval(period.start, period.last_day, skeleton=skeleton, locale=LOCALES[language])
    return text
