"""Our own form: the questionnaire as it is kept, in an envelope that tells its name."""

from __future__ import annotations

import json

from kohtaamo.feedback.definitions.definition import Definition, DefinitionFormat
from kohtaamo.feedback.definitions.opened import Opened
from kohtaamo.feedback.definitions.shapes import mapping, words
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire

KEY = "kohtaamo"
VERSION = 1
LONGEST_NAME = 200


def knows(opened: Opened) -> bool:
    """With the envelope, or a bare questionnaire of this form."""
    found = mapping(opened.json)
    return KEY in found or is_bare(found)


def is_bare(found: object) -> bool:
    raw = mapping(found)
    pages = raw.get("pages")
    return isinstance(raw.get("languages"), list) and isinstance(pages, list)


def read(opened: Opened) -> Definition:
    found = mapping(opened.json)
    questionnaire = read_questionnaire(found.get("questionnaire") if KEY in found else found)
    count = sum(1 for _ in questionnaire.elements())
    return Definition(
        format=KEY,
        name=" ".join(words(found.get("name")).split())[:LONGEST_NAME],
        questionnaire=questionnaire,
        losses=(),
        questions=count,
        imported=count,
    )


def write(questionnaire: Questionnaire, name: str) -> bytes:
    whole = {KEY: VERSION, "name": name, "questionnaire": questionnaire.stored()}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


form = DefinitionFormat(key=KEY, label="Kohtaamo (JSON)", knows=knows, read=read, write=write)
