"""What the surveys of the sweeps ask."""

from __future__ import annotations

from kohtaamo.feedback.questionnaire import Questionnaire

QUESTIONS = [
    ("nps", "nps", "Suosittelisitko meitä?"),
    ("csat", "csat", "Kuinka tyytyväinen olit?"),
    ("miksi", "open_text", "Miksi?"),
]
QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "languages": ["fi"],
        "pages": [
            {"elements": [{"name": name, "type": kind, "title": {"fi": text}}]}
            for name, kind, text in QUESTIONS
        ],
    }
)
