from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import CHOICES, WITHIN, Question, UnfitError, check_choices, parse_short


def parse(raw: Any) -> list[str]:
    """Values of choices, the first the best; those not put in order are left out."""
    if not isinstance(raw, list | tuple):
        raise UnfitError("not_a_list")
    if len(raw) > CHOICES:
        raise UnfitError("too_many_choices", most=CHOICES)
    given = [text for one in raw if (text := parse_short(one))]
    if len(set(given)) < len(given):
        raise UnfitError("ranked_twice")
    return given


def counted(value: Any) -> list[str]:
    return [f"{one}{WITHIN}{place}" for place, one in enumerate(value, start=1)]


question = Question(
    key="ranking",
    label=_("Ranking"),
    input="ranking",
    takes=frozenset({"choices", "shuffle", "at_least", "at_most"}),
    parse=parse,
    check=check_choices,
    counted=counted,
    title={"fi": "Mikä näistä on sinulle tärkeintä?", "en": "Which of these matters most to you?"},
    seconds=20,
)
