from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, step_of

# The scale and its wording are as practitioners ask it; less effort than expected is good.
question = Question(
    key="effort",
    label=_("Effort against expectation"),
    input="options",
    scale=(-2, -1, 0, 1, 2),
    parse=step_of(-2, -1, 0, 1, 2),
    choices={
        2: _("Much less than I expected"),
        1: _("A little less than I expected"),
        0: _("As much as I expected"),
        -1: _("A little more than I expected"),
        -2: _("Much more than I expected"),
    },
    higher_is_better=True,
    title={
        "fi": "Paljonko asian hoitamisesta oli sinulle vaivaa?",
        "en": "How much effort did it take you to get this done?",
    },
)
