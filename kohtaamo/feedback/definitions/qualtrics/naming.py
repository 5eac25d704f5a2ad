"""Names of all that is asked, before any text or condition that speaks of them is read."""

from __future__ import annotations

from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.logic import Target, Way
from kohtaamo.feedback.definitions.shapes import words
from kohtaamo.feedback.questionnaire.parts import COLUMNS, ROWS

from .questions import Payload, choice_codes, parts_of, row_keys, scale_codes, shape_of
from .survey import tag_of

WAYS: dict[str, Way] = {
    "one": "one",
    "many": "many",
    "nps": "number",
    "number": "number",
    "text": "text",
    "date": "text",
    "file": "many",
    "ranking": "many",
    "matrix": "table",
}
ROW_WAYS: dict[str, Way] = {"many_rows": "many", "texts": "text", "sliders": "number", "numbers": "number"}


def name_question(draft: Draft, question: Payload) -> dict[str, list[str]]:
    """Puts down what rules may ask of; returns the rows of those that have any, by the question's key."""
    key, shape = words(question["QuestionID"]), shape_of(question)
    if shape is None or shape == "said":
        return {}
    if shape == "side_by_side":
        found: dict[str, list[str]] = {}
        for part in parts_of(question):
            found |= name_question(draft, part)
        return found
    rows = row_keys(question)
    if shape == "matrix" and (len(rows) > ROWS or len(scale_codes(question)) > COLUMNS):
        name_rows(draft, question, key, rows, "one")
        return {key: rows}
    if shape in ROW_WAYS:
        name_rows(draft, question, key, rows, ROW_WAYS[shape])
        return {key: rows}
    codes = scale_codes(question) if shape == "matrix" else choice_codes(question)
    values = dict(codes) if shape in ("one", "many", "ranking", "matrix") else {}
    draft.targets[key] = Target(draft.name(tag_of(question)), WAYS[shape], values)
    return {key: rows} if shape == "matrix" else {}


def name_rows(draft: Draft, question: Payload, key: str, rows: list[str], way: Way) -> None:
    tag = tag_of(question)
    values = scale_codes(question) if way in ("one", "many") else {}
    for row in rows:
        draft.targets[f"{key}/{row}"] = Target(draft.name(f"{tag}_{row}"), way, values)
    if rows:
        draft.targets[key] = Target(draft.targets[f"{key}/{rows[0]}"].name, way, values)
