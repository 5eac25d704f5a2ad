from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, step_of

question = Question(
    key="csat",
    label=_("Satisfaction (CSAT)"),
    input="keys",
    scale=(1, 2, 3, 4, 5),
    parse=step_of(1, 2, 3, 4, 5),
    ends=(_("very dissatisfied"), _("very satisfied")),
    higher_is_better=True,
    title={
        "fi": "Kuinka tyytyväinen olit palveluun?",
        "en": "How satisfied were you with the service?",
    },
    seconds=6,
)
