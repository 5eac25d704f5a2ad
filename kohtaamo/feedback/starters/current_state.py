from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, texts

LEVELS = [
    {"value": "1", "text": texts("Ei vielä", "Not yet")},
    {"value": "2", "text": texts("Alussa", "Just begun")},
    {"value": "3", "text": texts("Osin", "In part")},
    {"value": "4", "text": texts("Pääosin", "Mostly")},
    {"value": "5", "text": texts("Vakiintunut", "Well established")},
    {"value": "unknown", "text": texts("En osaa sanoa", "I cannot say")},
]


def row(value: str, finnish: str, english: str) -> dict[str, object]:
    return {"value": value, "text": texts(finnish, english)}


starter = Starter(
    key="current_state",
    label=_("Where we stand now"),
    about=_(
        "A mapping of the present state before developing: goals, listening, channels, people, measures."
    ),
    place=7,
    pages=[
        page(
            asked(
                "matrix",
                "aims",
                "Millä tasolla nämä ovat meillä nyt?",
                "How far have we come in these?",
                rows=[
                    row(
                        "aim",
                        "Tiedämme, millaisia kohtaamisia haluamme.",
                        "We know what kind of encounters we want.",
                    ),
                    row(
                        "promise",
                        "Asiakaslupauksemme on selvä kaikille.",
                        "Our promise to customers is clear to all.",
                    ),
                    row(
                        "owner",
                        "Asiakaskokemuksella on vastuuhenkilö.",
                        "Somebody is responsible for the customer experience.",
                    ),
                ],
                columns=LEVELS,
            ),
            title=texts("Suunta", "Direction"),
        ),
        page(
            asked(
                "matrix",
                "listening",
                "Entä asiakkaan kuuleminen?",
                "And listening to customers?",
                rows=[
                    row("path", "Asiakkaan polku on kuvattu.", "The customer's journey has been described."),
                    row(
                        "feedback",
                        "Keräämme palautetta heti kohtaamisen jälkeen.",
                        "We collect feedback right after encounters.",
                    ),
                    row("reply", "Palautteeseen vastataan.", "Feedback gets a reply."),
                    row("deeds", "Palaute johtaa tekoihin.", "Feedback leads to deeds."),
                ],
                columns=LEVELS,
            ),
            title=texts("Kuuleminen", "Listening"),
        ),
        page(
            asked(
                "matrix",
                "people",
                "Entä ihmiset?",
                "And people?",
                rows=[
                    row("training", "Kohtaamista harjoitellaan.", "Encounters are practised."),
                    row(
                        "measures",
                        "Seuraamme kohtaamisten laatua mittareilla.",
                        "We follow the quality of encounters by measures.",
                    ),
                    row(
                        "staff",
                        "Työntekijöiden kokemus otetaan huomioon.",
                        "The experience of employees is heeded.",
                    ),
                ],
                columns=LEVELS,
            ),
            title=texts("Ihmiset", "People"),
        ),
        page(
            asked(
                "ranking",
                "first",
                "Mistä pitäisi aloittaa?",
                "Where should we begin?",
                choices=[
                    {"value": "direction", "text": texts("Yhteinen suunta", "A shared direction")},
                    {"value": "listening", "text": texts("Asiakkaan kuuleminen", "Listening to customers")},
                    {"value": "channels", "text": texts("Kanavien sujuvuus", "Channels that work")},
                    {"value": "people", "text": texts("Ihmisten osaaminen", "The skills of people")},
                    {"value": "measures", "text": texts("Mittaaminen", "Measuring")},
                ],
                at_most=3,
            )
        ),
        page(
            asked(
                "open_text",
                "obstacle",
                "Mikä on suurin este?",
                "What is the largest obstacle?",
            )
        ),
    ],
)
