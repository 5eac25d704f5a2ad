from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, texts, usual

starter = Starter(
    key="promise",
    label=_("Did we keep our promise"),
    about=_("What the customer was promised, and what came true. Find where words and deeds part."),
    place=5,
    pages=[
        page(
            asked(
                "single_choice",
                "kept",
                "Pidettiinkö saamasi lupaus?",
                "Was the promise you were given kept?",
                required=True,
                choices=[
                    {
                        "value": "more",
                        "text": texts("Sain enemmän kuin luvattiin", "I got more than was promised"),
                    },
                    {"value": "kept", "text": texts("Lupaus pidettiin", "The promise was kept")},
                    {"value": "partly", "text": texts("Lupaus pidettiin osittain", "It was kept in part")},
                    {"value": "broken", "text": texts("Lupausta ei pidetty", "It was not kept")},
                    {"value": "none", "text": texts("Minulle ei luvattu mitään", "I was promised nothing")},
                    {"value": "unknown", "text": texts("En osaa sanoa", "I cannot say")},
                ],
            )
        ),
        page(
            asked(
                "multiple_choice",
                "what_failed",
                "Mikä lupauksesta jäi toteutumatta?",
                "Which part of the promise did not come true?",
                other=True,
                choices=[
                    {"value": "time", "text": texts("Aikataulu", "The schedule")},
                    {"value": "price", "text": texts("Hinta", "The price")},
                    {"value": "content", "text": texts("Sisältö", "The content")},
                    {"value": "contact", "text": texts("Yhteydenotto", "Getting back to me")},
                ],
            ),
            asked("open_text", "what_was_promised", "Mitä sinulle luvattiin?", "What were you promised?"),
            visible_if={"in": [{"var": "kept"}, ["partly", "broken"]]},
        ),
        page(usual("expectation")),
        page(
            asked(
                "consent",
                "contact",
                "Minuun saa ottaa yhteyttä vastaukseni takia.",
                "I may be contacted about my answer.",
            ),
            visible_if={"==": [{"var": "kept"}, "broken"]},
        ),
    ],
)
