from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import Question, step_of

question = Question(
    key="enps",
    label=_("Would recommend as an employer (eNPS)"),
    input="keys",
    scale=tuple(range(11)),
    parse=step_of(*range(11)),
    ends=(_("not at all likely"), _("very likely")),
    higher_is_better=True,
    protects_people=True,
    title={
        "fi": "Kuinka todennäköisesti suosittelisit meitä työpaikkana?",
        "en": "How likely are you to recommend us as a place to work?",
    },
)
