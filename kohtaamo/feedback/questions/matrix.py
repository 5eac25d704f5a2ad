from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import CHOICES, VALUE_SHOWN, WITHIN, Asked, Question, UnfitError, parse_short


def parse(raw: Any) -> dict[str, str]:
    """{row: column}; rows without a column are left out."""
    if not isinstance(raw, dict):
        raise UnfitError("not_a_table")
    if len(raw) > CHOICES:
        raise UnfitError("too_many_choices", most=CHOICES)
    given = {parse_short(row): parse_short(column) for row, column in raw.items() if column is not None}
    return {row: column for row, column in given.items() if column}


def check(value: Any, element: Asked) -> None:
    rows, columns = ({one.value for one in given} for given in (element.rows, element.columns))
    for row, column in value.items():
        for one, offered in ((row, rows), (column, columns)):
            if one not in offered:
                raise UnfitError("unknown_choice", value=one[:VALUE_SHOWN])


def counted(value: Any) -> list[str]:
    return [f"{row}{WITHIN}{column}" for row, column in value.items()]


question = Question(
    key="matrix",
    label=_("Table of statements"),
    input="matrix",
    takes=frozenset({"rows", "columns", "shuffle"}),
    parse=parse,
    check=check,
    counted=counted,
    title={"fi": "Mitä mieltä olet näistä?", "en": "What do you think of these?"},
    seconds=20,
)
