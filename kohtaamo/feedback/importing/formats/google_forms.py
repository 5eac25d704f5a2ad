"""Answers of Google Forms, as CSV or as the sheet they are gathered in.

The first column is the time stamp, the others are headed by the questions themselves. Several choices stand in
one cell, joined by semicolons in the CSV and by commas in the sheet; a row of a table is "Question [row]".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.importing.found import About, AnswerFormat, Asked, Beginning, Found, Item, Loss
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.feedback.importing.naming import language_of, survey_name
from kohtaamo.kit.tabular import Row, Table, UnreadableTable

STAMPS = frozenset(
    (
        *("timestamp", "aikaleima", "tidstämpel", "zeitstempel", "tidsstempel", "tijdstempel", "horodateur"),
        *("marca temporal", "informazioni cronologiche", "carimbo de data/hora", "ajatempel"),
    )
)
ADDRESS = re.compile(
    r"^(?:e-?mail|username|sähköposti|käyttäjänimi|e-postadress)[\w\s-]{0,20}$", re.IGNORECASE
)
SCORE = re.compile(r"^(?:score|pisteet|total score)$|\[(?:score|feedback)\]$", re.IGNORECASE)
OF_TABLE = re.compile(r"(.+) \[([^\[\]]+)\]")


def knows(beginning: Beginning) -> bool:
    columns = beginning.columns
    if len(columns) < 2 or columns[0].strip().casefold() not in STAMPS:  # noqa: PLR2004 - a stamp and an answer
        return False
    return any(" " in column or "?" in column for column in columns[1:])


def read(beginning: Beginning) -> Found:
    table = beginning.table
    if table is None:
        raise UnreadableTable("not_a_table")
    stamp, *others = table.columns
    personal = [column for column in others if ADDRESS.match(column)]
    scores = [column for column in others if SCORE.search(column)]
    asked = [column for column in others if column not in {*personal, *scores}]
    losses = [Loss(column, "personal") for column in personal] + [
        Loss(column, "derived") for column in scores
    ]
    return Found(
        format="google_forms",
        name=survey_name(beginning.name),
        language=language_of(asked),
        asked=tuple(questions_of(asked)),
        about=About(moments=(stamp,)),
        losses=tuple(losses),
        layout=layout_of(table.columns),
        rows=partial(rows_of, table),
    )


def rows_of(table: Table) -> Iterator[Row]:
    yield from table.rows()


def stem_of(column: str) -> str:
    found = OF_TABLE.fullmatch(column)
    return found[1] if found else ""


def questions_of(columns: list[str]) -> Iterator[Asked]:
    for stem, run in groupby(columns, key=stem_of):
        together = list(run)
        if stem and len(together) > 1:
            items = tuple(Item(one, row, row) for one in together if (row := one[len(stem) + 2 : -1]))
            yield Asked(name=stem, title=stem, shape="group", items=items)
            continue
        for column in together:
            yield Asked(name=column, title=column, shape="joined", items=(Item(column, "1"),))


form = AnswerFormat(key="google_forms", label=_("Google Forms"), knows=knows, read=read)
