from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, usual

starter = Starter(
    key="nps",
    label=_("Would recommend (NPS)"),
    about=_("How the relationship stands, a few times a year. The next question follows from the score."),
    place=2,
    pages=[
        page(usual("nps", required=True)),
        page(
            asked(
                "open_text",
                "why_low",
                "Mikä on suurin syy arvosanaasi?",
                "What is the main reason for your score?",
            ),
            visible_if={"<=": [{"var": "nps"}, 6]},
        ),
        page(
            asked(
                "open_text",
                "what_lacks",
                "Mitä meiltä puuttui täysistä pisteistä?",
                "What would have made it a full score?",
            ),
            visible_if={"<=": [7, {"var": "nps"}, 8]},
        ),
        page(
            asked("open_text", "what_works", "Missä onnistuimme parhaiten?", "What did we do best?"),
            visible_if={">=": [{"var": "nps"}, 9]},
        ),
    ],
)
