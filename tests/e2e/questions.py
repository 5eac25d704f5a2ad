"""Questionnaires that the stories ask of the demo organisation's customers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.processes.server import environment

PUBLISH = """
import json, sys, django
django.setup()
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.tenancy import working_for
with working_for(Organisation.objects.get(slug="satama")):
    survey = create_survey(name="Tarina", touchpoint=Touchpoint.objects.first(),
        questionnaire=read_questionnaire(json.load(sys.stdin)))
    publish_survey(survey=survey)
print(survey.token)
"""


def publish(data: Path, questionnaire: dict[str, Any]) -> str:
    """The token of a new survey, asked by the server that has this data folder."""
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH],
        env={**environment(data), "DJANGO_SETTINGS_MODULE": "kohtaamo.settings"},
        input=json.dumps(questionnaire),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def said(fi: str, en: str) -> dict[str, str]:
    return {"fi": fi, "en": en}


def offered(*texts: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"value": value, "text": said(fi, en)} for value, fi, en in texts]


MATTERS = offered(("permit", "Lupa", "A permit"), ("bill", "Lasku", "A bill"))
NPS = {"name": "nps", "type": "nps", "title": said("Suosittelisitko?", "Would you recommend us?")}
MATTER = {
    "name": "matter",
    "type": "single_choice",
    "title": said("Mitä asiasi koski?", "What was it about?"),
    "choices": MATTERS,
}
TOLD = {
    "name": "told",
    "type": "open_text",
    "title": said("Mitä {matter} sinulle kertoi?", "What did {matter} tell you?"),
}
THREE_PAGES = {
    "languages": ["fi", "en"],
    "pages": [
        {"elements": [{**NPS, "required": True, "askWhy": [0, 1, 2, 3]}]},
        {"elements": [MATTER]},
        {"elements": [TOLD]},
    ],
}


def plain(kind: str, **more: Any) -> dict[str, Any]:
    return {"name": f"q_{kind}", "type": kind, "title": said(f"Kysymys {kind}", f"Question {kind}"), **more}


EVERY_KIND = {
    "languages": ["fi", "en"],
    "pages": [
        {
            "title": said("Kaikki yhdellä sivulla", "All on one page"),
            "elements": [
                {**NPS, "askWhy": [0]},
                {**MATTER, "other": True},
                plain("multiple_choice", choices=MATTERS),
                plain("number"),
                plain("slider"),
                plain("date"),
                plain("matrix", rows=MATTERS, columns=MATTERS),
                plain("ranking", choices=MATTERS),
                plain("kano"),
                plain("yes_no"),
                plain("csat"),
                plain("ces_1_7"),
                plain("file"),
                plain("consent"),
                plain("open_text"),
            ],
        }
    ],
}
