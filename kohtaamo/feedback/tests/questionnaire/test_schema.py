from __future__ import annotations

import json
from pathlib import Path

from django.test import Client

from kohtaamo.feedback.questionnaire.schema import schema
from kohtaamo.feedback.questions import QUESTIONS

DOCUMENT = Path(__file__).parents[4] / "docs/questionnaire.schema.json"


def test_document_is_the_schema_itself() -> None:
    """Written anew by `make schema`."""
    assert json.loads(DOCUMENT.read_text()) == json.loads(json.dumps(schema()))


def test_schema_names_kinds_and_camel_case_fields() -> None:
    element = schema()["$defs"]["Element"]["properties"]
    assert element["type"]["enum"] == sorted(QUESTIONS)
    assert {"visibleIf", "requiredIf", "required", "askWhy", "atLeast"} <= element.keys()
    assert "visible_if" not in element


def test_schema_is_open_to_all(client: Client) -> None:
    page = client.get("/api/v1/questionnaire.schema.json")
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "application/schema+json"
    assert page.json() == json.loads(json.dumps(schema()))
