"""A QSF file from its flow: blocks become pages, branches and skips become rules."""

from __future__ import annotations

from typing import Any

from kohtaamo.feedback.definitions.definition import Definition
from kohtaamo.feedback.definitions.draft import Draft
from kohtaamo.feedback.definitions.finishing import finished
from kohtaamo.feedback.definitions.opened import Opened
from kohtaamo.feedback.definitions.shapes import listed, mapping, whole, words
from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.definitions.tongues import tongues_of

from .asking import Asking
from .conditions import Conditions
from .flow import Flow
from .naming import name_question
from .survey import TRASH, Survey, Wording, survey_of, tag_of

KEY = "qualtrics"


def knows(opened: Opened) -> bool:
    found = mapping(opened.json)
    return "SurveyElements" in found and "SurveyEntry" in found


def read(opened: Opened) -> Definition:
    survey = survey_of(mapping(opened.json))
    draft = Draft(tongues_of(survey.languages))
    for key in survey.questions:
        draft.find(key)
    fields = hidden_fields(draft, survey)
    asked = asked_in_order(survey)
    rows: dict[str, list[str]] = {}
    for key in asked:
        rows |= name_question(draft, survey.questions[key])
    wording = Wording(draft, survey.languages[0], fields)
    asking = Asking(draft, wording, Conditions(draft, fields, rows))
    flow = Flow(survey, asking, asked)
    flow.walk(flow_or_blocks(survey))
    tell_unasked(draft, survey, asked)
    bring_quotas(draft, survey, asking.conditions)
    tell_options(draft, survey)
    return finished(draft, form=KEY, name=survey.name)


def flow_or_blocks(survey: Survey) -> list[Any]:
    """A file without a flow is asked block by block."""
    return survey.flow or [
        {"Type": "Block", "ID": key} for key, block in survey.blocks.items() if block.get("Type") != TRASH
    ]


def asked_in_order(survey: Survey) -> list[str]:
    """Questions by the flow."""
    found: dict[str, None] = {}
    left = list(flow_or_blocks(survey))
    while left:
        step = mapping(left.pop(0))
        left = [*listed(step.get("Flow")), *left]
        block = survey.blocks.get(words(step.get("ID")), {})
        for element in listed(block.get("BlockElements")):
            key = words(mapping(element).get("QuestionID"))
            if key in survey.questions:
                found[key] = None
    return list(found)


def hidden_fields(draft: Draft, survey: Survey) -> dict[str, str]:
    """Embedded data by their own names, and ours; a value set in the flow is told."""
    fields: dict[str, str] = {}
    left = list(survey.flow)
    while left:
        step = mapping(left.pop(0))
        left += listed(step.get("Flow"))
        for one in listed(step.get("EmbeddedData")) if step.get("Type") == "EmbeddedData" else []:
            field = words(mapping(one).get("Field"))
            if field and field not in fields:
                fields[field] = draft.hide(field)
            if words(mapping(one).get("Value")):
                draft.lose(field, "embedded_value")
    return fields


def tell_unasked(draft: Draft, survey: Survey, asked: list[str]) -> None:
    trashed = {
        words(mapping(one).get("QuestionID"))
        for block in survey.blocks.values()
        if block.get("Type") == TRASH
        for one in listed(block.get("BlockElements"))
    }
    for key, question in survey.questions.items():
        if key not in asked:
            draft.know(tag_of(question), {"": plain(question.get("QuestionText"))})
            draft.lose(tag_of(question), "in_trash" if key in trashed else "not_in_flow")


def bring_quotas(draft: Draft, survey: Survey, conditions: Conditions) -> None:
    for quota in survey.quotas:
        name = words(quota.get("Name")) or "quota"
        most = whole(quota.get("Occurrences"))
        when = conditions.rule(quota.get("Logic"), name)
        if most is None or when is None:
            draft.lose(name, "quota_unfit")
        else:
            draft.quotas.append({"name": draft.name(name), "when": when, "most": most})


def tell_options(draft: Draft, survey: Survey) -> None:
    if words(survey.options.get("EOSMessage")):
        draft.lose("EOSMessage", "library_text")
    if words(survey.options.get("EOSRedirectURL")) not in ("", "http://"):
        draft.lose("EOSRedirectURL", "redirect")
    if words(survey.options.get("PasswordProtection")) == "Yes":
        draft.lose("PasswordProtection", "password")
    if words(survey.options.get("ProgressBarDisplay")) == "None":
        draft.settings["show_progress"] = False
