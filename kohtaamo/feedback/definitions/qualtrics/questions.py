"""Kinds of Qualtrics questions, and what each becomes here."""

from __future__ import annotations

from typing import Any

from kohtaamo.feedback.definitions.shapes import mapping, numbered, words

from .survey import ordered

Payload = dict[str, Any]
SINGLE = frozenset({"SAVR", "SAHR", "SACOL", "DL", "SB"})
MULTIPLE = frozenset({"MAVR", "MAHR", "MACOL", "MSB"})
ONE_A_ROW = frozenset({"SingleAnswer", "DL", "DND", ""})
PLAIN = {"DB": "said", "FileUpload": "file", "RO": "ranking"}


def shape_of(question: Payload) -> str | None:
    """What it becomes; None for what cannot be asked here."""
    kind, selector = words(question.get("QuestionType")), words(question.get("Selector"))
    if kind in PLAIN:
        return PLAIN[kind]
    if kind == "MC":
        return "nps" if selector == "NPS" else "many" if selector in MULTIPLE else "one"
    if kind == "TE":
        return text_shape(question, selector)
    if kind in ("Slider", "CS"):
        return "sliders" if kind == "Slider" else "numbers"
    if kind == "SBS":
        return "side_by_side"
    return matrix_shape(question, selector) if kind == "Matrix" else None


def text_shape(question: Payload, selector: str) -> str:
    if selector == "FORM":
        return "texts"
    content = words(settings_of(question).get("ContentType"))
    return {"ValidNumber": "number", "ValidDate": "date"}.get(content, "text")


def matrix_shape(question: Payload, selector: str) -> str | None:
    if selector == "TE":
        return "texts"
    if selector == "CS":
        return None
    if selector in ("Likert", "Bipolar"):
        return "matrix" if words(question.get("SubSelector")) in ONE_A_ROW else "many_rows"
    return None


def settings_of(question: Payload) -> Payload:
    return mapping(mapping(question.get("Validation")).get("Settings"))


def parts_of(question: Payload) -> list[Payload]:
    """The columns of a side-by-side question, each a question of its own."""
    columns = numbered(question.get("AdditionalQuestions"))
    parts = []
    for key in columns:
        column = mapping(columns[key])
        part = {"Choices": question.get("Choices"), "ChoiceOrder": question.get("ChoiceOrder"), **column}
        part["QuestionID"] = words(column.get("QuestionID")) or f"{question['QuestionID']}#{key}"
        part["DataExportTag"] = words(column.get("DataExportTag")) or f"{question['QuestionID']}_{key}"
        part["Above"] = question
        part["Column"] = key
        parts.append(part)
    return parts


def codes_of(question: Payload, what: str, order: str) -> dict[str, str]:
    """Each choice by its own key, and the value we keep for it: the recoded one where all differ."""
    keys = [key for key, _ in ordered(question, what, order)]
    recoded = {
        key: words(code) for key, code in numbered(question.get("RecodeValues")).items() if key in keys
    }
    codes = {key: recoded.get(key) or key for key in keys}
    return codes if len(set(codes.values())) == len(keys) else {key: key for key in keys}


def scale_codes(question: Payload) -> dict[str, str]:
    """Of the columns of a table."""
    return codes_of(question, "Answers", "AnswerOrder")


def choice_codes(question: Payload) -> dict[str, str]:
    return codes_of(question, "Choices", "ChoiceOrder")


def row_keys(question: Payload) -> list[str]:
    return [key for key, _ in ordered(question, "Choices", "ChoiceOrder")]
