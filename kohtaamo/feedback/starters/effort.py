from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, texts, usual

TROUBLED = {"<": [{"var": "ces_1_7"}, 5]}

starter = Starter(
    key="effort",
    label=_("Effort of self-service"),
    about=_("After something was done online or by a form: how easy it was, and where it stopped."),
    place=3,
    pages=[
        page(usual("ces_1_7", required=True)),
        page(
            asked(
                "multiple_choice",
                "obstacles",
                "Mikä aiheutti vaivaa?",
                "What caused the trouble?",
                other=True,
                shuffle=True,
                choices=[
                    {
                        "value": "finding",
                        "text": texts("Oikea paikka oli vaikea löytää", "The right place was hard to find"),
                    },
                    {
                        "value": "wording",
                        "text": texts("En ymmärtänyt ohjetta", "I did not understand the guidance"),
                    },
                    {"value": "fault", "text": texts("Palvelussa oli häiriö", "The service did not work")},
                    {
                        "value": "repeat",
                        "text": texts(
                            "Sama tieto piti antaa uudelleen", "I had to give the same facts again"
                        ),
                    },
                    {"value": "waiting", "text": texts("Odottaminen kesti", "The wait was long")},
                ],
            ),
            asked("open_text", "where_stuck", "Missä kohdassa se tuntui?", "At which point did you feel it?"),
            visible_if=TROUBLED,
        ),
        page(
            asked(
                "single_choice",
                "helped",
                "Saitko asian hoidettua itse?",
                "Could you get it done by yourself?",
                choices=[
                    {"value": "alone", "text": texts("Kyllä, itse", "Yes, by myself")},
                    {"value": "helped", "text": texts("Kyllä, kun minua autettiin", "Yes, with some help")},
                    {"value": "no", "text": texts("Asia jäi kesken", "It is still open")},
                ],
            )
        ),
    ],
)
