from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Asked, Question, UnfitError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEARS = (1800, 2200)


def parse(raw: Any) -> str:
    """A day as YYYY-MM-DD."""
    text = raw.strip() if isinstance(raw, str) else ""
    if not DAY.fullmatch(text):
        raise UnfitError("not_a_date")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnfitError("not_a_date") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise UnfitError("not_a_date")
    return text


def check(value: Any, element: Asked) -> None:
    if isinstance(element.at_least, str) and value < element.at_least:
        raise UnfitError("too_early", least=element.at_least)
    if isinstance(element.at_most, str) and value > element.at_most:
        raise UnfitError("too_late", most=element.at_most)


question = Question(
    key="date",
    label=_("Date"),
    input="date",
    takes=frozenset({"at_least", "at_most"}),
    parse=parse,
    check=check,
    title={"fi": "Minä päivänä asioit?", "en": "On which day did you visit?"},
    seconds=10,
)
