from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question

from .yes_no import parse

question = Question(
    key="consent",
    label=_("Consent"),
    input="consent",
    takes=frozenset(),
    parse=parse,
    choices={1: _("Agreed"), 0: _("Did not agree")},
    title={
        "fi": "Minuun saa ottaa yhteyttä vastaukseni takia.",
        "en": "I may be contacted about my answer.",
    },
    seconds=5,
)
