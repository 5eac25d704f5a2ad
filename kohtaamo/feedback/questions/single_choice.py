from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, check_choice, parse_choice

question = Question(
    key="single_choice",
    label=_("One choice"),
    input="options",
    takes=frozenset({"choices", "other", "shuffle", "ask_why"}),
    parse=parse_choice,
    check=check_choice,
    title={"fi": "Mitä asiasi koski?", "en": "What was your matter about?"},
)
