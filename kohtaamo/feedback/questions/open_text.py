from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Asked, Question, UnfitError, parse_text

# A pattern is tried on no longer text: see `questionnaire.patterns`.
PATTERN_TEXT_LENGTH = 300


def check(value: Any, element: Asked) -> None:
    most = element.longest
    if element.pattern:
        most = min(most or PATTERN_TEXT_LENGTH, PATTERN_TEXT_LENGTH)
    if most is not None and len(value) > most:
        raise UnfitError("text_too_long", length=len(value), most=most)
    if element.pattern and not re.fullmatch(element.pattern, value.strip(), re.ASCII):
        raise UnfitError("pattern_unfit")


question = Question(
    key="open_text",
    label=_("Open text"),
    input="text",
    takes=frozenset({"pattern", "longest"}),
    parse=parse_text,
    check=check,
    title={"fi": "Mitä haluaisit kertoa meille?", "en": "What would you like to tell us?"},
    seconds=25,
)
