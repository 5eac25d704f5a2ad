from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter, asked, page, texts

HEARD = [
    {"value": "5", "text": texts("Täysin samaa mieltä", "Strongly agree")},
    {"value": "4", "text": texts("Samaa mieltä", "Agree")},
    {"value": "3", "text": texts("En samaa enkä eri mieltä", "Neither agree nor disagree")},
    {"value": "2", "text": texts("Eri mieltä", "Disagree")},
    {"value": "1", "text": texts("Täysin eri mieltä", "Strongly disagree")},
    {"value": "unknown", "text": texts("En osaa sanoa", "I cannot say")},
]

# The rows follow what presence is made of: being listened to, being seen as a person, being sincere, an even
# tone to the end of the service, and what was promised being kept in view.
starter = Starter(
    key="presence",
    label=_("Was I heard"),
    about=_(
        "How present we were: listening, respect, sincerity. For encounters between people, also remote ones."
    ),
    place=4,
    pages=[
        page(
            asked(
                "matrix",
                "presence",
                "Millainen kohtaaminen oli sinulle?",
                "What was the encounter like for you?",
                required=True,
                rows=[
                    {"value": "listened", "text": texts("Minua kuunneltiin.", "I was listened to.")},
                    {
                        "value": "understood",
                        "text": texts("Asiani ymmärrettiin.", "My matter was understood."),
                    },
                    {
                        "value": "respected",
                        "text": texts("Minua arvostettiin.", "I was treated with respect."),
                    },
                    {
                        "value": "sincere",
                        "text": texts("Kohtaaminen tuntui aidolta.", "The encounter felt genuine."),
                    },
                    {"value": "time", "text": texts("Minulle oli aikaa.", "There was time for me.")},
                ],
                columns=HEARD,
            ),
        ),
        page(
            asked(
                "open_text",
                "not_heard",
                "Missä kohdassa et tullut kuulluksi?",
                "At which point were you not heard?",
            ),
            visible_if={
                "or": [{"in": [{"var": f"presence.{row}"}, ["1", "2"]]} for row in ("listened", "understood")]
            },
        ),
        page(
            asked(
                "open_text",
                "remembered",
                "Mikä kohtaamisesta jäi mieleesi?",
                "What do you remember of the encounter?",
            )
        ),
    ],
)
