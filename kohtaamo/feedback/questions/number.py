from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Asked, Question, UnfitError

LARGEST = 10**15
NUMBER = re.compile(r"[+-]?\d{1,16}(\.\d{1,16})?", re.ASCII)
CLOSE = 1e-9


def parse(raw: Any) -> int | float:
    """A number, or its text: "3,5", "1 200" and "−4" are read."""
    number = read_text(raw) if isinstance(raw, str) else raw
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise UnfitError("no_number")
    if not -LARGEST <= number <= LARGEST:  # neither is what is no number
        raise UnfitError("no_number")
    return int(number) if number == int(number) else number


def read_text(raw: str) -> float | None:
    text = re.sub(r"\s", "", raw).replace(",", ".").replace("−", "-")
    return float(text) if NUMBER.fullmatch(text) else None


def check(value: Any, element: Asked) -> None:
    least, most = element.at_least, element.at_most
    if isinstance(least, int | float) and value < least:
        raise UnfitError("too_low", least=shown(least))
    if isinstance(most, int | float) and value > most:
        raise UnfitError("too_high", most=shown(most))
    if element.step is not None and not is_on_step(value, least, element.step):
        raise UnfitError("off_step", step=shown(element.step))


def is_on_step(value: float, least: float | str | None, step: float) -> bool:
    """Steps are counted from the least number, or from nought."""
    steps = (value - (least if isinstance(least, int | float) else 0)) / step
    return abs(steps - round(steps)) < max(CLOSE, abs(steps) * CLOSE)


def shown(number: float) -> str:
    return f"{number:.15g}".replace("-", "−")


question = Question(
    key="number",
    label=_("Number"),
    input="number",
    takes=frozenset({"at_least", "at_most", "step", "ask_why"}),
    parse=parse,
    check=check,
    title={"fi": "Kuinka monta kertaa otit yhteyttä?", "en": "How many times did you contact us?"},
    seconds=8,
)
