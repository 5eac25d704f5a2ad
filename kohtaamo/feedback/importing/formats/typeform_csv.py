"""Answers of Typeform as CSV: one column a question, and one for each choice where several may be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.importing.column_facts import ColumnFacts, facts_of
from kohtaamo.feedback.importing.found import About, AnswerFormat, Asked, Beginning, Found, Item, Loss
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.feedback.importing.naming import language_of, survey_name
from kohtaamo.kit.tabular import UnreadableTable

NUMBER, SUBMITTED, STARTED = "#", "Submit Date (UTC)", "Start Date (UTC)"
PERSONAL = frozenset({"Network ID"})
TECHNICAL = frozenset({"Response Type", "Stage Date (UTC)", "Tags", "Ending", "Start Date (UTC)"})
OTHER = "Other"


def knows(beginning: Beginning) -> bool:
    columns = beginning.columns
    return SUBMITTED in columns and (columns[0] == NUMBER or STARTED in columns)


def read(beginning: Beginning) -> Found:
    table = beginning.table
    if table is None:
        raise UnreadableTable("not_a_table")
    about = {NUMBER, SUBMITTED}
    columns = [one for one in table.columns if one not in about | PERSONAL | TECHNICAL]
    facts = facts_of(table.rows(), columns)
    asked = list(questions_of(columns, facts))
    losses = [Loss(one, "personal") for one in table.columns if one in PERSONAL]
    losses += [Loss(one, "technical") for one in table.columns if one in TECHNICAL]
    losses += [Loss(one.name, "titles_missing") for one in asked if one.shape == "many"]
    return Found(
        format="typeform_csv",
        name=survey_name(beginning.name),
        language=language_of(columns),
        asked=tuple(asked),
        about=About(
            uid=NUMBER if NUMBER in table.columns else "",
            moments=(SUBMITTED, *([STARTED] if STARTED in table.columns else [])),
            zone="UTC",
            ended=SUBMITTED,
        ),
        losses=tuple(losses),
        layout=layout_of(table.columns),
        rows=table.rows,
    )


def questions_of(columns: list[str], facts: dict[str, ColumnFacts]) -> Iterator[Asked]:
    for is_choice, run in groupby(columns, key=lambda column: names_itself(column, facts[column])):
        together = list(run)
        if not is_choice or len(together) == 1:
            yield from (Asked(name=one, title=one, shape="one", items=(Item(one, "1"),)) for one in together)
            continue
        items = tuple(Item(one, one, one) for one in together)
        title = " / ".join(together)
        yield Asked(name=together[0], title=title, shape="many", items=items)


def names_itself(column: str, facts: ColumnFacts) -> bool:
    """A choice is written out in its own column."""
    return set(facts.values) == {column}


form = AnswerFormat(key="typeform_csv", label=_("Typeform, CSV"), knows=knows, read=read)
