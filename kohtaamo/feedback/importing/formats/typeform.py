"""Answers of Typeform as JSON: pages of its Responses API, or what its webhook sends of one answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.importing.found import (
    About,
    AnswerFormat,
    Asked,
    Beginning,
    Found,
    Item,
    Loss,
    Shape,
)
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.feedback.importing.naming import language_of, survey_name
from kohtaamo.kit.tabular import Row, UnreadableTable

LARGEST = 200 << 20
MOST_FIELDS = 2_000
# Between several choices in one cell; no person writes it.
BETWEEN = "\x1f"
ANSWERS = ("text", "email", "url", "file_url", "date", "phone_number", "number", "boolean")
UID, MOMENT, LANDED = "response_id", "submitted_at", "landed_at"


def knows(beginning: Beginning) -> bool:
    start = beginning.head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start not in {b"{", b"["} or b'"answers"' not in beginning.head:
        return False
    return b'"submitted_at"' in beginning.head or b'"form_response"' in beginning.head


def read(beginning: Beginning) -> Found:
    items = items_of(beginning)
    titles, types = fields_of(items)
    if not types or len(types) > MOST_FIELDS:
        raise UnreadableTable("not_a_table", format="json")
    hidden = sorted({str(name) for item in items for name in dict_of(item.get("hidden"))})
    asked = tuple(question_of(key, titles.get(key, ""), kind) for key, kind in types.items())
    return Found(
        format="typeform",
        name=survey_name(beginning.name),
        language=language_of(titles.values()),
        asked=asked,
        about=About(
            uid=UID,
            moments=(MOMENT, LANDED),
            zone="UTC",
            ended=MOMENT,
            attributes={f"hidden:{name}": name[:60] for name in hidden[:25]},
        ),
        losses=tuple(losses_of(items, titles, types)),
        layout=layout_of(["typeform", *types]),
        rows=partial(rows_of, items),
    )


def items_of(beginning: Beginning) -> list[dict[str, Any]]:
    if beginning.path.stat().st_size > LARGEST:
        raise UnreadableTable("too_large_cell", line=1)
    try:
        found = json.loads(beginning.path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise UnreadableTable("corrupt", reason="JSON") from problem
    given = found.get("items", [found]) if isinstance(found, dict) else found
    items = [dict_of(one.get("form_response") or one) for one in given if isinstance(one, dict)]
    return [one for one in items if isinstance(one.get("answers") or [], list)]


def dict_of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def answers_of(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The key of the question, its field and what was answered."""
    for answer in item.get("answers") or []:
        field = dict_of(dict_of(answer).get("field"))
        key = str(field.get("ref") or field.get("id") or "")[:200]
        if key:
            yield key, field, answer


def fields_of(items: list[dict[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    titles: dict[str, str] = {}
    types: dict[str, str] = {}
    for item in items:
        for field in dict_of(item.get("definition")).get("fields") or []:
            key = str(dict_of(field).get("ref") or dict_of(field).get("id") or "")[:200]
            titles.setdefault(key, str(dict_of(field).get("title") or ""))
        for key, field, answer in answers_of(item):
            kind = str(field.get("type") or answer.get("type") or "")
            types.setdefault(key, "choices" if "choices" in answer else kind)
    return titles, types


def question_of(key: str, title: str, kind: str) -> Asked:
    shape: Shape = "joined" if kind in {"choices", "ranking"} else "one"
    return Asked(
        name=key,
        title=title or key,
        shape=shape,
        items=(Item(key, "1"),),
        separator=BETWEEN if shape == "joined" else "",
        wish="nps" if kind == "nps" else "open_text" if kind in {"long_text", "short_text"} else "",
    )


def losses_of(items: list[dict[str, Any]], titles: dict[str, str], types: dict[str, str]) -> Iterator[Loss]:
    yield from (Loss(key, "titles_missing") for key in types if not titles.get(key))
    yield from (Loss(key, "file_left") for key, kind in types.items() if kind == "file_upload")
    parts = {str(name) for item in items for name in item}
    if "metadata" in parts:
        yield Loss("metadata", "personal")
    for name in sorted(parts & {"calculated", "variables", "tags", "token", "landing_id", "outcome"}):
        yield Loss(name, "technical")


def rows_of(items: list[dict[str, Any]]) -> Iterator[Row]:
    for number, item in enumerate(items, start=1):
        cells = {
            UID: str(item.get(UID) or item.get("token") or ""),
            MOMENT: str(item.get(MOMENT) or ""),
            LANDED: str(item.get(LANDED) or ""),
        }
        cells |= {f"hidden:{name}": text_of(value) for name, value in dict_of(item.get("hidden")).items()}
        cells |= {key: said(answer) for key, _field, answer in answers_of(item)}
        yield Row(number, cells, None, number / len(items))


def said(answer: dict[str, Any]) -> str:
    if "choices" in answer:
        choices = dict_of(answer["choices"])
        labels = [text_of(one) for one in [*(choices.get("labels") or []), choices.get("other")] if one]
        return BETWEEN.join(labels)
    if "choice" in answer:
        choice = dict_of(answer["choice"])
        return text_of(choice.get("label") or choice.get("other"))
    return next((text_of(answer[name]) for name in ANSWERS if name in answer), "")


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value) if isinstance(value, str | int | float) else ""


form = AnswerFormat(key="typeform", label=_("Typeform, JSON"), knows=knows, read=read)
