from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, step_of

question = Question(
    key="expectation",
    label=_("Against expectations"),
    input="options",
    scale=(-1, 0, 1),
    parse=step_of(-1, 0, 1),
    choices={
        1: _("It exceeded my expectations"),
        0: _("It met my expectations"),
        -1: _("It did not meet my expectations"),
    },
    higher_is_better=True,
    title={
        "fi": "Vastasiko palvelu odotuksiasi?",
        "en": "Did the service meet your expectations?",
    },
)
