from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, texts, usual

AGREE = [
    {"value": "5", "text": texts("Täysin samaa mieltä", "Strongly agree")},
    {"value": "4", "text": texts("Samaa mieltä", "Agree")},
    {"value": "3", "text": texts("En samaa enkä eri mieltä", "Neither agree nor disagree")},
    {"value": "2", "text": texts("Eri mieltä", "Disagree")},
    {"value": "1", "text": texts("Täysin eri mieltä", "Strongly disagree")},
    {"value": "unknown", "text": texts("En osaa sanoa", "I cannot say")},
]

starter = Starter(
    key="employees",
    label=_("For employees (eNPS)"),
    about=_("Our own people: would they recommend us, and do they have what good encounters take."),
    place=6,
    pages=[
        page(usual("enps", required=True)),
        page(
            asked("open_text", "why_low", "Minkä pitäisi muuttua ensin?", "What should change first?"),
            visible_if={"<=": [{"var": "enps"}, 6]},
        ),
        page(
            asked(
                "matrix",
                "conditions",
                "Mitä mieltä olet työstäsi asiakkaiden kanssa?",
                "What do you think of your work with customers?",
                rows=[
                    {
                        "value": "time",
                        "text": texts(
                            "Minulla on aikaa kuunnella asiakasta.", "I have time to listen to the customer."
                        ),
                    },
                    {
                        "value": "skills",
                        "text": texts(
                            "Osaamiseni riittää vaikeisiin tilanteisiin.",
                            "My skills are enough for hard situations.",
                        ),
                    },
                    {"value": "tools", "text": texts("Työvälineeni toimivat.", "My tools work.")},
                    {
                        "value": "power",
                        "text": texts(
                            "Saan ratkaista asiakkaan asian.", "I may settle the customer's matter."
                        ),
                    },
                    {
                        "value": "support",
                        "text": texts("Saan tukea työkavereilta.", "I get support from colleagues."),
                    },
                ],
                columns=AGREE,
            )
        ),
        page(
            asked(
                "open_text",
                "open_text",
                "Mikä auttaisi sinua kohtaamaan asiakkaat paremmin?",
                "What would help you in your encounters with customers?",
            )
        ),
    ],
)
