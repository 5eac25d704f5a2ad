"""The parts of a QSF file by what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kohtaamo.feedback.definitions.draft import Draft, Texts
from kohtaamo.feedback.definitions.shapes import listed, mapping, numbered, words
from kohtaamo.feedback.definitions.texts import piped

PIPE = re.compile(
    r"\$\{(?P<kind>[a-z]+)://(?P<rest>[^}]{1,300})\}"
)  # ${q://QID1/ChoiceGroup/SelectedChoices}, ${e://Field/Name}
TRASH = "Trash"


@dataclass(frozen=True, slots=True)
class Survey:
    name: str
    languages: list[str]
    questions: Mapping[str, dict[str, Any]]
    blocks: Mapping[str, dict[str, Any]]
    flow: list[Any]
    options: dict[str, Any]
    quotas: list[dict[str, Any]]


def survey_of(raw: dict[str, Any]) -> Survey:
    entry = mapping(raw.get("SurveyEntry"))
    elements = [mapping(one) for one in listed(raw.get("SurveyElements"))]
    payloads = {
        kind: [one.get("Payload") for one in elements if one.get("Element") == kind] for kind in KINDS
    }
    options = mapping(first(payloads["SO"]))
    questions = {}
    for one in elements:
        if one.get("Element") == "SQ":
            payload = mapping(one.get("Payload"))
            key = words(payload.get("QuestionID")) or words(one.get("PrimaryAttribute"))
            questions[key] = {**payload, "QuestionID": key}
    blocks = [mapping(one) for payload in payloads["BL"] for one in numbered(payload).values()]
    if not blocks:
        # an export of questions alone: all are asked, in the order of the file
        blocks = [{"ID": "", "BlockElements": [{"QuestionID": key} for key in questions]}]
    return Survey(
        name=words(entry.get("SurveyName")),
        languages=languages_of(entry, options, questions),
        questions=questions,
        blocks={words(block.get("ID")): block for block in blocks},
        flow=listed(mapping(first(payloads["FL"])).get("Flow")),
        options=options,
        quotas=[mapping(one) for one in payloads["QO"]],
    )


KINDS = ("BL", "FL", "SO", "QO")


def first(found: list[Any]) -> Any:
    return found[0] if found else None


def languages_of(entry: dict[str, Any], options: dict[str, Any], questions: dict[str, Any]) -> list[str]:
    translated = [code for one in questions.values() for code in mapping(one.get("Language"))]
    offered = list(mapping(options.get("AvailableLanguages")))
    return [words(entry.get("SurveyLanguage")) or "EN", *offered, *translated]


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts in all languages that are kept, with values piped in by our names."""

    draft: Draft
    first_language: str
    fields: Mapping[str, str]

    def text(self, raw: Any, tag: str) -> str:
        def name_of(found: re.Match[str]) -> str | None:
            parts = found["rest"].split("/")
            if found["kind"] == "q" and parts[0] in self.draft.targets:
                return self.draft.targets[parts[0]].name
            if found["kind"] in ("e", "m") and parts[-1] in self.fields:
                return self.fields[parts[-1]]
            self.draft.lose(tag, "piped_unknown", name=found[0][:80])
            return None

        return piped(raw, PIPE, name_of)

    def of(self, question: Mapping[str, Any], *path: str) -> Texts:
        """What stands at the path in the question itself and in its translations."""
        tag = tag_of(question)
        translations = mapping(question.get("Language"))
        texts = {}
        for written, kept in self.draft.tongues.kept.items():
            holder = question if written == self.first_language else translations.get(written)
            text = self.text(within(holder, path), tag)
            if text:
                texts[kept] = text
        if not texts:
            texts = {self.draft.tongues.first: self.text(within(question, path), tag)}
        return texts


def within(holder: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        holder = numbered(holder).get(step)
    return holder


def tag_of(question: Mapping[str, Any]) -> str:
    """How people know the question: its export tag, or its number."""
    return words(question.get("DataExportTag")) or words(question.get("QuestionID")) or "question"


def ordered(question: Mapping[str, Any], what: str, order: str) -> list[tuple[str, dict[str, Any]]]:
    """Choices, statements or scale points in the order they are shown; those the order forgets come last."""
    parts = {key: mapping(part) for key, part in numbered(question.get(what)).items()}
    told = [words(key) for key in listed(question.get(order))]
    keys = list(dict.fromkeys([*(key for key in told if key in parts), *parts]))
    return [(key, parts[key]) for key in keys]
