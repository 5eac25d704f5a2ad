"""What Satama asks at each place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member

# Place -> name of its survey, and the questions in order.
SURVEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "phone": ("Puhelun jälkeen", ("effort", "csat", "expectation", "nps", "why")),
    "website": ("Suositteletko Satamaa?", ("nps", "why")),
    "chatbot": ("Chatin jälkeen", ("csat", "solved", "nps", "why")),
    "desk": ("Palvelupisteessä käynnin jälkeen", ("csat", "expectation", "nps", "why")),
    "invoice": ("Laskusta", ("csat", "nps", "why")),
    "transfer": ("Siirretyn puhelun jälkeen", ("effort", "nps", "why")),
    "app": ("Sovelluksesta", ("csat", "nps", "why")),
    "form": ("Sopimuksen teon jälkeen", ("effort", "nps", "why")),
    "guide": ("Oliko ohjeesta apua?", ("solved", "nps", "why")),
    "installer": ("Asentajan käynnin jälkeen", ("csat", "expectation", "nps", "why")),
    "friends": ("Mitä olet kuullut meistä?", ("nps", "why")),
    "exit": ("Irtisanomisen jälkeen", ("effort", "nps", "why")),
}
TITLES = {
    "nps": {
        "fi": "Kuinka todennäköisesti suosittelisit Satamaa ystävälle tai työtoverille?",
        "en": "How likely are you to recommend Satama to a friend or colleague?",
    },
    "solved": {"fi": "Tuliko asiasi hoidetuksi?", "en": "Was your matter taken care of?"},
    "why": {"fi": "Miksi?", "en": "Why?"},
}
KINDS = {"solved": "single_choice", "why": "open_text"}
CHOICES = (
    {"value": "kylla", "text": {"fi": "Kyllä", "en": "Yes"}},
    {"value": "osittain", "text": {"fi": "Osittain", "en": "Partly"}},
    {"value": "ei", "text": {"fi": "Ei", "en": "No"}},
)


def kind_of(name: str) -> str:
    return KINDS.get(name, name)


def questionnaire(names: tuple[str, ...]) -> Questionnaire:
    return read_questionnaire(
        {"languages": ["fi", "en"], "pages": [{"elements": [element(name)]} for name in names]}
    )


def element(name: str) -> dict[str, Any]:
    kind = kind_of(name)
    return {
        "name": name,
        "type": kind,
        "title": dict(TITLES.get(name) or QUESTIONS[kind].title),
        "choices": list(CHOICES) if name == "solved" else [],
    }


def make_surveys(touchpoints: Mapping[str, Touchpoint], actor: Member) -> dict[str, Survey]:
    """Published surveys by the key of the place."""
    made = {}
    for key, (name, names) in SURVEYS.items():
        made[key] = create_survey(
            name=name, touchpoint=touchpoints[key], questionnaire=questionnaire(names), actor=actor
        )
        publish_survey(survey=made[key], actor=actor)
    return made
