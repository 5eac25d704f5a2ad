"""Figures, dates and the honest number as the person reads them, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isinf
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext_lazy
from lucide.templatetags.lucide import lucide

from kohtaamo.kit import text

register = template.Library()

# Two ends count as equally far from the value when they differ less than this share of the interval.
EVEN = 0.15
MOST_DAYS_COUNTED = 60
UNKNOWN = text.EN_DASH


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, size: str | int = 18, label: str = "") -> SafeString:
    """The picture as SVG: decoration, or with a label an image that is read out. Drawn once, then remembered."""
    spoken: dict[str, str] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return mark_safe(lucide(str(name), size=int(size), stroke_width="1.75", **spoken))  # noqa: S308 - drawn by the library


def language() -> str:
    short = (get_language() or "en").split("-")[0]
    return short if short in text.LOCALES else "en"


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    return UNKNOWN if value is None else text.show_number(value, language(), decimals)


@register.filter
def signed(value: float | None, decimals: int | None = None) -> str:
    return UNKNOWN if value is None else text.show_signed(value, language(), decimals)


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent."""
    return UNKNOWN if share is None else text.show_percent(share, language(), decimals)


@register.filter
def percent_to(low: float | None, high: float | None) -> str:
    """Both ends of a share: {{ low|percent_to:high }} is 62–69 %."""
    return UNKNOWN if low is None or high is None else text.show_percent_range(low, high, language())


@register.filter(name="range")
def value_range(low: float | None, high: float | None) -> str:
    """Both ends with as few decimals as the distance between them allows: 33–49, −0,1…0,3."""
    if low is None or high is None or isinf(low) or isinf(high):
        return UNKNOWN
    between = abs(high - low)
    decimals = 0 if between >= 3 else 1 if between >= 0.3 else 2  # noqa: PLR2004
    if float(low).is_integer() and float(high).is_integer():
        decimals = 0
    return text.show_range(low, high, language(), decimals)


def local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def ago(value: date | datetime | None) -> str:
    """Days while a person still counts them, then the date."""
    if value is None:
        return ""
    days = (timezone.localdate() - local_day(value)).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days > MOST_DAYS_COUNTED:
        return text.show_date(local_day(value), language())
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


@register.filter
def moment(value: date | datetime | None) -> str:
    """21.11.2026 klo 10.42; without a clock time only the date."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return text.show_moment(timezone.localtime(value), language())
    return text.show_date(value, language())


@register.filter
def marked(words: str, spans: Iterable[Sequence[Any]]) -> SafeString:
    """Customer words with what a reading rests on marked; a span is (start, end) or (start, end, class)."""
    parts, at = [], 0
    for start, end, *tone in sorted(spans, key=tuple):
        if start < at:
            continue  # of two overlapping readings the first one stays marked
        parts.append(escape(words[at:start]))
        parts.append(format_html('<mark class="{}">{}</mark>', tone[0] if tone else "", words[start:end]))
        at = end
    return mark_safe("".join([*parts, escape(words[at:])]))  # noqa: S308  every part is escaped above


@register.simple_tag
def share_bar(detractors: float, passives: float, promoters: float) -> dict[str, str]:
    """Counts or shares of any scale, as places on a bar and per cents."""
    detractors, passives, promoters = float(detractors), float(passives), float(promoters)
    whole = (detractors + passives + promoters) or 1
    first, second = detractors / whole, passives / whole
    return {
        "first": f"{first:.2%}",
        "second_start": f"{first:.2%}",
        "second": f"{second:.2%}",
        "third_start": f"{first + second:.2%}",
        "third": f"{promoters / whole:.2%}",
        "detractors": percent(first),
        "passives": percent(second),
        "promoters": percent(promoters / whole),
    }


@dataclass(frozen=True, slots=True)
class Drawn:
    """An honest number made ready to draw. Places on the scale are SVG percentages from the left."""

    value: str
    unit: str
    margin: str
    interval: str
    state: str
    verdict: str
    verdict_beside_target: str
    point: str
    interval_start: str
    interval_width: str
    target: str
    target_text: str
    n: str
    minimum: str
    age: str


@register.filter
def honest(figure: Any) -> Drawn:
    """Takes anything with the fields of an honest number; absent fields count as not known."""

    def field(name: str, otherwise: Any = None) -> Any:
        if isinstance(figure, dict):
            return figure.get(name, otherwise)
        return getattr(figure, name, otherwise)

    value, low, high, target = (field(name) for name in ("value", "low", "high", "target"))
    decimals, with_sign = field("decimals") or 0, field("signed", False)
    bottom, top = scale_ends(field("scale_low"), field("scale_high"), signed_scale=with_sign)
    show = signed if with_sign else number
    state = field("state") or "none"
    age = field("age")

    def place(at: float | None) -> str:
        if at is None:
            return ""
        return f"{min(100.0, max(0.0, (at - bottom) / (top - bottom) * 100)):.2f}%"

    width = ""
    if low is not None and high is not None:
        width = f"{float(place(high)[:-1]) - float(place(low)[:-1]):.2f}%"
    return Drawn(
        value=show(value, decimals),
        unit=str(field("unit") or ""),
        margin=margin_text(value, low, high, decimals),
        interval=value_range(low, high) if low is not None else "",
        state=state,
        verdict=verdict_words(state, has_target=target is not None),
        verdict_beside_target=beside_target(state),
        point=place(value),
        interval_start=place(low),
        interval_width=width,
        target=place(target),
        target_text="" if target is None else show(target, decimals),
        n=number(field("n")) if field("n") is not None else "",
        minimum=number(field("minimum")) if field("minimum") is not None else "",
        age=ago(age) if isinstance(age, date) else str(age or ""),
    )


def scale_ends(low: float | None, high: float | None, *, signed_scale: bool) -> tuple[float, float]:
    if low is None or high is None or low == high:
        return (-100.0, 100.0) if signed_scale else (0.0, 100.0)
    return float(low), float(high)


def margin_text(value: float | None, low: float | None, high: float | None, decimals: int) -> str:
    """±3 when the interval stands evenly round the value, else both its ends.

    A margin under three units of the last digit gets one digit more, so that a small one does not read
    as nothing.
    """
    if value is None or low is None or high is None:
        return ""
    if abs((high - value) - (value - low)) > EVEN * (high - low) + 10**-decimals:
        return value_range(low, high)
    margin = (high - low) / 2
    digits = decimals + 1 if margin < 3 * 10**-decimals else decimals
    return "±" + number(margin, digits)


# Looked up in the language of the page when one of them is drawn, not all for each number.
BESIDE_TARGET = {
    "better": pgettext_lazy("than the target", "better"),
    "worse": pgettext_lazy("than the target", "worse"),
    "same": pgettext_lazy("than the target", "no real difference"),
}
THAN_TARGET = {
    "better": gettext_lazy("better than the target"),
    "worse": gettext_lazy("worse than the target"),
    "same": gettext_lazy("does not differ from the target"),
}
THAN_BEFORE = {
    "better": gettext_lazy("has become better"),
    "worse": gettext_lazy("has become worse"),
    "same": gettext_lazy("no real change"),
}


def beside_target(state: str) -> str:
    """The verdict where the target itself has just been named."""
    return str(BESIDE_TARGET.get(state, ""))


def verdict_words(state: str, *, has_target: bool) -> str:
    return str((THAN_TARGET if has_target else THAN_BEFORE).get(state, ""))
