"""What the editor's page shows of a draft: its outline, one question's fields, and rules as rows and a sentence."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.course import in_language
from kohtaamo.feedback.questionnaire import Choice, Element, Page, Questionnaire, Row, Rule
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.questions.slider import limits
from kohtaamo.feedback.visit import options_of, title_of
from kohtaamo.kit.rules.words import in_words
from kohtaamo.kit.text import Language

from .rule_rows import MOST_ROWS, RuleRow, as_text, rows_of, value_shown

COMPARISONS: tuple[tuple[str, str | Promise], ...] = (
    ("is", _("is")),
    ("is_not", _("is not")),
    ("at_most", _("is at most")),
    ("at_least", _("is at least")),
    ("less", _("is less than")),
    ("more", _("is more than")),
    ("one_of", _("is one of (separate with ;)")),
    ("contains", _("contains")),
    ("lacks", _("does not contain")),
    ("given", _("has been answered")),
    ("missing", _("has no answer")),
)
NAMES = {"fi": _("in Finnish"), "en": _("in English")}
MOST_OPTIONS = 25


def outline_of(draft: Questionnaire, at: str, page_at: int) -> list[dict[str, Any]]:
    number = 0
    pages = []
    for page_number, page in enumerate(draft.pages, start=1):
        rows = []
        for element in page.elements:
            number += 1
            rows.append(
                {
                    "element": element,
                    "number": number,
                    "question": QUESTIONS[element.type],
                    "title": title_of(element, draft.languages[0]),
                    "is_chosen": element.name == at,
                    "has_rule": element.visible_if is not None or element.required_if is not None,
                    "lacks": lacks_texts(element, draft),
                }
            )
        pages.append(
            {
                "page": page,
                "number": page_number,
                "title": in_language(page.title, draft.languages[0]),
                "rows": rows,
                "is_chosen": page_number == page_at,
                "is_plain": is_plain(page),
            }
        )
    return pages


def is_plain(page: Page) -> bool:
    return not page.title and not page.description and page.visible_if is None and not page.shuffle


def lacks_texts(element: Element, draft: Questionnaire) -> list[str]:
    """The languages in which something has no text yet."""
    offered: list[Choice | Row] = [*element.choices, *element.rows, *element.columns]
    texts = [element.title, *(one.text for one in offered)]
    if element.description:
        texts.append(element.description)
    return [code for code in draft.languages if any(not text.get(code, "").strip() for text in texts)]


def fields_of(element: Element, draft: Questionnaire, number: int, page: int) -> dict[str, Any]:
    question = QUESTIONS[element.type]
    before = known_before(draft, element.name)
    return {
        "element": element,
        "question": question,
        "number": number,
        "page": page,
        "base": json.dumps(element.model_dump(mode="json", by_alias=True, exclude_defaults=True)),
        "texts": texts_shown(draft, title=element.title, description=element.description),
        "visible_if": rule_shown("visibleIf", element.visible_if, draft, before),
        "required_if": rule_shown("requiredIf", element.required_if, draft, before),
        "offered": offered_shown(element, draft, before),
        "takes": question.takes,
        "limits": limits_shown(element),
        "why": why_shown(element, draft),
        "accept": " ".join(element.accept),
        "probes": [
            {"language": code, "in_language": NAMES[code], "text": "\n".join(element.probes.get(code, []))}
            for code in draft.languages
        ],
        "is_many": question.input in {"many", "ranking", "file"},
    }


def limits_shown(element: Element) -> dict[str, str]:
    given = {"least": element.at_least, "most": element.at_most, "step": element.step}
    shown = {key: as_text(value) for key, value in given.items()}
    if element.type == "slider":
        shown["usual"] = "–".join(as_text(value) for value in limits(element)[:2])
    return shown


def texts_shown(draft: Questionnaire, **fields: Any) -> list[dict[str, Any]]:
    """Side by side by language, each with what is missing."""
    return [
        {
            "language": code,
            "in_language": NAMES[code],
            **{field: text.get(code, "") for field, text in fields.items()},
            "is_missing": not fields["title"].get(code, "").strip() if "title" in fields else False,
        }
        for code in draft.languages
    ]


def offered_shown(
    element: Element, draft: Questionnaire, before: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Choices, rows and columns, each line with its texts; a blank line at the end."""
    names = {"choices": gettext("Choices"), "rows": gettext("Rows"), "columns": gettext("Columns")}
    found = []
    for field in ("choices", "rows", "columns"):
        if field not in QUESTIONS[element.type].takes:
            continue
        lines = []
        given: list[Any] = [*getattr(element, field), None]
        for number, one in enumerate(given):
            texts = [
                {
                    "language": code,
                    "text": one.text.get(code, "") if one else "",
                    "label": f"{names[field]} {number + 1} {NAMES[code]}",
                    "is_missing": one is not None and not one.text.get(code, "").strip(),
                }
                for code in draft.languages
            ]
            prefix = f"{field}-{number}"
            rule = getattr(one, "visible_if", None) if one else None
            lines.append(
                {
                    "prefix": prefix,
                    "value": one.value if one else "",
                    "texts": texts,
                    "rule": rule_shown(f"{prefix}-if", rule, draft, before)
                    if rule is not None or (one is not None and field == "choices" and before)
                    else None,
                }
            )
        found.append({"field": field, "label": names[field], "lines": lines})
    return found


def why_shown(element: Element, draft: Questionnaire) -> list[dict[str, Any]]:
    if "ask_why" not in QUESTIONS[element.type].takes or QUESTIONS[element.type].input in {
        "number",
        "slider",
    }:
        return []
    asked = {as_text(value) for value in element.ask_why}
    return [
        {"value": option.value, "label": option.label, "is_asked": option.value in asked}
        for option in options_of(element, draft.languages[0])
    ]


def known_before(draft: Questionnaire, name: str) -> list[tuple[str, str]]:
    """What a rule of this question may name: what is asked earlier, hidden and calculated values."""
    found: list[tuple[str, str]] = []
    for number, element in enumerate(draft.elements(), start=1):
        if element.name == name:
            break
        title = shortened(title_of(element, draft.languages[0]))
        if element.rows:
            found += [
                (
                    f"{element.name}.{row.value}",
                    f"{number}. {shortened(in_language(row.text, draft.languages[0]))}",
                )
                for row in element.rows
            ]
        else:
            found.append((element.name, f"{number}. {title}"))
    return found + [(one, one) for one in (*draft.hidden, *(value.name for value in draft.calculated))]


def shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004


def rule_shown(
    prefix: str, rule: Rule | None, draft: Questionnaire, names: list[tuple[str, str]]
) -> dict[str, Any]:
    found = rows_of(rule)
    shown: dict[str, Any] = {"prefix": prefix, "sentence": rule_sentence(rule, draft), "names": names}
    if found is None:
        return {**shown, "json": json.dumps(rule, ensure_ascii=False)}
    rows, every = found
    blank = [RuleRow("", "is")] if len(rows) < MOST_ROWS else []
    return {
        **shown,
        "rows": [row_shown(row, draft, names) for row in [*rows, *blank]],
        "every": every,
        "comparisons": COMPARISONS,
        "is_set": bool(rows),
        "has_several": len(rows) > 1,
    }


def row_shown(row: RuleRow, draft: Questionnaire, names: list[tuple[str, str]]) -> dict[str, Any]:
    options = [] if row.comparison == "one_of" else values_offered(row.name, draft)
    written = value_shown(row)
    is_offered = any(value == written for value, _label in options) or not written
    unknown = [(row.name, row.name)] if row.name and row.name not in dict(names) else []
    return {
        "name": row.name,
        "comparison": row.comparison,
        "value": written,
        "options": options if is_offered else [],
        "unknown": unknown,
        "needs_value": row.comparison not in {"given", "missing"},
    }


def values_offered(name: str, draft: Questionnaire) -> list[tuple[str, str]]:
    base, _, part = name.partition(".")
    element = draft.named().get(base)
    if element is None:
        return []
    if part:
        language = draft.languages[0]
        return [(one.value, in_language(one.text, language) or one.value) for one in element.columns]
    options = options_of(element, draft.languages[0])
    return [(one.value, str(one.label)) for one in options] if len(options) <= MOST_OPTIONS else []


def rule_sentence(rule: Rule | None, draft: Questionnaire) -> str:
    """The rule in words, with the titles of questions; nothing when it is not easily said."""
    if rule is None:
        return ""
    language: Language = "fi" if (get_language() or "fi").startswith("fi") else "en"
    left = "”" if language == "fi" else "“"
    labels: dict[str, str] = {}
    values: dict[str, dict[Any, str]] = {}
    for element in draft.elements():
        labels[element.name] = f"{left}{shortened(title_of(element, draft.languages[0]))}”"
        for row in element.rows:
            text = shortened(in_language(row.text, draft.languages[0]) or row.value)
            labels[f"{element.name}.{row.value}"] = f"{left}{text}”"
            values[f"{element.name}.{row.value}"] = {
                one.value: f"{left}{in_language(one.text, draft.languages[0]) or one.value}”"
                for one in element.columns
            }
        if element.choices:
            values[element.name] = {
                one.value: f"{left}{in_language(one.text, draft.languages[0]) or one.value}”"
                for one in element.choices
            }
    return in_words(rule, language, labels=labels, values=values) or ""
