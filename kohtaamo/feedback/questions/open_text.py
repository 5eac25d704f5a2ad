from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, parse_text

question = Question(
    key="open_text",
    label=_("Open text"),
    input="text",
    takes=frozenset({"pattern", "longest"}),
    parse=parse_text,
    title={"fi": "Mitä haluaisit kertoa meille?", "en": "What would you like to tell us?"},
    seconds=25,
)
