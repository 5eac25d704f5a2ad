from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, UnfitError

WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "kyllä": True,
    "0": False,
    "false": False,
    "no": False,
    "ei": False,
}


def parse(raw: Any) -> bool:
    """True and false, 1 and 0, and the words for them."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float) and raw in (0, 1):
        return bool(raw)
    if isinstance(raw, str) and raw.strip().lower() in WORDS:
        return WORDS[raw.strip().lower()]
    raise UnfitError("not_yes_or_no")


question = Question(
    key="yes_no",
    label=_("Yes or no"),
    input="options",
    parse=parse,
    choices={1: _("Yes"), 0: _("No")},
    title={"fi": "Hoituiko asiasi?", "en": "Was your matter resolved?"},
    seconds=5,
)
