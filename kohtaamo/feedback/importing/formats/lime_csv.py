"""Answers of LimeSurvey as CSV: "Q1" or "Q1. Words of the question", parts of a question in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.definitions.texts import plain
from kohtaamo.feedback.importing.found import (
    About,
    AnswerFormat,
    Asked,
    Beginning,
    Found,
    Item,
    Loss,
)
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.feedback.importing.naming import language_of, shared_start, survey_name
from kohtaamo.kit.tabular import UnreadableTable

CODE = re.compile(r"^([A-Za-z][\w]*)((?:\[[^\[\]]*\])*)(?:\. (.*))?$", re.DOTALL)
PART = re.compile(r"\[([^\[\]]*)\]")
# By code, and by the words that stand in place of the code in a file of full texts.
ROLES = {
    "id": "uid",
    "response id": "uid",
    "antwort id": "uid",
    "submitdate": "submitted",
    "date submitted": "submitted",
    "datum abgeschickt": "submitted",
    "datestamp": "last",
    "date last action": "last",
    "startdate": "started",
    "date started": "started",
    "startlanguage": "language",
    "start language": "language",
    "start-sprache": "language",
    **dict.fromkeys(("lastpage", "last page", "letzte seite", "seed", "zufallsstartwert"), "technical"),
    **dict.fromkeys(("interviewtime", "refurl", "referrer url", "token", "access code"), "technical"),
    **dict.fromkeys(("ipaddr", "ip address"), "personal"),
}
ENOUGH = 3
TIMES = re.compile(r"^(?:groupTime|questionTime)\d*|Time$")


def role_of(column: str) -> str:
    found = CODE.match(column)
    names = [column.casefold(), *([found[1].casefold()] if found and not found[2] else [])]
    return next((ROLES[name] for name in names if name in ROLES), "timing" if TIMES.search(column) else "")


def knows(beginning: Beginning) -> bool:
    roles = [role_of(column) for column in beginning.columns[:12]]
    return "uid" in roles[:1] and len(set(roles) - {"", "timing"}) >= ENOUGH and "submitted" in roles


def read(beginning: Beginning) -> Found:
    table = beginning.table
    if table is None:
        raise UnreadableTable("not_a_table")
    roles = {column: role_of(column) for column in table.columns}

    def of(*wanted: str) -> list[str]:
        return [column for role in wanted for column, its in roles.items() if its == role]

    columns = [column for column in table.columns if not roles[column]]
    losses = [Loss(one, role) for role in ("personal", "technical", "timing") for one in of(role)]
    asked = tuple(questions_of(columns))
    losses += [Loss(one.name, "titles_missing") for one in asked if one.title == one.name]
    return Found(
        format="lime_csv",
        name=survey_name(beginning.name),
        language=language_of(columns),
        asked=asked,
        about=About(
            uid=next(iter(of("uid")), ""),
            moments=tuple(of("submitted", "last", "started")),
            language=next(iter(of("language")), ""),
            ended=next(iter(of("submitted")), ""),
        ),
        losses=tuple(losses),
        layout=layout_of(table.columns),
        rows=table.rows,
    )


def code_of(column: str) -> str:
    found = CODE.match(column)
    return found[1] if found and found[2] else ""


def questions_of(columns: list[str]) -> Iterator[Asked]:
    for code, run in groupby(columns, key=code_of):
        together = list(run)
        if code:
            yield from parts_of(code, together)
            continue
        for column in together:
            found = CODE.match(column)
            name, words = (found[1], plain(found[3] or "")) if found else (column, plain(column))
            yield Asked(name=name, title=words or name, shape="one", items=(Item(column, "1"),))


def parts_of(code: str, columns: list[str]) -> Iterator[Asked]:
    """Choices, rows or places of one question; comments beside them are questions of their own."""
    told = [(column, *key_and_words(column)) for column in columns]
    texts = [words for _column, _key, words in told if words]
    start = shared_start(texts).rpartition("[")[0].strip() if texts else ""
    other = next((column for column, key, _words in told if key == "other"), "")
    main = [one for one in told if one[1] != "other" and not one[1].endswith("comment")]
    items = tuple(Item(column, key, words[len(start) :].strip(" []") or key) for column, key, words in main)
    if main and [key for _column, key, _words in main] == [str(place + 1) for place in range(len(main))]:
        yield Asked(name=code, title=start or code, shape="places", items=items)
    elif main:
        yield Asked(name=code, title=start or code, shape="group", items=items, other=other)
    for column, key, words in told:
        if key.endswith("comment") or (not main and key == "other"):
            name = f"{code}_{key}"
            yield Asked(name=name, title=words or name, shape="text", items=(Item(column, "1"),))


def key_and_words(column: str) -> tuple[str, str]:
    found = CODE.match(column)
    return ("_".join(PART.findall(found[2])), plain(found[3] or "")) if found else (column, "")


form = AnswerFormat(key="lime_csv", label=_("LimeSurvey, CSV"), knows=knows, read=read)
