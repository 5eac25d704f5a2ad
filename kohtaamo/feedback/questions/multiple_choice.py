from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, check_choices, parse_choices

question = Question(
    key="multiple_choice",
    label=_("Several choices"),
    input="many",
    takes=frozenset({"choices", "other", "shuffle", "at_least", "at_most", "ask_why"}),
    parse=parse_choices,
    check=check_choices,
    title={"fi": "Mitkä näistä sopivat?", "en": "Which of these apply?"},
    seconds=10,
)
