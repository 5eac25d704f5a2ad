from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, texts, usual

starter = Starter(
    key="encounter",
    label=_("After an encounter"),
    about=_(
        "Right after a call, a visit or a chat: was the matter settled, how much trouble it was, and why."
    ),
    place=1,
    pages=[
        page(usual("effort", required=True, ask_why=[-2, -1])),
        page(usual("csat", ask_why=[1, 2])),
        page(
            asked(
                "single_choice",
                "settled",
                "Tuliko asiasi hoidettua?",
                "Was your matter taken care of?",
                choices=[
                    {"value": "yes", "text": texts("Kyllä", "Yes")},
                    {"value": "partly", "text": texts("Osittain", "Partly")},
                    {"value": "no", "text": texts("Ei", "No")},
                    {"value": "unknown", "text": texts("En tiedä vielä", "I do not know yet")},
                ],
            ),
            asked(
                "open_text",
                "left_open",
                "Mikä jäi kesken?",
                "What was left undone?",
                visible_if={"in": [{"var": "settled"}, ["partly", "no"]]},
            ),
        ),
        page(usual("expectation")),
        page(
            asked(
                "open_text", "open_text", "Mitä haluaisit kertoa meille?", "What would you like to tell us?"
            )
        ),
    ],
)
