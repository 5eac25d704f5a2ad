"""The published JSON Schema: what another program may write, checked here when it is read."""

from __future__ import annotations

from typing import Any

from kohtaamo.feedback.questions import QUESTIONS

from .parts import LANGUAGES
from .whole import Questionnaire


def schema() -> dict[str, Any]:
    """Kinds and languages are named, so that an editor can offer them."""
    made = Questionnaire.model_json_schema(by_alias=True)
    parts = made["$defs"]
    parts["Element"]["properties"]["type"] |= {"enum": sorted(QUESTIONS)}
    made["properties"]["languages"]["items"] = {"enum": list(LANGUAGES), "type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
