"""What the form of one question, of a page and of the whole says, as it is stored. What it does not ask stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import LANGUAGES, Element, Page, Questionnaire, Rule
from kohtaamo.feedback.questionnaire.parts import OF_A_KIND
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.starter import new_element

from .naming import fresh_name, fresh_value
from .rule_rows import number_in, row_written, rows_of, rule_of

Stored = dict[str, Any]
LIMITS = (("atLeast", "at_least"), ("atMost", "at_most"), ("step", "step"), ("longest", "longest"))


def element_from(
    form: QueryDict, before: Element, questionnaire: Questionnaire, asked: Mapping[str, str]
) -> Stored:
    """Of another type it gets another name, so that answers never mix."""
    kind = form.get("type", before.type)
    kind = kind if kind in QUESTIONS else before.type
    taken = set(questionnaire.names()) - set(before.names())
    name = before.name if kind == before.type else fresh_name(kind, set(questionnaire.names()), asked)
    wished = form.get("new-name", "").strip()
    if kind == before.type and wished and wished != before.name:
        name = fresh_name(wished, taken, asked, kind)
    stored = {**what_stays(before, kind), "name": name, "type": kind}
    stored["title"] = title_from(form, before, kind, questionnaire.languages)
    stored["description"] = texts_from(form, "description", before.description)
    if "has-needs" in form:
        stored["required"] = "required" in form
        stored["requiredIf"] = rule_from(form, "requiredIf", before.required_if, questionnaire)
        stored["visibleIf"] = rule_from(form, "visibleIf", before.visible_if, questionnaire)
    if kind == before.type:
        stored |= of_its_kind(form, before, questionnaire)
    else:
        stored |= begun(kind, name, before, questionnaire)
    if questionnaire.guide and "has-probes" in form:
        probes = {code: lines_of(form.get(f"probes-{code}", "")) for code in questionnaire.languages}
        stored |= {"probes": {code: lines for code, lines in probes.items() if lines}}
        stored["noteSpace"] = "noteSpace" in form
    return {key: value for key, value in stored.items() if value is not None}


def what_stays(before: Element, kind: str) -> Stored:
    """All that a question of the type has too; limits go with the type."""
    takes = QUESTIONS[kind].takes
    limits = set() if kind == before.type else {"at_least", "at_most", "step", "ask_why"}
    kept = {field for field in Element.model_fields if field not in OF_A_KIND or (field in takes - limits)}
    return before.model_dump(mode="json", by_alias=True, exclude_defaults=True, include=kept)


def begun(kind: str, name: str, before: Element, questionnaire: Questionnaire) -> Stored:
    """What a question that became of this type needs to begin with."""
    made = new_element(kind, name, questionnaire.languages).model_dump(mode="json", by_alias=True)
    needed = {"choices": before.choices, "rows": before.rows, "columns": before.columns}
    return {
        field: made[field] for field, given in needed.items() if field in QUESTIONS[kind].takes and not given
    }


def title_from(form: QueryDict, before: Element, kind: str, languages: list[str]) -> dict[str, str]:
    """What was written; the usual wording follows the type."""
    title = texts_from(form, "title", before.title)
    usual = QUESTIONS[before.type].title
    for language in languages:
        if kind != before.type and title.get(language, "") in {"", usual[language]}:
            title[language] = QUESTIONS[kind].title[language]
    return title


def texts_from(form: QueryDict, field: str, before: Mapping[str, str]) -> dict[str, str]:
    written = {
        code: form.get(f"{field}-{code}", "").strip() for code in LANGUAGES if f"{field}-{code}" in form
    }
    return {code: text for code, text in {**before, **written}.items() if text}


def of_its_kind(form: QueryDict, before: Element, questionnaire: Questionnaire) -> Stored:
    takes = QUESTIONS[before.type].takes
    stored: Stored = {}
    for field in ("choices", "rows", "columns"):
        if field in takes and f"has-{field}" in form:
            stored[field] = offered_from(form, field, before, questionnaire)
    return stored | limits_from(form, before, takes) if "has-kind" in form else stored


def limits_from(form: QueryDict, before: Element, takes: frozenset[str]) -> Stored:
    stored: Stored = {alias: limit_from(form, alias, before) for alias, field in LIMITS if field in takes}
    stored |= {field: field in form for field in ("other", "shuffle") if field in takes}
    if "pattern" in takes:
        stored["pattern"] = form.get("pattern", "").strip()
    if "accept" in takes:
        stored["accept"] = form.get("accept", "").replace(",", " ").split()
    if "ask_why" in takes:
        stored["askWhy"] = [why_value(before, text) for text in form.getlist("askWhy")]
    return stored


def why_value(element: Element, text: str) -> Any:
    question = QUESTIONS[element.type]
    if question.has_own_choices:
        return text
    return text == "1" if element.type == "yes_no" else number_in(text)


def limit_from(form: QueryDict, alias: str, element: Element) -> Any:
    text = form.get(alias, "").strip()
    if not text:
        return None
    if element.type == "date":
        return text
    number = number_in(text)
    if isinstance(number, str):
        raise UnfitError("limit_unreadable", text=text[:60])
    return number


def offered_from(form: QueryDict, field: str, before: Element, questionnaire: Questionnaire) -> list[Stored]:
    """Choices, rows or columns, one a line; a line without any text is left out, and keeps its value else."""
    stored: list[Stored] = []
    rules = {choice.value: choice.visible_if for choice in before.choices} if field == "choices" else {}
    kept = {one.value: one.text for one in getattr(before, field)}
    for number, value in enumerate(form.getlist(field)):
        texts = texts_from(form, f"{field}-{number}", kept.get(value, {}))
        if not texts:
            continue
        used = {one["value"] for one in stored}
        fresh = value if value and value not in used else fresh_value(next(iter(texts.values())), used)
        line: Stored = {"value": fresh, "text": texts}
        rule = rule_from(form, f"{field}-{number}-if", rules.get(value), questionnaire)
        stored.append({**line, "visibleIf": rule} if rule is not None else line)
    return stored


def rule_from(form: QueryDict, prefix: str, before: Rule | None, questionnaire: Questionnaire) -> Rule | None:
    """Rows that say what they said before leave the rule as it was written."""
    if f"{prefix}-json" in form:
        return rule_read(form.get(f"{prefix}-json", ""))
    names = form.getlist(f"{prefix}-name")
    if not names:
        return before
    comparisons, values = form.getlist(f"{prefix}-comparison"), form.getlist(f"{prefix}-value")
    rows = [
        row
        for name, comparison, value in zip(names, comparisons, values, strict=False)
        if (row := row_written(name, comparison, value, questionnaire)) is not None  # type: ignore[arg-type]
    ]
    every = form.get(f"{prefix}-join", "and") != "or"
    stood = rows_of(before)
    if stood is not None and stood[0] == rows and (len(rows) < 2 or stood[1] == every):  # noqa: PLR2004
        return before
    return rule_of(rows, every=every)


def rule_read(text: str) -> Rule | None:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UnfitError("rule_unreadable") from None


def page_from(form: QueryDict, before: Page, questionnaire: Questionnaire) -> Stored:
    stored = {
        **before.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "title": texts_from(form, "title", before.title),
        "description": texts_from(form, "description", before.description),
        "visibleIf": rule_from(form, "visibleIf", before.visible_if, questionnaire),
        "name": form.get("new-name", before.name).strip(),
        "shuffle": "shuffle" in form,
    }
    return {key: value for key, value in stored.items() if value is not None}


def whole_from(form: QueryDict, before: Questionnaire) -> Stored:
    """What concerns the whole survey; pages stay."""
    languages = [code for code in LANGUAGES if code in form.getlist("languages")] or before.languages
    stored = {
        **before.stored(),
        "languages": languages,
        "thanks": texts_from(form, "thanks", before.thanks),
        "hidden": list(dict.fromkeys(form.get("hidden", "").replace(",", " ").split())),
        "shufflePages": "shufflePages" in form,
        "showProgress": "showProgress" in form,
        "guide": "guide" in form,
        "calculated": calculated_from(form, before),
        "quotas": quotas_from(form, before),
    }
    return with_usual_titles(stored, before)


def calculated_from(form: QueryDict, before: Questionnaire) -> list[Stored]:
    """A sum or a mean of questions, or a rule as it is written."""
    found = []
    for number, name in enumerate(form.getlist("calculated")):
        how, said = form.get(f"calculated-{number}-how", "rule"), form.get(f"calculated-{number}-of", "")
        if name.strip() and said.strip():
            found.append({"name": name.strip(), "value": value_rule(how, said)})
    return found if "calculated" in form else [one.model_dump(mode="json") for one in before.calculated]


def value_rule(how: str, said: str) -> Rule:
    if how == "rule":
        return rule_read(said)
    names = [{"var": name} for name in said.replace(",", " ").split()]
    total: Rule = {"+": names}
    return {"/": [total, len(names)]} if how == "mean" else total


def quotas_from(form: QueryDict, before: Questionnaire) -> list[Stored]:
    rules = {one.name: one.when for one in before.quotas}
    found = []
    for number, name in enumerate(form.getlist("quotas")):
        most = number_in(form.get(f"quotas-{number}-most", ""))
        if not name.strip():
            continue
        if not isinstance(most, int):
            raise UnfitError("limit_unreadable", text=str(most)[:60])
        rule = rule_from(form, f"quotas-{number}-when", rules.get(name.strip()), before)
        found.append({"name": name.strip(), "most": most, **({"when": rule} if rule is not None else {})})
    if "quotas" in form:
        return found
    return [one.model_dump(mode="json", exclude_none=True) for one in before.quotas]


def with_usual_titles(stored: Stored, before: Questionnaire) -> Stored:
    """A language just added gets the usual wording where a question still has it in another."""
    added = [code for code in stored["languages"] if code not in before.languages]
    for page in stored["pages"]:
        for element in page["elements"]:
            usual, title = QUESTIONS[element["type"]].title, element.setdefault("title", {})
            is_usual = any(text == usual.get(code) for code, text in title.items())
            for code in added:
                if is_usual and not title.get(code):
                    title[code] = usual[code]
    return stored


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
