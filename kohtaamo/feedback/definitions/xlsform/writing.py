"""A questionnaire of ours as an XLSForm workbook. What the form has no words for is named on a sheet of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from kohtaamo.feedback.definitions.texts import name_from
from kohtaamo.feedback.questionnaire import Element, Questionnaire
from kohtaamo.feedback.questionnaire.parts import Page
from kohtaamo.feedback.questionnaire.piping import PIPED
from kohtaamo.feedback.questions import QUESTIONS

from .asking import Form, limits, parameters, type_of
from .columns import TYPE, VALUE
from .relevance import relevance

SPOKEN = {"fi": "Suomi (fi)", "en": "English (en)"}
HEADS = {
    "survey": [
        "type",
        "name",
        "label",
        "hint",
        "required",
        "relevant",
        "constraint",
        "parameters",
        "appearance",
    ],
    "choices": ["list_name", "name", "label"],
    "settings": ["form_title", "form_id", "default_language"],
    "not_carried_over": ["name"],
}
OWN_HEADS = {"survey": [TYPE, VALUE], "choices": [VALUE]}
SPOKEN_HEADS = frozenset({"label", "hint"})
# What somebody wrote stays text: never a formula or a link.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SIDES = {
    "with": {"fi": "Kun se on", "en": "With it"},
    "without": {"fi": "Kun sitä ei ole", "en": "Without it"},
}
Cells = dict[str, Any]


class Writer:
    """Rows of the sheets, in their order."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.whole = questionnaire
        self.form = Form(questionnaire)
        self.survey: list[Cells] = []
        self.choices: list[Cells] = []
        self.lists: set[str] = set()
        self.lost: list[str] = []

    def write(self, name: str) -> bytes:
        self.lost += [one.name for one in self.whole.calculated] + [one.name for one in self.whole.quotas]
        self.lost += ["shufflePages"] if self.whole.shuffle_pages else []
        self.survey += [{"type": "hidden", "name": one} for one in self.whole.hidden]
        for number, page in enumerate(self.whole.pages, start=1):
            self.page(page, number)
        if any(self.whole.thanks.values()):
            self.note(self.form.free("thanks"), self.whole.thanks)
        first = SPOKEN[self.whole.languages[0]]
        settings = {"form_title": name, "form_id": name_from(name, (), "survey"), "default_language": first}
        lost = [{"name": one} for one in self.lost]
        sheets = {"survey": self.survey, "choices": self.choices, "settings": [settings]}
        return workbook({**sheets, **({"not_carried_over": lost} if lost else {})}, self.whole.languages)

    def page(self, page: Page, number: int) -> None:
        name = self.form.free(page.name or f"page_{number}")
        self.lost += [f"{name}.shuffle"] if page.shuffle else []
        relevant = self.rule(page.visible_if, name, "visibleIf")
        self.survey.append(
            {"type": "begin group", "name": name, "label": self.texts(page.title), "relevant": relevant}
        )
        if any(page.description.values()):
            self.note(self.form.free(f"{name}_note"), page.description)
        for element in page.elements:
            self.element(element)
        self.survey.append({"type": "end group"})

    def note(self, name: str, texts: Mapping[str, str]) -> None:
        self.survey.append({"type": "note", "name": name, "label": self.texts(texts)})

    def texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {language: self.piped(text) for language, text in texts.items()}

    def piped(self, text: str) -> str:
        def said(found: re.Match[str]) -> str:
            asked = self.form.asked.get(found[1] or "")
            return f"${{{asked.name}}}" if asked else "" if found[1] else "{"

        return PIPED.sub(said, text)

    def rule(self, rule: Any, name: str, what: str) -> str:
        if rule is None:
            return ""
        said = relevance(rule, self.form.asked)
        if said is None:
            self.lost.append(f"{name}.{what}")
        return said or ""

    def element(self, element: Element) -> None:
        row: Cells = {
            "name": element.name,
            "label": self.texts(element.title),
            "hint": self.texts(element.description),
            "required": self.required(element),
            "relevant": self.rule(element.visible_if, element.name, "visibleIf"),
        }
        self.lost += [f"{element.name}.probes"] if element.probes else []
        if element.type in ("matrix", "kano"):
            self.table(element, row)
        else:
            self.plain(element, row)
        if element.ask_why:
            asked = {"in": [{"var": element.name}, list(element.ask_why)]}
            relevant = self.rule(asked, element.why, "visibleIf")
            self.survey.append(
                {"type": "text", "name": element.why, "label": row["label"], "relevant": relevant}
            )

    def required(self, element: Element) -> str:
        said = self.rule(element.required_if, element.name, "requiredIf")
        return "yes" if element.required else said

    def plain(self, element: Element, row: Cells) -> None:
        kind = type_of(element)
        if kind.startswith(("select_", "rank")):
            kind = f"{kind} {self.list_of(element)}{' or_other' if element.other else ''}"
        constraint, lost = limits(element)
        self.lost += [f"{element.name}.{one}" for one in lost]
        told = {"type": kind, "constraint": constraint, "parameters": parameters(element)}
        self.survey.append({**row, **told, TYPE: element.type if self.form.is_hidden_kind(element) else ""})

    def table(self, element: Element, row: Cells) -> None:
        """Rows are questions that share their choices, in a group that shows them as a table."""
        listed = self.list_of(element)
        own = {"appearance": "table-list", TYPE: element.type}
        self.lost += [f"{element.name}.shuffle"] if element.shuffle else []
        self.survey.append({"type": "begin group", **row, "required": "", **own})
        lines = {one.value: one.text for one in element.rows} if element.type == "matrix" else SIDES
        for value, text in lines.items():
            name = self.form.asked[f"{element.name}.{value}"].name
            told = {"type": f"select_one {listed}", "name": name, "label": self.texts(text), VALUE: value}
            self.survey.append({**told, "required": row["required"]})
        self.survey.append({"type": "end group"})

    def list_of(self, element: Element) -> str:
        """Kinds whose words are ours share a list."""
        is_ours = bool(QUESTIONS[element.type].choices) and not element.choices
        name = element.type if is_ours else f"{element.name}_choices"
        if name not in self.lists:
            self.lists.add(name)
            self.choices += [
                {
                    "list_name": name,
                    "name": code,
                    "label": self.texts(text),
                    VALUE: value if value != code else "",
                }
                for code, value, text in self.form.choices(element)
            ]
        self.lost += [f"{element.name}.{one.value}.visibleIf" for one in element.choices if one.visible_if]
        return name


def workbook(sheets: Mapping[str, list[Cells]], languages: list[str]) -> bytes:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, OPTIONS) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            heads = [
                (head, language)
                for head in [*HEADS[title], *OWN_HEADS.get(title, [])]
                for language in (languages if head in SPOKEN_HEADS else [""])
            ]
            for column, (head, language) in enumerate(heads):
                page.write_string(0, column, f"{head}::{SPOKEN[language]}" if language else head)
            for number, row in enumerate(rows, start=1):
                for column, (head, language) in enumerate(heads):
                    cell = row.get(head) or ""
                    text = cell.get(language, "") if isinstance(cell, dict) else cell
                    if text:
                        page.write_string(number, column, text)
    return kept.getvalue()


def write(questionnaire: Questionnaire, name: str) -> bytes:
    return Writer(questionnaire).write(name)
