from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, step_of

question = Question(
    key="ces_1_7",
    label=_("Made it easy (CES, 1–7)"),
    input="options",
    scale=(1, 2, 3, 4, 5, 6, 7),
    parse=step_of(1, 2, 3, 4, 5, 6, 7),
    choices={
        7: _("Strongly agree"),
        6: _("Agree"),
        5: _("Somewhat agree"),
        4: _("Neither agree nor disagree"),
        3: _("Somewhat disagree"),
        2: _("Disagree"),
        1: _("Strongly disagree"),
    },
    higher_is_better=True,
    title={
        "fi": "Asiani hoitaminen oli tehty minulle helpoksi.",
        "en": "It was made easy for me to handle my matter.",
    },
)
