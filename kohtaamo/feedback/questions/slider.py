from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Asked, Question, UnfitError

from .number import is_on_step, parse, shown

# Where its author says nothing else.
LEAST, MOST, STEP = 0, 100, 1


def limits(element: Asked) -> tuple[float, float, float]:
    """From, to and by how much."""
    least, most = element.at_least, element.at_most
    return (
        least if isinstance(least, int | float) else LEAST,
        most if isinstance(most, int | float) else MOST,
        element.step or STEP,
    )


def check(value: Any, element: Asked) -> None:
    least, most, step = limits(element)
    if value < least:
        raise UnfitError("too_low", least=shown(least))
    if value > most:
        raise UnfitError("too_high", most=shown(most))
    if not is_on_step(value, least, step):
        raise UnfitError("off_step", step=shown(step))


question = Question(
    key="slider",
    label=_("Slider"),
    input="slider",
    takes=frozenset({"at_least", "at_most", "step", "ask_why"}),
    parse=parse,
    check=check,
    title={"fi": "Kuinka hyvin sinua kuunneltiin?", "en": "How well were you listened to?"},
    seconds=8,
)
