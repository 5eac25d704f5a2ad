from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, step_of

question = Question(
    key="ces_1_5",
    label=_("Own effort (CES, 1–5)"),
    input="options",
    scale=(1, 2, 3, 4, 5),
    parse=step_of(1, 2, 3, 4, 5),
    choices={
        1: _("Very little effort"),
        2: _("Little effort"),
        3: _("Some effort"),
        4: _("Much effort"),
        5: _("Very much effort"),
    },
    higher_is_better=False,
    title={
        "fi": "Kuinka paljon vaivaa jouduit itse näkemään asiasi hoitamiseksi?",
        "en": "How much effort did you personally have to put forth to handle your matter?",
    },
)
