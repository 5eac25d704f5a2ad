from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, usual

starter = Starter(
    key="satisfaction",
    label=_("Satisfaction"),
    about=_("One to five, why after a low score, and open text."),
    place=8,
    pages=[
        page(usual("csat", required=True, ask_why=[1, 2])),
        page(
            asked(
                "open_text", "open_text", "Mitä haluaisit kertoa meille?", "What would you like to tell us?"
            )
        ),
    ],
)
